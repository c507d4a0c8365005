import { macsOf, parameterCount, shapesOf, weightsOf } from '../ops/query.ts';
import type { Graph, Node } from './graph.ts';
import type { Shape } from './shape.ts';
import { type Size, substituteSize, symbolsOf } from './size.ts';

/** What a network, or one node of it, costs. Parameters are trainable numbers; shared weights count once. */
export interface Costs {
  readonly params: number;
  /** Multiply-accumulates of convolutions and dense layers for one sample; undefined where symbols are left. */
  readonly macs: number | undefined;
}

/** Numbers for the symbols of a graph. */
export type Bindings = ReadonlyMap<string, number>;

const NONE: Bindings = new Map();

/** The costs of every node; weights that several nodes share belong to the first of them. */
export function nodeCosts(graph: Graph, bindings: Bindings = NONE): readonly Costs[] {
  return graph.nodes.map((node) => ({ params: paramsOf(graph, node), macs: macs(graph, node, bindings) }));
}

export function totalCosts(graph: Graph, bindings: Bindings = NONE): Costs {
  let params = 0;
  let total: number | undefined = 0;
  for (const node of graph.nodes) {
    params += paramsOf(graph, node);
    const own = macs(graph, node, bindings);
    total = total === undefined || own === undefined ? undefined : total + own;
  }
  return { params, macs: total };
}

function paramsOf(graph: Graph, node: Node): number {
  if (node.module === undefined || graph.modules[node.module]?.node !== node.id) return 0;
  return parameterCount(weightsOf(graph, node.module));
}

/** The operations that count; all others cost nothing (LANGUAGE §8). */
const counted: ReadonlySet<Node['op']> = new Set<Node['op']>([
  'conv2d',
  'depthwise_conv2d',
  'conv2d_transpose',
  'dense',
]);

function macs(graph: Graph, node: Node, bindings: Bindings): number | undefined {
  if (!counted.has(node.op)) return 0;
  const inputs: (readonly number[])[] = [];
  for (const shape of shapesOf(graph, node.inputs)) {
    const known = bound(shape, bindings);
    if (!known) return undefined;
    inputs.push(known);
  }
  const output = bound(node.shape, bindings);
  return output && macsOf(node, inputs, output);
}

function bound(shape: Shape, bindings: Bindings): readonly number[] | undefined {
  const sizes: number[] = [];
  for (const size of shape) {
    const known: Size = typeof size === 'number' ? size : substituteSize(size, bindings);
    if (typeof known !== 'number') return undefined;
    sizes.push(known);
  }
  return sizes;
}

/** The names of the symbols in the shapes of the inputs, in their order. */
export function graphSymbols(graph: Graph): readonly string[] {
  const names = new Set<string>();
  for (const input of graph.inputs) {
    for (const size of graph.nodes[input]?.shape ?? []) for (const name of symbolsOf(size)) names.add(name);
  }
  return [...names];
}

/** Parameters and MACs summed over the first names of the paths: `stem`, `irblock_3`, …, in the order of the body. */
export function costsByPart(
  graph: Graph,
  bindings: Bindings = NONE,
): readonly (Costs & { readonly part: string })[] {
  const sums = new Map<string, { params: number; macs: number | undefined }>();
  for (const [i, costs] of nodeCosts(graph, bindings).entries()) {
    const path = graph.nodes[i]?.path ?? '';
    const dot = path.indexOf('.');
    const part = dot < 0 ? path : path.slice(0, dot);
    const sum = sums.get(part) ?? { params: 0, macs: 0 };
    sum.params += costs.params;
    sum.macs = sum.macs === undefined || costs.macs === undefined ? undefined : sum.macs + costs.macs;
    sums.set(part, sum);
  }
  return [...sums].map(([part, sum]) => ({ part, ...sum }));
}
