import type { Node } from '../ir/graph.ts';
import type { Constant, InferenceOps } from '../ir/inference.ts';
import type { WeightSpec } from '../ops/definition.ts';

/** The constants that a node is made with. */
export interface Constants {
  /** A weight of the node's module: one object for all who share the module. */
  weight(node: Node, name: WeightSpec['name']): Constant;
  /** One number a channel, or one for all, that is worked out once for all who share the module. */
  made(node: Node, name: 'scale' | 'shift', make: () => Float32Array): Constant;
}

/** The layers that are a factor and an addend for each channel once nothing is trained any more. */
type ChannelStep = Node<'batch_norm' | 'normalize' | 'scale' | 'layer_scale'>;

/** A layer as x * scale + shift, worked out in 64 bits and rounded once. */
export function channelSteps(node: ChannelStep, constants: Constants): InferenceOps['affine'] {
  switch (node.op) {
    case 'batch_norm':
      return batchNorm(node, constants);
    case 'normalize':
      return normalize(node, constants);
    case 'scale': {
      const { factor } = node.attributes;
      return { scale: constants.made(node, 'scale', () => Float32Array.of(factor)), shift: null };
    }
    case 'layer_scale':
      return { scale: constants.weight(node, 'gamma'), shift: null };
  }
}

/** gamma * (x - mean) / sqrt(variance + eps) + beta, with the statistics that training left. */
function batchNorm(node: Node<'batch_norm'>, constants: Constants): InferenceOps['affine'] {
  const { scale, center, eps } = node.attributes;
  const gamma = scale ? constants.weight(node, 'gamma').data : undefined;
  const beta = center ? constants.weight(node, 'beta').data : undefined;
  const mean = constants.weight(node, 'moving_mean').data;
  const variance = constants.weight(node, 'moving_variance').data;
  const factor = (i: number) => (gamma?.[i] ?? 1) / Math.sqrt((variance[i] ?? 1) + eps);
  return {
    scale: constants.made(node, 'scale', () => mean.map((_, i) => factor(i))),
    shift: constants.made(node, 'shift', () => mean.map((each, i) => (beta?.[i] ?? 0) - each * factor(i))),
  };
}

/** (x - mean) / std; each is one number for all channels, or one a channel. */
function normalize(node: Node<'normalize'>, constants: Constants): InferenceOps['affine'] {
  const { mean, std } = node.attributes;
  const meanOf = (i: number) => mean[i] ?? mean[0] ?? 0;
  const stdOf = (i: number) => std[i] ?? std[0] ?? 1;
  const length = Math.max(mean.length, std.length);
  return {
    scale: constants.made(node, 'scale', () => Float32Array.from(std, (each) => 1 / each)),
    shift: constants.made(node, 'shift', () =>
      Float32Array.from({ length }, (_, i) => -meanOf(i) / stdOf(i)),
    ),
  };
}
