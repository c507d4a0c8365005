import type { Memory } from '../check/memory.ts';
import { type Analysis, analyse, isBuildable, problemsOf } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { buildTest } from '../elaborate/build.ts';
import type { Graph } from '../ir/graph.ts';
import { lazily } from '../lint/lazily.ts';
import type * as ast from '../parser/ast.ts';
import type { Host } from '../source/host.ts';
import type { SourceFile } from '../source/source.ts';
import { buildNetworks, type KeptBuild, type NetworkBuild } from './builds.ts';
import type { Readings } from './host.ts';
import { remember } from './remember.ts';
import { emptyTrace, mergedTrace, type Trace, traceInto } from './trace.ts';

/** One file as it stands, parsed and checked with everything that it imports; the rest is worked out when asked for. */
export interface Snapshot {
  readonly host: Host;
  readonly source: SourceFile;
  readonly module: ast.Module;
  readonly analysis: Analysis;
  /** What the analysis has read: while that stays as it is, so does all of this. */
  readonly readings: Readings;
  /** The last snapshot of the file without an error at its definitions, where this one has some. */
  readonly good: Snapshot | undefined;
  /** What was built of the file last, for all its snapshots. */
  readonly kept: { builds: readonly KeptBuild[] };
}

export function takeSnapshot(
  host: Host,
  source: SourceFile,
  readings: Readings,
  memory: Memory,
  before: Snapshot | undefined,
): Snapshot {
  const analysis = analyse(host, source, memory);
  const isGood = !analysis.diagnostics.some(isError);
  const last = before?.good ?? before;
  const good = isGood || !last || last.analysis.diagnostics.some(isError) ? undefined : last;
  const module = analysis.program.entry.tree;
  const kept = before?.kept ?? { builds: [] };
  return { host, source: module.source, module, analysis, readings, good, kept };
}

/** What a file builds: its networks as they stand, or its tests. */
export interface Builds {
  readonly graphs: ReadonlyMap<ast.NetworkDeclaration | ast.TestDeclaration, Graph>;
  readonly trace: Trace;
}

interface NetworkBuilds extends Builds {
  readonly networks: readonly NetworkBuild[];
}

/** The networks whose parameters have defaults. */
export const networkBuilds = remember(({ source, analysis, kept }: Snapshot): NetworkBuilds => {
  const built = buildNetworks(analysis, source, kept.builds);
  kept.builds = built.kept;
  const { networks } = built;
  const graphs = lazily(
    () => new Map(networks.flatMap(({ declaration, graph }) => (graph ? [[declaration, graph]] : []))),
  );
  const trace = lazily(() => mergedTrace(networks.map((each) => each.trace)));
  return {
    networks,
    // What was built before is put into its new places when somebody looks at it.
    get graphs() {
      return graphs();
    },
    get trace() {
      return trace();
    },
  };
});

/** The tests that should pass: they show what the blocks of a file make where no network of it does. */
export const testBuilds = remember(({ module, source, analysis }: Snapshot): Builds => {
  const { program, constants } = analysis;
  const trace = emptyTrace();
  const graphs = new Map<ast.TestDeclaration, Graph>();
  for (const declaration of module.declarations) {
    if (declaration.kind !== 'test' || declaration.fails || !isBuildable(analysis, declaration)) continue;
    const observer = traceInto(trace, source, declaration);
    const { graph } = buildTest(program, constants, declaration, observer);
    if (graph) graphs.set(declaration, graph);
  }
  return { graphs, trace };
});

/** Everything that is wrong with a file, as `archc check` says it. */
export const problems = remember((snapshot: Snapshot): readonly Diagnostic[] => {
  const builds = networkBuilds(snapshot);
  const { networks } = builds;
  const found = [...snapshot.analysis.diagnostics, ...networks.flatMap(({ diagnostics }) => diagnostics)];
  const notes = found.some(isError) ? emptyTrace() : builds.trace;
  return problemsOf(snapshot.host, snapshot.analysis, networks, notes);
});
