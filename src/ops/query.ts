import type { Graph, ModuleId, Node, NodeId } from '../ir/graph.ts';
import type { Shape } from '../ir/shape.ts';
import type { OpAttributes, OpName } from './attributes.ts';
import type { OpDefinition, WeightSpec } from './definition.ts';
import { countedFromFront } from './join.ts';
import { product } from './rules.ts';
import { ops } from './table.ts';

/** The definition of an operation, with the type of its attributes. */
export function definitionOf<N extends OpName>(op: N): OpDefinition<OpAttributes[N]> {
  return ops[op];
}

/** The shapes of some nodes: of the inputs of another. */
export function shapesOf(graph: Graph, ids: readonly NodeId[]): readonly Shape[] {
  return ids.map((id) => nodeOf(graph, id).shape);
}

export function nodeOf(graph: Graph, id: NodeId): Node {
  const node = graph.nodes[id];
  if (!node) throw new Error(`there is no node ${id} in ${graph.name}`);
  return node;
}

/** The weights that a node uses, in PyTorch's order; empty for most. */
export function nodeWeights<N extends OpName>(graph: Graph, node: Node<N>): readonly WeightSpec[] {
  return ops[node.op].weights(node.attributes, shapesOf(graph, node.inputs));
}

/** The weights of a module, in PyTorch's order. */
export function weightsOf(graph: Graph, module: ModuleId): readonly WeightSpec[] {
  const owner = graph.modules[module];
  if (!owner) throw new Error(`there is no module ${module} in ${graph.name}`);
  return nodeWeights(graph, nodeOf(graph, owner.node));
}

/** How many trainable numbers the weights hold. */
export function parameterCount(specs: readonly WeightSpec[]): number {
  let count = 0;
  for (const spec of specs) if (spec.trainable) count += elementCount(spec);
  return count;
}

/** How many numbers a weight holds. */
export function elementCount(spec: WeightSpec): number {
  return product(spec.shape);
}

/**
 * Multiply-accumulates of a node for one sample, from the shapes of its inputs and of its result as
 * numbers.
 */
export function macsOf<N extends OpName>(
  node: Node<N>,
  inputs: readonly (readonly number[])[],
  output: readonly number[],
): number {
  return ops[node.op].macs(node.attributes, inputs, output);
}

/**
 * The attributes with everything that is counted from the end counted from the front, which takes the
 * inputs to know: `concat` along axis -1 of [h, w, c] is along axis 2. The graph holds attributes in this
 * form.
 */
export function settled(node: Node, inputs: readonly Shape[]): Node {
  if (node.op !== 'concat' || node.attributes.axis >= 0) return node;
  return { ...node, attributes: { axis: countedFromFront(node.attributes.axis, inputs[0]?.length ?? 0) } };
}
