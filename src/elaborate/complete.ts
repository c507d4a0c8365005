import type { Graph, Module, Node, NodeId } from '../ir/graph.ts';
import type { Elaboration, ModuleOrder } from './state.ts';

/**
 * The graph of a build without errors: what does not reach an output is left out, and modules get their numbers in
 * the order of the body.
 */
export function completeGraph(build: Elaboration, name: string, order: ModuleOrder): Graph {
  const used = reachable(build);
  const renumbered = new Map<NodeId, NodeId>();
  for (const node of build.nodes) if (used[node.id] === 1) renumbered.set(node.id, renumbered.size);
  const newId = (id: NodeId): NodeId => renumbered.get(id) ?? -1;
  const isWhole = renumbered.size === build.nodes.length;

  const usedModules = new Set<Module>();
  for (const [node, module] of build.nodeModules) if (used[node] === 1) usedModules.add(module);
  const ordered = flatten(order).filter((module) => usedModules.has(module));
  const moduleIds = new Map(ordered.map((module, id) => [module, id]));

  const nodes: Node[] = [];
  for (const node of build.nodes) {
    if (used[node.id] !== 1) continue;
    const module = build.nodeModules.get(node.id);
    if (isWhole && !module) nodes.push(node);
    else {
      nodes.push({
        ...node,
        id: newId(node.id),
        inputs: isWhole ? node.inputs : node.inputs.map(newId),
        module: module && moduleIds.get(module),
      });
    }
  }
  return {
    name,
    nodes,
    inputs: nodes.flatMap((node) => (node.op === 'input' ? [node.id] : [])),
    outputs: build.outputs.map((output) => ({ name: output.name, node: newId(output.tensor.node) })),
    modules: ordered.map((module) => ({ path: module.path, node: firstUse(build, module, used, newId) })),
    parts: build.parts.flatMap((part) =>
      used[part.result] === 1 ? [{ ...part, result: newId(part.result) }] : [],
    ),
  };
}

/** Inputs, and every node from which an output is reached. */
function reachable(build: Elaboration): Uint8Array {
  const used = new Uint8Array(build.nodes.length);
  for (const output of build.outputs) if (output.tensor.node >= 0) used[output.tensor.node] = 1;
  for (let id = build.nodes.length - 1; id >= 0; id--) {
    const node = build.nodes[id];
    if (!node) continue;
    if (node.op === 'input') used[id] = 1;
    if (used[id] === 1) for (const input of node.inputs) used[input] = 1;
  }
  return used;
}

function firstUse(
  build: Elaboration,
  module: Module,
  used: Uint8Array,
  newId: (id: NodeId) => NodeId,
): NodeId {
  if (used[module.node] === 1) return newId(module.node);
  for (const [node, each] of build.nodeModules) if (each === module && used[node] === 1) return newId(node);
  return -1;
}

function flatten(order: ModuleOrder): Module[] {
  const modules: Module[] = [];
  const visit = (each: ModuleOrder): void => {
    for (const entry of each) {
      if (Array.isArray(entry)) visit(entry);
      else modules.push(entry);
    }
  };
  visit(order);
  return modules;
}
