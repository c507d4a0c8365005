import type { Graph, ModuleId, Node, NodeId } from '../ir/graph.ts';
import { nodeWeights } from '../ops/query.ts';
import type { SourceFile, Span } from '../source/source.ts';
import { lazily } from './lazily.ts';

/** A network that was built, as rules ask about it. */
export interface BuiltNetwork {
  readonly graph: Graph;
  /** The nodes that take a node's result, each once; an `identity` stands for those that take its own. */
  readersOf(node: Node): readonly Node[];
  /** The node whose result a node takes, or takes first; that of an `identity` is the one before it. */
  before(node: Node): Node | undefined;
  isOutput(node: Node): boolean;
  /** The nodes that use a set of weights: several for a `shared` layer. */
  applicationsOf(module: ModuleId): readonly Node[];
  /** Whether what a node computes goes through weights that are trained before it leaves the network. */
  isTrainedBehind(node: Node): boolean;
  /**
   * Where the file itself asks for a node: the call that made it, or the call of the block that it lies in; undefined
   * if it comes from elsewhere.
   */
  placeOf(node: Node): Span | undefined;
  /** The call that made a node, and those of the blocks around it. */
  callsAround(node: Node): readonly Span[];
}

export function builtNetwork(graph: Graph, source: SourceFile): BuiltNetwork {
  const readers = lazily(() => readersIn(graph));
  const readersOf = ({ id }: Node): readonly Node[] => readers().get(id) ?? [];
  /** A node, or those that take its result in turn where it gives back what it takes. */
  const pastIdentity = (node: Node): readonly Node[] => {
    const behind = node.op === 'identity' && !outputs.has(node.id) ? readersOf(node) : [];
    return behind.length === 0 ? [node] : behind.flatMap(pastIdentity);
  };
  const outputs = new Set(graph.outputs.map(({ node }) => node));
  const applications = lazily(() => applicationsIn(graph));
  const trained = lazily(() => nodesBeforeWeights(graph));
  const calls = lazily(() => callsByPath(graph));
  return {
    graph,
    readersOf: (node) => [...new Set(readersOf(node).flatMap(pastIdentity))],
    before: (node) => before(graph, node),
    isOutput: ({ id }) => outputs.has(id),
    applicationsOf: (module) => applications().get(module) ?? [],
    isTrainedBehind: ({ id }) => trained().has(id),
    placeOf: (node) => callsTo(calls(), node).find((call) => call.source === source),
    callsAround: (node) => callsTo(calls(), node),
  };
}

function before(graph: Graph, { inputs: [input] }: Node): Node | undefined {
  const node = input === undefined ? undefined : graph.nodes[input];
  return node?.op === 'identity' ? before(graph, node) : node;
}

function readersIn({ nodes }: Graph): ReadonlyMap<NodeId, readonly Node[]> {
  const readers = new Map<NodeId, Node[]>();
  for (const node of nodes) {
    for (const [i, input] of node.inputs.entries()) {
      if (node.inputs.indexOf(input) < i) continue;
      const known = readers.get(input);
      if (known) known.push(node);
      else readers.set(input, [node]);
    }
  }
  return readers;
}

function applicationsIn({ nodes }: Graph): ReadonlyMap<ModuleId, readonly Node[]> {
  const applications = new Map<ModuleId, Node[]>();
  for (const node of nodes) {
    if (node.module === undefined) continue;
    const known = applications.get(node.module);
    if (known) known.push(node);
    else applications.set(node.module, [node]);
  }
  return applications;
}

function nodesBeforeWeights(graph: Graph): ReadonlySet<NodeId> {
  const before = new Set<NodeId>();
  for (const node of graph.nodes.toReversed()) {
    if (before.has(node.id) || isTrained(graph, node)) for (const input of node.inputs) before.add(input);
  }
  return before;
}

function isTrained(graph: Graph, node: Node): boolean {
  return node.module !== undefined && nodeWeights(graph, node).some(({ trainable }) => trainable);
}

/** The calls of blocks, by the paths of what they build. */
function callsByPath({ parts }: Graph): ReadonlyMap<string, Span> {
  return new Map(parts.flatMap(({ block, path, origin }) => (block === undefined ? [] : [[path, origin]])));
}

/** The call that made a node, then those of the parts around its path, inner ones first. */
function callsTo(calls: ReadonlyMap<string, Span>, { origin, path }: Node): readonly Span[] {
  const found = [origin];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const call = calls.get(path.slice(0, dot));
    if (call) found.push(call);
  }
  return found;
}
