import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { engineLabel } from '../runtime/engine.ts';
import type { EngineName } from '../runtime/engine-names.ts';
import { firstLine } from '../runtime/load-failure.ts';
import { openRunner } from '../runtime/open-runner.ts';
import { runModel } from '../runtime/run.ts';
import type { Runner } from '../runtime/runner.ts';
import type { Tensor } from '../weights/tensor.ts';
import { writeSafetensors } from '../weights/write-safetensors.ts';
import type { ExitCode } from './exit.ts';
import { duration } from './figures.ts';
import { readLabels } from './labels.ts';
import type { NetworkOptions } from './networks.ts';
import { writeTensors } from './output-file.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readInputs } from './run-inputs.ts';
import { compileFor, openModel } from './run-model.ts';
import { printOutput } from './run-results.ts';
import { usageError } from './usage.ts';
import type { Failed, WeightOptions } from './weights-file.ts';

export interface RunOptions extends WeightOptions, NetworkOptions {
  readonly image?: string;
  readonly input?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly backend: EngineName | 'auto';
  readonly top: number;
  readonly labels?: string;
  readonly format: ReportFormat;
}

/** `archc run`: runs a model, or an .arch file compiled in memory, on a picture or on tensors. */
export async function run(path: string, options: RunOptions): Promise<ExitCode> {
  if ((options.image === undefined) === (options.input === undefined))
    return usageError('say what the network is run on: either `--image` or `--input`');
  if (options.weightsOrder !== undefined && options.weights === undefined)
    return usageError('`--weights-order` says how a `--weights` file is read, and there is none');
  const isSource = path.endsWith('.arch');
  const misplaced = isSource ? undefined : sourceOption(options);
  if (misplaced !== undefined)
    return usageError(`\`${misplaced}\` is for .arch files; the model \`${path}\` is built already`);
  const result = await runOnce(path, isSource, options);
  const found = result ? result.diagnostics : [];
  report(found, options.format);
  return exitCodeOf(found);
}

/** An option that only makes sense where something is compiled. */
function sourceOption({ weights, weightsOrder, network, set, seed }: RunOptions): string | undefined {
  if (weights !== undefined) return '--weights';
  if (weightsOrder !== undefined) return '--weights-order';
  if (network !== undefined) return '--network';
  if (seed !== undefined) return '--seed';
  return set.size > 0 ? '--set' : undefined;
}

/** Everything but the report. Warnings come back where the run went well. */
async function runOnce(path: string, isSource: boolean, options: RunOptions): Promise<Failed> {
  const start = performance.now();
  const opened = isSource ? await compileFor(path, options) : await openModel(path, options);
  if (!('engine' in opened)) return opened;
  const { engine, model } = opened;
  process.stderr.write(`backend: ${engineLabel(engine)}, because ${engine.why}\n`);
  const read = performance.now();
  const runner = await openRunner(engine, model, path);
  if ('code' in runner) return { diagnostics: [runner] };
  const loaded = performance.now();

  const inputs = await readInputs(path, runner.inputs, options);
  if ('diagnostics' in inputs) return inputs;
  const classes = classCount(runner);
  const labels = options.labels === undefined ? opened : readLabels(options.labels, classes);
  if ('diagnostics' in labels) return labels;

  const ran = await runModel(runner, inputs.tensors).catch((failure: unknown) =>
    diagnostic('ARC7135', undefined, { path, reason: firstLine(failure) }),
  );
  if ('code' in ran) return { diagnostics: [ran] };
  const times = [
    `${isSource ? 'compiled' : 'read'} in ${duration(read - start - opened.engineMs)}`,
    `loaded in ${duration(loaded - read + opened.engineMs)}`,
    `first run ${duration(ran.coldMs)}`,
    `then ${duration(ran.warmMs)}`,
  ];
  process.stderr.write(`${times.join(', ')}\n`);
  const out = resultStream(options.format);
  for (const output of ran.outputs) {
    const heading = ran.outputs.length > 1 ? output.name : undefined;
    printOutput(out, output, { heading, top: options.top, labels: labels.labels });
  }
  const refused = options.output === undefined ? undefined : await save(options.output, ran.outputs, options);
  return { diagnostics: [...opened.warnings, ...(refused ? [refused] : [])] };
}

/** Of a network that classifies: the size of its one output. */
function classCount({ outputs }: Runner): number | undefined {
  const shape = outputs.length === 1 ? outputs[0]?.shape : undefined;
  return shape?.length === 2 ? (shape[1] ?? undefined) : undefined;
}

async function save(
  path: string,
  outputs: readonly (Tensor & { readonly name: string })[],
  { force = false }: RunOptions,
): Promise<Diagnostic | undefined> {
  const metadata = new Map([['generatedBy', 'archc']]);
  const tensors = outputs.map(({ name, shape, data }) => ({ name, tensor: { shape, data } }));
  return writeTensors(path, writeSafetensors(tensors, { dtype: 'F32', metadata }), force);
}
