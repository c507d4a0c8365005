import type { Graph } from '../ir/graph.ts';
import type { OpName } from '../ops/attributes.ts';
import type { WeightSpec } from '../ops/definition.ts';
import { nodeOf, weightsOf } from '../ops/query.ts';
import type { Span } from '../source/source.ts';
import { channelOrders } from './channel-order.ts';

/** One weight of a network, with what is needed to initialise it, to find it in a file and to convert it. */
export interface NamedWeight {
  /** `stem.conv2d.kernel`: the module's path and the weight's name. */
  readonly path: string;
  /** `stem.conv2d`. */
  readonly module: string;
  readonly op: OpName;
  readonly spec: WeightSpec;
  /**
   * Where the channels that reach this layer stand in PyTorch's order: ours at i is PyTorch's at `inputOrder[i]`.
   * Undefined where the orders agree, which is everywhere but behind a flatten of [h, w, c].
   */
  readonly inputOrder: Int32Array | undefined;
  /** The call that made the layer. */
  readonly origin: Span | undefined;
}

/** The weights of a graph in the order of the body, which is that of a PyTorch state dict (LANGUAGE §11). */
export function namedWeights(graph: Graph): readonly NamedWeight[] {
  const orders = channelOrders(graph);
  return graph.modules.flatMap((module, id) => {
    const node = nodeOf(graph, module.node);
    const [input] = node.inputs;
    const inputOrder = input === undefined ? undefined : orders.get(input);
    return weightsOf(graph, id).map((spec) => ({
      path: `${module.path}.${spec.name}`,
      module: module.path,
      op: node.op,
      spec,
      inputOrder,
      origin: node.origin,
    }));
  });
}
