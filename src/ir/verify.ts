import { isProblem } from '../ops/definition.ts';
import { definitionOf, nodeWeights, weightsOf } from '../ops/query.ts';
import type { Graph, Node } from './graph.ts';
import { equalShapes, formatShape, type Shape } from './shape.ts';

/**
 * What is wrong with a graph, in words; empty for a sound one. Everything that later phases rely on: ids are
 * positions, inputs stand before their use, paths are unique, shapes are what the rules of the operations give, and
 * nodes that share a module have the same weights. A finding is a bug of the compiler, never a user's mistake.
 */
export function verifyGraph(graph: Graph): readonly string[] {
  const problems: string[] = [];
  const paths = new Set<string>();
  for (const [position, node] of graph.nodes.entries()) {
    const name = `node ${position} (${node.op} ${node.path})`;
    if (node.id !== position) problems.push(`${name} has the id ${node.id}`);
    if (paths.has(node.path)) problems.push(`${name}: the path is not unique`);
    paths.add(node.path);
    problems.push(...verifyNode(graph, node, position).map((problem) => `${name} ${problem}`));
  }
  for (const [id, module] of graph.modules.entries()) {
    if (graph.nodes[module.node]?.module !== id)
      problems.push(`module ${module.path} is not used by its node`);
  }
  if (graph.outputs.length === 0) problems.push('there is no output');
  for (const output of graph.outputs) {
    if (!graph.nodes[output.node]) problems.push(`the output ${output.name} has no node`);
  }
  for (const input of graph.inputs) {
    if (graph.nodes[input]?.op !== 'input') problems.push(`the input ${input} is no input`);
  }
  for (const part of graph.parts) {
    if (!graph.nodes[part.result]) problems.push(`the part ${part.path} has no result`);
  }
  return problems;
}

function verifyNode(graph: Graph, node: Node, position: number): string[] {
  const inputs: Shape[] = [];
  for (const id of node.inputs) {
    const input = graph.nodes[id];
    if (!input || id >= position) return [`takes node ${id}, which does not stand before it`];
    inputs.push(input.shape);
  }
  if (node.op === 'input') return node.inputs.length > 0 ? ['takes tensors'] : [];
  const shape = definitionOf(node.op).shape(node.attributes, inputs);
  if (isProblem(shape)) return ['does not fit its inputs'];
  if (!equalShapes(shape, node.shape)) {
    return [`has the shape ${formatShape(node.shape)}, and the rule gives ${formatShape(shape)}`];
  }
  return verifyWeights(graph, node);
}

function verifyWeights(graph: Graph, node: Node): string[] {
  const own = nodeWeights(graph, node);
  if (node.module === undefined) return own.length > 0 ? ['has weights but no module'] : [];
  if (!graph.modules[node.module]) return [`names the module ${node.module}, which does not exist`];
  const made = weightsOf(graph, node.module);
  const same =
    own.length === made.length &&
    own.every((spec, i) => spec.name === made[i]?.name && spec.shape.join() === made[i]?.shape.join());
  return same ? [] : ['has other weights than its module'];
}
