import type { Answer } from './bench-messages.ts';
import { type MeasuringProcess, startMeasuring, type WorkerCommand } from './bench-process.ts';
import type { EngineLabel } from './engine-names.ts';

/** A model that is to be measured on an engine. */
export interface BenchJob {
  readonly engine: EngineLabel;
  /** Where the files of the model lie. */
  readonly folder: string;
  /** Of the inputs, the batch first. */
  readonly shapes: readonly (readonly number[])[];
}

/** What came out. Times in milliseconds, memory in bytes. */
export type Measurement =
  | {
      readonly loadMs: number;
      readonly coldMs: number;
      /** Of each run after the first ones. */
      readonly runs: readonly number[];
      readonly peakBytes: number;
      /** How much of it Node and the library take, before there is a model. */
      readonly libraryBytes: number;
    }
  | { readonly failure: string };

export interface BenchOptions {
  readonly runs: number;
  readonly worker: WorkerCommand;
  /** Called before each step: the job that is next. */
  readonly onStep?: (job: number) => Promise<void>;
  /** Ends everything early; what is not measured then has failed. */
  readonly signal?: AbortSignal;
}

/** Processes that are there at once; idle ones only take memory. */
const AT_ONCE = 12;

/**
 * Measures models, each in a process of its own, so that neither memory nor compiled code of one is another's. Runs go
 * round: every model is run once before any is run again, so that a machine that is slower for a while is slower for
 * all of them. As many steps as jobs times (runs + 1).
 */
export async function measure(
  jobs: readonly BenchJob[],
  { runs, worker, onStep = async () => {}, signal }: BenchOptions,
): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  for (let start = 0; start < jobs.length; start += AT_ONCE) {
    const group = jobs.slice(start, start + AT_ONCE).map((job, i) => begin(job, start + i, worker));
    try {
      for (const each of group) await open(each, onStep);
      for (let run = 0; run < runs && signal?.aborted !== true; run++)
        for (const each of group) await runOnce(each, onStep);
      for (const each of group) measurements.push(await close(each));
    } finally {
      for (const { process } of group) process.end();
    }
  }
  return measurements;
}

interface Measuring {
  readonly job: BenchJob;
  readonly position: number;
  readonly process: MeasuringProcess;
  readonly runs: number[];
  opened: Extract<Answer, { answer: 'opened' }> | undefined;
  failure: string | undefined;
}

function begin(job: BenchJob, position: number, worker: WorkerCommand): Measuring {
  return { job, position, process: startMeasuring(worker), runs: [], opened: undefined, failure: undefined };
}

async function open(each: Measuring, onStep: (job: number) => Promise<void>): Promise<void> {
  await onStep(each.position);
  const answer = await each.process.ask({ ask: 'open', ...each.job });
  if (answer.answer === 'opened') each.opened = answer;
  else each.failure = reasonOf(answer);
}

async function runOnce(each: Measuring, onStep: (job: number) => Promise<void>): Promise<void> {
  await onStep(each.position);
  if (each.failure !== undefined) return;
  const answer = await each.process.ask({ ask: 'run' });
  if (answer.answer === 'ran') each.runs.push(answer.ms);
  else each.failure = reasonOf(answer);
}

async function close({ process, opened, runs, failure }: Measuring): Promise<Measurement> {
  if (failure !== undefined || !opened) return { failure: failure ?? 'it was not opened' };
  const answer = await process.ask({ ask: 'close' });
  if (answer.answer !== 'closed') return { failure: reasonOf(answer) };
  const { peakBytes, libraryBytes } = answer;
  return { loadMs: opened.loadMs, coldMs: opened.coldMs, runs, peakBytes, libraryBytes };
}

function reasonOf(answer: Answer): string {
  return answer.answer === 'failed' ? answer.why : `it answered \`${answer.answer}\` instead`;
}
