import type { Graph, Module, ModuleId, Node, NodeId } from '../ir/graph.ts';
import type { ModuleOrder } from './environment.ts';
import type { Elaboration } from './state.ts';

/**
 * The graph of a build without errors: what does not reach an output is left out, and modules get their numbers in
 * the order of the body.
 */
export function completeGraph(build: Elaboration, name: string, order: ModuleOrder): Graph {
  const used = reachable(build);
  const newIds = new Int32Array(build.nodes.length).fill(-1);
  let count = 0;
  for (let id = 0; id < newIds.length; id++) if (used[id] === 1) newIds[id] = count++;
  const newId = (id: NodeId): NodeId => newIds[id] ?? -1;

  const firstUses = usesOfModules(build, used);
  const ordered = flatten(order).filter((module) => (firstUses[module] ?? -1) >= 0);
  const newModules = new Int32Array(build.moduleNodes.length).fill(-1);
  for (const [position, module] of ordered.entries()) newModules[module] = position;
  const isAsMade =
    count === build.nodes.length && newModules.every((position, module) => position === module);

  const nodes = isAsMade
    ? build.nodes
    : build.nodes
        .filter((node) => used[node.id] === 1)
        .map(
          (node): Node => ({
            ...node,
            id: newId(node.id),
            inputs: node.inputs.map(newId),
            module: node.module === undefined ? undefined : newModules[node.module],
          }),
        );
  return {
    name,
    nodes,
    inputs: nodes.flatMap((node) => (node.op === 'input' ? [node.id] : [])),
    outputs: build.outputs.map((output) => ({ name: output.name, node: newId(output.tensor.node) })),
    modules: ordered.map((module): Module => {
      const path = build.modulePaths.get(module) ?? build.nodes[build.moduleNodes[module] ?? -1]?.path ?? '';
      return { path, node: newId(firstUses[module] ?? -1) };
    }),
    parts: build.parts.flatMap(({ prefix, block, result, origin }) =>
      used[result] === 1 ? [{ path: prefix.slice(0, -1), block, result: newId(result), origin }] : [],
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

/** Of each module, the first node that is left and uses it; -1 if none does. */
function usesOfModules(build: Elaboration, used: Uint8Array): Int32Array {
  const uses = new Int32Array(build.moduleNodes.length).fill(-1);
  for (const { id, module } of build.nodes) {
    if (module !== undefined && used[id] === 1 && uses[module] === -1) uses[module] = id;
  }
  return uses;
}

function flatten(order: ModuleOrder): ModuleId[] {
  const modules: ModuleId[] = [];
  const visit = (each: ModuleOrder): void => {
    for (const entry of each) {
      if (typeof entry === 'number') modules.push(entry);
      else visit(entry);
    }
  };
  visit(order);
  return modules;
}
