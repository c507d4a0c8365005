import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../ir/graph.ts';
import { checkLayers } from '../lower/layers/index.ts';
import type { WeightStorage } from '../lower/lowering.ts';
import type { Target } from '../lower/targets.ts';
import type { SourceFile } from '../source/source.ts';
import { type Job, type Jobs, planJobs, sharedFolders } from './build-jobs.ts';
import { buildNetwork, type ModelOptions } from './build-network.ts';
import type { ExitCode } from './exit.ts';
import { readLabels } from './labels.ts';
import type { NetworkOptions } from './networks.ts';
import { type PhaseTimes, startPhaseTimes } from './phase-times.ts';
import { startProgress } from './progress.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readSources } from './sources.ts';
import { styled } from './terminal.ts';
import { usageError } from './usage.ts';
import { type Round, unwatchable, watchRounds } from './watch.ts';
import { readWeightSource, type WeightOptions, type WeightSource } from './weights-file.ts';

export interface BuildOptions extends WeightOptions, NetworkOptions {
  /** Undefined: `layers`, which is what can be trained; with `emit` the target that shows all passes. */
  readonly target?: readonly Target[];
  readonly float16?: boolean;
  readonly int8Weights?: boolean;
  readonly emit?: 'ast' | 'ir';
  readonly stats?: boolean;
  /** A file with the names of the classes. */
  readonly labels?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly watch?: boolean;
  readonly format: ReportFormat;
}

/** Options that mean nothing to a syntax tree. */
const aboutNetworks = ['network', 'set', 'target', 'weights', 'weightsOrder', 'seed'] as const;

/** `archc build`: compiles networks to folders. Nothing is written unless every network compiles. */
export async function build(args: readonly string[], options: BuildOptions): Promise<ExitCode> {
  const misuse = misuseOf(options);
  if (misuse !== undefined) return usageError(misuse);
  if (options.watch) return watchRounds(args, (round) => buildOnce(args, options, round));
  return buildOnce(args, options);
}

function misuseOf(options: BuildOptions): string | undefined {
  const { weights, weightsOrder, watch, format } = options;
  if (weightsOrder !== undefined && weights === undefined)
    return '`--weights-order` says how a `--weights` file is read, and there is none';
  if (options.emit === 'ast') {
    const given = aboutNetworks.filter((name) => isGiven(options[name]));
    const [first] = given.map(
      (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    );
    if (first) return `\`--emit ast\` reads no further than the syntax, and \`${first}\` is about networks`;
  }
  if (targetsOf(options).includes('layers')) {
    if (options.int8Weights)
      return '`--int8-weights` is for the targets graph, onnx and tflite; layers models have `--float16`';
    if (options.emit === 'ir')
      return '`--emit ir` shows passes, and the layers target runs none; name another target';
  }
  return watch ? unwatchable(format) : undefined;
}

function isGiven(value: BuildOptions[(typeof aboutNetworks)[number]]): boolean {
  return value instanceof Map ? value.size > 0 : value !== undefined;
}

function targetsOf({ target, emit }: BuildOptions): readonly Target[] {
  return target ?? (emit === 'ir' ? ['graph'] : ['layers']);
}

async function buildOnce(args: readonly string[], options: BuildOptions, round?: Round): Promise<ExitCode> {
  const times = startPhaseTimes();
  const targets = targetsOf(options);
  const { sources, diagnostics } = await readSources(args);
  times.lap('read');
  round?.involve([...sources.map(({ path }) => path), ...filesBeside(options)]);
  if (options.emit === 'ast') return emitSources(sources, diagnostics, options, times);
  const planned = planJobs(sources, { ...options, targets }, times, round?.host);
  const found = [...diagnostics, ...planned.diagnostics];
  if (!options.emit) found.push(...sharedFolders(planned.jobs));
  if (targets.includes('layers')) found.push(...planned.jobs.flatMap(({ graph }) => checkLayers(graph)));
  const weights = found.some(isError) ? undefined : readWeightSource(options);
  if (weights && 'diagnostics' in weights) found.push(...weights.diagnostics);
  else if (weights && options.emit) found.push(...(await emitJobs(planned, weights, options, times)));
  else if (weights) found.push(...(await writeJobs(planned, weights, options, times)));
  if (options.stats) times.print();
  report(found, options.format);
  return exitCodeOf(found);
}

/** What is read besides the sources. */
function filesBeside({ weights, weightsOrder, labels }: BuildOptions): readonly string[] {
  return [weights, weightsOrder, labels].filter((path) => path !== undefined);
}

/** `--emit ast`: the tree of each source, of one with syntax errors as much as could be read. */
async function emitSources(
  sources: readonly SourceFile[],
  diagnostics: readonly Diagnostic[],
  options: BuildOptions,
  times: PhaseTimes,
): Promise<ExitCode> {
  const { emitTrees } = await import('./emit.ts');
  const found = [...diagnostics, ...emitTrees(resultStream(options.format), sources, times)];
  if (options.stats) times.print();
  report(found, options.format);
  return exitCodeOf(found);
}

async function emitJobs(
  { jobs }: Jobs,
  weights: WeightSource,
  options: BuildOptions,
  times: PhaseTimes,
): Promise<readonly Diagnostic[]> {
  const { emitGraphs } = await import('./emit.ts');
  const diagnostics: Diagnostic[] = [];
  for (const job of jobs) {
    const failed = await emitGraphs(resultStream(options.format), job, weights, times);
    diagnostics.push(...failed.diagnostics);
  }
  return diagnostics;
}

async function writeJobs(
  { jobs }: Jobs,
  weights: WeightSource,
  options: BuildOptions,
  times: PhaseTimes,
): Promise<readonly Diagnostic[]> {
  const labels = labelsOf(jobs, options);
  if (labels && 'diagnostics' in labels) return labels.diagnostics;
  const modelOptions: ModelOptions = {
    storage: storageOf(options),
    force: options.force === true,
    labels: labels?.labels,
    weights,
    times,
  };
  const out = resultStream(options.format);
  const diagnostics: Diagnostic[] = [];
  const progress = startProgress('building', jobs.length);
  for (const job of jobs) {
    await progress.step(job.graph.name);
    const written = await buildNetwork(job, modelOptions);
    if ('diagnostics' in written) {
      diagnostics.push(...written.diagnostics);
      continue;
    }
    progress.stop();
    diagnostics.push(...written.warnings);
    for (const { folder, figures } of written.models)
      out.write(`${styled(out, 'strong', folder)}  ${figures.join('  ')}\n`);
  }
  progress.stop();
  return diagnostics;
}

function storageOf({ float16, int8Weights }: BuildOptions): WeightStorage {
  if (int8Weights) return 'int8';
  return float16 ? 'float16' : 'float32';
}

/** The names of the classes, which are those of every network that is built. */
function labelsOf(jobs: readonly Job[], { labels }: BuildOptions): ReturnType<typeof readLabels> | undefined {
  if (labels === undefined) return undefined;
  const [first, ...others] = jobs.map(({ graph }) => readLabels(labels, classCount(graph)));
  return others.find((each) => 'diagnostics' in each) ?? first;
}

/** Of a network that classifies: the size of its one output. */
function classCount({ nodes, outputs }: Graph): number | undefined {
  const [output] = outputs;
  const shape = outputs.length === 1 && output ? nodes[output.node]?.shape : undefined;
  const [size] = shape ?? [];
  return shape?.length === 1 && typeof size === 'number' ? size : undefined;
}
