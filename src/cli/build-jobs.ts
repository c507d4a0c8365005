import { join } from 'node:path';
import { analyse } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { diskHost } from '../disk.ts';
import type { Graph } from '../ir/graph.ts';
import type { Target } from '../lower/targets.ts';
import type { Host } from '../source/host.ts';
import type { SourceFile } from '../source/source.ts';
import { compileNetworks, type NetworkOptions } from './networks.ts';
import type { PhaseTimes } from './phase-times.ts';

/** A network that is compiled, and the folders where its models go. */
export interface Job {
  readonly source: SourceFile;
  readonly graph: Graph;
  readonly models: readonly { readonly target: Target; readonly folder: string }[];
}

export interface Jobs {
  readonly jobs: readonly Job[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface JobOptions extends NetworkOptions {
  readonly targets: readonly Target[];
  readonly output?: string;
}

/** Compiles what the sources declare, and finds a folder for each model. */
export function planJobs(
  sources: readonly SourceFile[],
  options: JobOptions,
  times: PhaseTimes,
  host: Host = diskHost(),
): Jobs {
  const diagnostics: Diagnostic[] = [];
  const graphs: { source: SourceFile; graph: Graph }[] = [];
  for (const source of sources) {
    const analysis = analyse(host, source);
    times.lap('parse and check');
    const compiled = compileNetworks(analysis, options);
    times.lap('elaborate');
    diagnostics.push(...compiled.diagnostics);
    graphs.push(...compiled.graphs.map((graph) => ({ source, graph })));
  }
  const jobs = graphs.map(({ source, graph }) => ({
    source,
    graph,
    models: foldersFor(graph.name, graphs.length, options),
  }));
  return { jobs, diagnostics };
}

/**
 * `-o` is the folder of a single network, and of several the folder that theirs lie in. Where a network is built to
 * several targets, each has a folder of its name in that of the network.
 */
function foldersFor(name: string, count: number, { output, targets }: JobOptions): Job['models'] {
  const folder = output !== undefined && count === 1 ? output : join(output ?? 'build', name);
  return targets.map((target) => ({ target, folder: targets.length === 1 ? folder : join(folder, target) }));
}

/** Two files may declare networks of one name (ARC7005). */
export function sharedFolders(jobs: readonly Job[]): readonly Diagnostic[] {
  const first = new Map<string, Job>();
  return jobs.flatMap((job) => {
    const folder = job.models[0]?.folder ?? '';
    const before = first.get(folder);
    if (!before) {
      first.set(folder, job);
      return [];
    }
    const networks = `\`${job.graph.name}\` of ${before.source.path} and of ${job.source.path}`;
    const help = ['build the files one at a time, each to a folder of its own with `-o`'];
    return [diagnostic('ARC7005', undefined, { networks, folder }, { help })];
  });
}
