import type { Graph, Module, ModuleId, Node, NodeId } from '../ir/graph.ts';

/** A network that ends earlier, and which of the inputs of the whole it still takes. */
export interface Cut {
  readonly graph: Graph;
  /** Positions in `Graph.inputs` of the whole. */
  readonly inputs: readonly number[];
  /** The nodes of the whole that are left. */
  readonly nodes: ReadonlySet<NodeId>;
}

/** The network whose outputs are some nodes of another; everything that they do not need is left out. */
export function cutGraph(graph: Graph, ends: readonly NodeId[]): Cut {
  const needed = new Set(ends);
  for (const id of needed) for (const input of graph.nodes[id]?.inputs ?? []) needed.add(input);
  const ids = new Map<NodeId, NodeId>();
  const modules: Module[] = [];
  const moduleIds = new Map<ModuleId, ModuleId>();
  const nodes: Node[] = [];
  const renumbered = (id: NodeId) => ids.get(id) ?? -1;
  for (const node of graph.nodes) {
    if (!needed.has(node.id)) continue;
    const id = nodes.length;
    ids.set(node.id, id);
    // The first of the nodes that are left owns the weights that they share.
    const owned = node.module === undefined ? undefined : graph.modules[node.module];
    if (node.module !== undefined && owned && !moduleIds.has(node.module))
      moduleIds.set(node.module, modules.push({ path: owned.path, node: id }) - 1);
    const module = node.module === undefined ? undefined : moduleIds.get(node.module);
    nodes.push({ ...node, id, inputs: node.inputs.map(renumbered), module });
  }
  const kept = graph.inputs.flatMap((id, i) => (needed.has(id) ? [i] : []));
  return {
    graph: {
      name: graph.name,
      nodes,
      inputs: kept.map((i) => renumbered(graph.inputs[i] ?? -1)),
      outputs: ends.map((id, i) => ({
        name: ends.length === 1 ? 'output' : `output_${i}`,
        node: renumbered(id),
      })),
      modules,
      parts: graph.parts
        .filter(({ result }) => needed.has(result))
        .map((part) => ({ ...part, result: renumbered(part.result) })),
    },
    inputs: kept,
    nodes: needed,
  };
}

/** Where a network can be cut: behind each part, in the order in which they are computed. */
export interface End {
  readonly path: string;
  readonly node: NodeId;
}

/**
 * The results of blocks, of labels' groups, and of layers that stand in neither; of groups with one result the
 * innermost.
 */
export function endsOf(graph: Graph): readonly End[] {
  const paths = new Map<NodeId, string>();
  const prefixes = new Set(graph.parts.map(({ path }) => path));
  for (const { id, op, path } of graph.nodes) {
    const dot = path.lastIndexOf('.');
    if (op !== 'input' && !(dot > 0 && prefixes.has(path.slice(0, dot)))) paths.set(id, path);
  }
  for (const { path, result } of graph.parts) {
    const known = paths.get(result);
    const isInput = graph.nodes[result]?.op === 'input';
    if (!isInput && (known === undefined || path.length > known.length)) paths.set(result, path);
  }
  return [...paths].map(([node, path]) => ({ node, path })).sort((one, other) => one.node - other.node);
}
