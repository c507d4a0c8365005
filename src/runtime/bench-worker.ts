import { readFileSync } from 'node:fs';
import v8 from 'node:v8';
import { fillWords, openStream } from '../weights/random.ts';
import { elementCount, type Tensor } from '../weights/tensor.ts';
import type { Answer, Request } from './bench-messages.ts';
import { readModel } from './io.ts';
import type { Runner } from './runner.ts';
import { findEngine } from './verify-engines.ts';

/** V8's own patience with code that runs often (Node 20). The command line is started with more, which models would suffer from. */
const OPTIMISE_SOONER = '--interrupt-budget=67584';

/** Runs that are not counted: code that runs often is compiled during the first ones. */
const WARM_UPS = 3;

interface Open {
  readonly runner: Runner;
  readonly inputs: readonly Tensor[];
  readonly libraryBytes: number;
}

/** Answers the requests of the process that started this one, one model long. Ends when it is told to, or left alone. */
export async function serveMeasurements(): Promise<void> {
  v8.setFlagsFromString(OPTIMISE_SOONER);
  let open: Open | undefined;
  await new Promise<void>((resolve) => {
    process.once('disconnect', resolve);
    // One request at a time: the next one comes after the answer.
    process.on('message', (request: Request) => {
      answerTo(request, open).then(
        ({ answer, opened }) => {
          open = opened ?? open;
          process.send?.(answer, () => request.ask === 'close' && process.disconnect());
        },
        (failure: unknown) => {
          const why = failure instanceof Error ? failure.message : String(failure);
          process.send?.({ answer: 'failed', why: why.split('\n')[0] ?? '' } satisfies Answer);
        },
      );
    });
  });
}

async function answerTo(
  request: Request,
  open: Open | undefined,
): Promise<{ readonly answer: Answer; readonly opened?: Open }> {
  if (request.ask === 'open') return openModel(request);
  if (!open) throw new Error('no model is open');
  const { runner, inputs, libraryBytes } = open;
  if (request.ask === 'run') {
    const start = performance.now();
    await runner.run(inputs);
    return { answer: { answer: 'ran', ms: performance.now() - start } };
  }
  const answer = { answer: 'closed', peakBytes: peakMemory(), libraryBytes } as const;
  await runner.dispose();
  return { answer };
}

async function openModel({
  engine: label,
  folder,
  shapes,
}: Request & { readonly ask: 'open' }): Promise<{ readonly answer: Answer; readonly opened?: Open }> {
  const engine = await findEngine(label);
  if ('why' in engine) return { answer: { answer: 'failed', why: engine.why } };
  const libraryBytes = peakMemory();
  const start = performance.now();
  const model = await readModel(folder);
  const runner = 'code' in model ? model : await engine.open(model, folder);
  if ('code' in runner) return { answer: { answer: 'failed', why: runner.message } };
  const loadMs = performance.now() - start;
  const inputs = shapes.map(evenNumbers);
  const cold = performance.now();
  await runner.run(inputs);
  const coldMs = performance.now() - cold;
  for (let i = 0; i < WARM_UPS; i++) await runner.run(inputs);
  return { answer: { answer: 'opened', loadMs, coldMs }, opened: { runner, inputs, libraryBytes } };
}

/** Numbers from 0 to 1. */
function evenNumbers(shape: readonly number[], position: number): Tensor {
  const words = new Int32Array(elementCount(shape));
  fillWords(openStream(position, 'bench'), words);
  return { shape, data: Float32Array.from(words, (word) => (word >>> 0) / 2 ** 32) };
}

/**
 * The most memory that this process has had, in bytes. Linux counts what `resourceUsage` tells from the process that
 * started this one on, so that a large parent would show; its own account of the memory begins with the program.
 */
function peakMemory(): number {
  if (process.platform === 'linux') {
    const line = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (line) return 1024 * Number(line[1]);
  }
  return 1024 * process.resourceUsage().maxRSS;
}
