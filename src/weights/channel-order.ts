import type { Graph, Node, NodeId } from '../ir/graph.ts';
import { knownShape } from '../ir/shape.ts';
import { activations } from '../ops/activations.ts';
import type { OpName } from '../ops/attributes.ts';

/** `order[i]` is the place in PyTorch's tensor of what stands at i in ours. */
type Order = Int32Array;

/** Operations that leave every channel where it was. `softmax` and `layer_norm` mix values, not places. */
const KEEPS_CHANNELS: ReadonlySet<OpName> = new Set<OpName>([
  ...activations,
  ...(['dropout', 'drop_path'] as const),
  ...(['batch_norm', 'layer_norm', 'layer_scale', 'scale', 'normalize'] as const),
  ...(['add', 'multiply', 'maximum', 'average'] as const),
]);

/**
 * For each vector whose channels stand elsewhere in PyTorch: where. It begins at a flatten, which walks h, w, c here
 * and c, h, w there, and goes through everything that keeps channels in place, through `concat` piece by piece.
 */
export function channelOrders(graph: Graph): ReadonlyMap<NodeId, Order> {
  const orders = new Map<NodeId, Order>();
  for (const node of graph.nodes) {
    const order = orderBehind(node, graph, orders);
    if (order) orders.set(node.id, order);
  }
  return orders;
}

function orderBehind(node: Node, graph: Graph, orders: ReadonlyMap<NodeId, Order>): Order | undefined {
  if (node.shape.length !== 1) return undefined;
  if (node.op === 'flatten' || node.op === 'reshape') {
    const [input] = node.inputs;
    const from = input === undefined ? undefined : graph.nodes[input];
    if (input === undefined || !from) return undefined;
    return from.shape.length === 1 ? orders.get(input) : flattenOrder(knownShape(from.shape));
  }
  if (node.op === 'concat') return concatOrder(node, graph, orders);
  if (!KEEPS_CHANNELS.has(node.op)) return undefined;
  return node.inputs.map((input) => orders.get(input)).find((order) => order !== undefined);
}

/** [h, w, c] laid out as c, h, w; undefined for other ranks, and where the two walks are the same. */
function flattenOrder(shape: readonly number[] | undefined): Order | undefined {
  if (shape?.length !== 3) return undefined;
  const [height = 0, width = 0, channels = 0] = shape;
  if (height * width === 1 || channels === 1) return undefined;
  const order = new Int32Array(height * width * channels);
  for (let i = 0; i < order.length; i++) {
    const place = Math.floor(i / channels);
    order[i] = (i % channels) * height * width + place;
  }
  return order;
}

function concatOrder(node: Node, graph: Graph, orders: ReadonlyMap<NodeId, Order>): Order | undefined {
  if (!node.inputs.some((input) => orders.has(input))) return undefined;
  const pieces = node.inputs.map((input) => ({
    size: knownShape(graph.nodes[input]?.shape ?? [])?.[0] ?? 0,
    order: orders.get(input),
  }));
  const order = new Int32Array(pieces.reduce((sum, { size }) => sum + size, 0));
  let start = 0;
  for (const piece of pieces) {
    for (let i = 0; i < piece.size; i++) order[start + i] = start + (piece.order?.[i] ?? i);
    start += piece.size;
  }
  return order;
}
