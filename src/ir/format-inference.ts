import { isConstant } from './constants.ts';
import { formatAttribute } from './format.ts';
import type { InferenceGraph, InferenceNode } from './inference.ts';
import { formatShape } from './shape.ts';

/**
 * A graph for inference as text, one node a line in the order of the graph, constants by their shapes and, where they
 * are not called as their node, their names. Blocks and labels stand at the end with the nodes that hold their results.
 *
 *     network irnet
 *       image = input -> [16, 16, 32]
 *       stem.relu6 = conv2d(image; kernel [3, 3, 32, 64] of stem.kernel, activation relu6, …) -> [8, 8, 64]
 *       output = stem.relu6
 *       stem is stem.relu6
 */
export function formatInference(graph: InferenceGraph): string {
  const lines = [`network ${graph.name}`];
  for (const node of graph.nodes) lines.push(`  ${formatNode(node)}`);
  for (const { name, node } of graph.outputs) lines.push(`  ${name} = ${node}`);
  for (const { path, result } of graph.parts) lines.push(`  ${path} is ${result}`);
  return `${lines.join('\n')}\n`;
}

function formatNode(node: InferenceNode): string {
  const attributes = Object.entries(node.attributes)
    .filter(([name, value]) => value !== null || (name !== 'bias' && name !== 'activation'))
    .map(([name, value]) => `${name} ${formatValue(`${node.name}.${name}`, value)}`);
  const inside = [node.inputs.join(', '), attributes.join(', ')].filter((part) => part !== '').join('; ');
  return `${node.name} = ${node.op}${inside === '' ? '' : `(${inside})`} -> ${formatShape(node.shape)}`;
}

function formatValue(path: string, value: unknown): string {
  if (isConstant(value)) {
    const sizes = `[${value.shape.join(', ')}]`;
    return value.name === path ? sizes : `${sizes} of ${value.name}`;
  }
  return isActivation(value) ? formatActivation(path, value) : formatAttribute(value);
}

function isActivation(value: unknown): value is { readonly op: string } {
  return typeof value === 'object' && value !== null && 'op' in value && typeof value.op === 'string';
}

/** `relu6`, `leaky_relu(slope 0.1)`. */
function formatActivation(path: string, { op, ...rest }: { readonly op: string }): string {
  const inside = Object.entries(rest).map(
    ([name, value]) => `${name} ${formatValue(`${path}.${name}`, value)}`,
  );
  return inside.length === 0 ? op : `${op}(${inside.join(', ')})`;
}
