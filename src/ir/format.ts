import type { Graph, Node } from './graph.ts';
import { formatShape } from './shape.ts';

/**
 * A graph as text, one node a line, in the order of the graph: path, operation with its attributes, inputs, shape, and
 * the module where it is not called as the node. For people, baselines and diffs.
 *
 *     network irnet
 *       image = input -> [16, 16, 32]
 *       irblock.expand.conv2d = conv2d(image; filters 128, kernel 1x1, …) -> [16, 16, 128]
 *       output irblock.project.batch_norm
 */
export function formatGraph(graph: Graph): string {
  const lines = [`network ${graph.name}`];
  for (const node of graph.nodes) lines.push(`  ${formatNode(graph, node)}`);
  for (const { name, node } of graph.outputs) lines.push(`  ${name} = ${graph.nodes[node]?.path}`);
  return `${lines.join('\n')}\n`;
}

function formatNode(graph: Graph, node: Node): string {
  const inputs = node.inputs.map((id) => graph.nodes[id]?.path ?? `#${id}`).join(', ');
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => `${name} ${formatAttribute(value)}`,
  );
  const inside = [inputs, attributes.join(', ')].filter((part) => part !== '').join('; ');
  const module = node.module === undefined ? undefined : graph.modules[node.module]?.path;
  const weights = module === undefined || module === node.path ? '' : ` with the weights of ${module}`;
  return `${node.path} = ${node.op}${inside === '' ? '' : `(${inside})`} -> ${formatShape(node.shape)}${weights}`;
}

/** `none`, `3x3`, `true`. */
export function formatAttribute(value: unknown): string {
  if (Array.isArray(value)) return value.join('x');
  return value === null ? 'none' : String(value);
}
