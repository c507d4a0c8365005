import type { Graph, Node, NodeId } from '../../ir/graph.ts';

/** What an operation says of the sign of its result: never below 0, not below 0 if no input is, or nothing. */
function signOf(node: Node): 'never below 0' | 'as its inputs' | 'unknown' {
  switch (node.op) {
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'hard_sigmoid':
    case 'softplus':
    case 'softmax':
      return 'never below 0';
    case 'identity':
    case 'max_pool2d':
    case 'avg_pool2d':
    case 'global_avg_pool':
    case 'global_max_pool':
    case 'adaptive_avg_pool2d':
    case 'flatten':
    case 'reshape':
    case 'channel_shuffle':
    case 'slice':
    case 'crop':
    case 'upsample':
    case 'dropout':
    case 'drop_path':
    case 'add':
    case 'multiply':
    case 'concat':
    case 'maximum':
    case 'average':
      return 'as its inputs';
    case 'pad':
      return node.attributes.value >= 0 ? 'as its inputs' : 'unknown';
    case 'scale':
      return node.attributes.factor >= 0 ? 'as its inputs' : 'unknown';
    default:
      return 'unknown';
  }
}

/** Whether no number that a node gives is below 0, as far as the operations before it tell. */
export function isNonNegative(graph: Graph, id: NodeId): boolean {
  const seen = new Set<NodeId>([id]);
  for (const each of seen) {
    const node = graph.nodes[each];
    const sign = node ? signOf(node) : 'unknown';
    if (!node || sign === 'unknown') return false;
    if (sign === 'as its inputs') for (const input of node.inputs) seen.add(input);
  }
  return true;
}
