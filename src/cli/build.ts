import { join } from 'node:path';
import { analyse } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { diskHost } from '../disk.ts';
import { totalCosts } from '../ir/costs.ts';
import type { Graph } from '../ir/graph.ts';
import { checkLayers, lowerToLayers } from '../lower/layers/index.ts';
import type { Target } from '../lower/targets.ts';
import type { SourceFile } from '../source/source.ts';
import type { ExitCode } from './exit.ts';
import { byteSize, grouped } from './figures.ts';
import { compileNetworks, type NetworkOptions } from './networks.ts';
import { writeFolder } from './output-folder.ts';
import { startProgress } from './progress.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readSources } from './sources.ts';
import { styled } from './terminal.ts';
import { usageError } from './usage.ts';
import { type Round, unwatchable, watchRounds } from './watch.ts';
import { readWeightSource, type WeightOptions, type WeightSource, weightsFor } from './weights-file.ts';

export interface BuildOptions extends WeightOptions, NetworkOptions {
  readonly target: Target;
  readonly float16?: boolean;
  readonly output?: string;
  readonly force?: boolean;
  readonly watch?: boolean;
  readonly format: ReportFormat;
}

/** A network that is compiled, and the folder where its model goes. */
interface Job {
  readonly source: SourceFile;
  readonly graph: Graph;
  readonly folder: string;
}

/** `archc build`: compiles networks to folders. Nothing is written unless every network compiles. */
export async function build(args: readonly string[], options: BuildOptions): Promise<ExitCode> {
  const misuse = misuseOf(options);
  if (misuse !== undefined) return usageError(misuse);
  if (options.watch) return watchRounds(args, (round) => buildOnce(args, options, round));
  return buildOnce(args, options);
}

function misuseOf({ weights, weightsOrder, watch, format }: BuildOptions): string | undefined {
  if (weightsOrder !== undefined && weights === undefined)
    return '`--weights-order` says how a `--weights` file is read, and there is none';
  return watch ? unwatchable(format) : undefined;
}

async function buildOnce(args: readonly string[], options: BuildOptions, round?: Round): Promise<ExitCode> {
  const { sources, diagnostics } = await readSources(args);
  round?.involve([...sources.map(({ path }) => path), ...weightFiles(options)]);
  const planned = planJobs(sources, options, round);
  const found = [...diagnostics, ...planned.diagnostics];
  const weights = found.some(isError) ? undefined : readWeightSource(options);
  if (weights && 'diagnostics' in weights) found.push(...weights.diagnostics);
  else if (weights) found.push(...(await writeJobs(planned.jobs, weights, options)));
  report(found, options.format);
  return exitCodeOf(found);
}

function weightFiles({ weights, weightsOrder }: BuildOptions): readonly string[] {
  return [weights, weightsOrder].filter((path) => path !== undefined);
}

/** Compiles what the sources declare, and finds a folder for each network. */
function planJobs(
  sources: readonly SourceFile[],
  options: BuildOptions,
  round: Round | undefined,
): { readonly jobs: readonly Job[]; readonly diagnostics: readonly Diagnostic[] } {
  const host = round?.host ?? diskHost();
  const diagnostics: Diagnostic[] = [];
  const graphs: { source: SourceFile; graph: Graph }[] = [];
  for (const source of sources) {
    const compiled = compileNetworks(analyse(host, source), options);
    diagnostics.push(...compiled.diagnostics);
    for (const graph of compiled.graphs) {
      diagnostics.push(...checkLayers(graph));
      graphs.push({ source, graph });
    }
  }
  const jobs = graphs.map((each) => ({
    ...each,
    folder: folderFor(each.graph.name, graphs.length, options),
  }));
  diagnostics.push(...sharedFolders(jobs));
  return { jobs, diagnostics };
}

/** `-o` is the folder of a single network, and of several the folder that theirs lie in. */
function folderFor(name: string, count: number, { output }: BuildOptions): string {
  if (output !== undefined && count === 1) return output;
  return join(output ?? 'build', name);
}

/** Two files may declare networks of one name. */
function sharedFolders(jobs: readonly Job[]): readonly Diagnostic[] {
  const first = new Map<string, Job>();
  return jobs.flatMap((job) => {
    const before = first.get(job.folder);
    if (!before) {
      first.set(job.folder, job);
      return [];
    }
    const networks = `\`${job.graph.name}\` of ${before.source.path} and of ${job.source.path}`;
    const help = ['build the files one at a time, each to a folder of its own with `-o`'];
    return [diagnostic('ARC7005', undefined, { networks, folder: job.folder }, { help })];
  });
}

async function writeJobs(
  jobs: readonly Job[],
  weights: WeightSource,
  options: BuildOptions,
): Promise<readonly Diagnostic[]> {
  const out = resultStream(options.format);
  const diagnostics: Diagnostic[] = [];
  const progress = startProgress('building', jobs.length);
  for (const { graph, folder } of jobs) {
    await progress.step(graph.name);
    const written = await writeModel(graph, folder, weights, options);
    if ('diagnostics' in written) {
      diagnostics.push(...written.diagnostics);
      continue;
    }
    progress.stop();
    const { params, macs } = totalCosts(graph);
    const figures = [
      `${grouped(params)} parameters`,
      macs === undefined ? 'MACs depend on the input' : `${grouped(macs)} MACs`,
      byteSize(written.bytes),
    ];
    out.write(`${styled(out, 'strong', folder)}  ${figures.join('  ')}\n`);
  }
  progress.stop();
  return diagnostics;
}

async function writeModel(
  graph: Graph,
  folder: string,
  weights: WeightSource,
  { float16 = false, force = false }: BuildOptions,
): Promise<{ readonly bytes: number } | { readonly diagnostics: readonly Diagnostic[] }> {
  const matched = weightsFor(graph, weights);
  if ('diagnostics' in matched) return matched;
  const lowered = lowerToLayers(graph, matched.values, { float16 });
  if ('diagnostics' in lowered) return lowered;
  const refused = await writeFolder(folder, lowered.files, force);
  if (refused) return { diagnostics: [refused] };
  return { bytes: [...lowered.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0) };
}
