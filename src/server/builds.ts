import { type Analysis, buildableNetworks } from '../compile.ts';
import type { Diagnostic, Label } from '../diagnostics/diagnostic.ts';
import { type Built, buildNetwork } from '../elaborate/build.ts';
import type { Graph } from '../ir/graph.ts';
import { lazily } from '../lint/lazily.ts';
import type * as ast from '../parser/ast.ts';
import { nodesIn } from '../parser/walk.ts';
import { type SourceFile, type Span, spanText } from '../source/source.ts';
import { emptyTrace, type Trace, traceInto } from './trace.ts';

/** A network of a file that is built, with what that tells of the file. */
export interface NetworkBuild extends Built {
  readonly declaration: ast.NetworkDeclaration;
  readonly trace: Trace;
}

/** A build with what it depends on. */
export interface KeptBuild extends NetworkBuild {
  /** The file as it was built. */
  readonly source: SourceFile;
  /** The network and everything that it mentions, one after the other. */
  readonly parts: readonly ast.Declaration[];
}

/**
 * Builds the networks of a file. One that was built before, and of which nothing has changed but its place, is not built
 * again: typing in one network of a file costs no more than that network.
 */
export function buildNetworks(
  analysis: Analysis,
  source: SourceFile,
  before: readonly KeptBuild[],
): { readonly networks: readonly NetworkBuild[]; readonly kept: readonly KeptBuild[] } {
  const pairNodes = pairing();
  const kept: KeptBuild[] = [];
  const networks = buildableNetworks(analysis).map((declaration) => {
    const parts = partsOf(analysis, declaration);
    const same = before.find((each) => isSame(each, source, parts));
    const build = same ?? buildOne(analysis, source, declaration, parts);
    kept.push(build);
    return build.source === source ? build : moved(build, declaration, source, parts, pairNodes);
  });
  return { networks, kept };
}

function buildOne(
  { program, constants }: Analysis,
  source: SourceFile,
  declaration: ast.NetworkDeclaration,
  parts: readonly ast.Declaration[],
): KeptBuild {
  const trace = emptyTrace();
  const observer = traceInto(trace, source, declaration);
  const built = buildNetwork(program, constants, declaration, new Map(), observer);
  return { declaration, trace, source, parts, ...built };
}

/** A declaration and everything that it mentions, each once, in an order that its texts decide. */
function partsOf({ program }: Analysis, declaration: ast.Declaration): readonly ast.Declaration[] {
  const parts = new Set([declaration]);
  for (const part of parts)
    for (const mentioned of program.mentions.get(part)?.keys() ?? []) parts.add(mentioned);
  return [...parts];
}

/** Declarations of other files are the same objects while their texts are; those of the file have the same text. */
function isSame(build: KeptBuild, source: SourceFile, parts: readonly ast.Declaration[]): boolean {
  return (
    build.parts.length === parts.length &&
    build.parts.every((old, i) => {
      const part = parts[i];
      if (old === part || !part) return old === part;
      const isOwn = old.span.source === build.source && part.span.source === source;
      return isOwn && spanText(old.span) === spanText(part.span) && old.doc === part.doc;
    })
  );
}

/** The build of the same texts at other places of the file; worked out when it is looked at. */
function moved(
  build: KeptBuild,
  declaration: ast.NetworkDeclaration,
  source: SourceFile,
  parts: readonly ast.Declaration[],
  twinsOf: Pairing,
): NetworkBuild {
  const pairs = build.parts.flatMap((old, i) => {
    const part = parts[i];
    return part && old !== part ? [{ old, part }] : [];
  });
  const move = (place: Span): Span => {
    if (place.source !== build.source) return place;
    const pair = pairs.find(({ old }) => old.span.start <= place.start && place.end <= old.span.end);
    if (!pair) return { ...place, source };
    const by = pair.part.span.start - pair.old.span.start;
    return { source, start: place.start + by, end: place.end + by };
  };
  const graph = lazily(() => build.graph && movedGraph(build.graph, move));
  const trace = lazily(() => movedTrace(build, declaration, move, twinsOf(pairs)));
  return {
    declaration,
    diagnostics: build.diagnostics.map((each) => movedDiagnostic(each, move)),
    get graph() {
      return graph();
    },
    get trace() {
      return trace();
    },
  };
}

/** The node of the new tree in the place of one of the old tree; of other files, the node itself. */
type Twin = <T extends object>(node: T) => T;
type Pairing = (pairs: readonly { readonly old: ast.Declaration; readonly part: ast.Declaration }[]) => Twin;

/** Trees of one text have the same nodes in the same order. */
function pairing(): Pairing {
  const twins = new Map<object, object>();
  return (pairs) => {
    for (const { old, part } of pairs) {
      if (twins.has(old)) continue;
      const others = nodesIn(part)[Symbol.iterator]();
      for (const node of nodesIn(old)) twins.set(node, others.next().value ?? node);
    }
    return <T extends object>(node: T) => (twins.get(node) as T | undefined) ?? node;
  };
}

function movedTrace(
  { trace, source }: KeptBuild,
  within: ast.NetworkDeclaration,
  move: (place: Span) => Span,
  twin: Twin,
): Trace {
  const offset = (start: number) => move({ source, start, end: start }).start;
  return {
    statements: new Map([...trace.statements].map(([key, value]) => [twin(key), value])),
    values: new Map([...trace.values].map(([start, values]) => [offset(start), values])),
    instances: trace.instances.map((each) => ({
      ...each,
      block: twin(each.block),
      within,
      call: move(each.call),
    })),
    residuals: new Map([...trace.residuals].map(([key, value]) => [twin(key), value])),
  };
}

function movedGraph(graph: Graph, move: (place: Span) => Span): Graph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, origin: move(node.origin) })),
    parts: graph.parts.map((part) => ({ ...part, origin: move(part.origin) })),
  };
}

function movedDiagnostic(found: Diagnostic, move: (place: Span) => Span): Diagnostic {
  const label = (each: Label): Label => ({ ...each, span: move(each.span) });
  return {
    ...found,
    primary: found.primary && label(found.primary),
    labels: found.labels.map(label),
    fixes: found.fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map(({ span, text }) => ({ span: move(span), text })),
    })),
  };
}
