import type { Kernels } from '../../passes/kernels.ts';
import { fusable } from './node-def.ts';

/** The kernels of tfjs that every backend has: what can be computed in the same one, and what has none of its own. */
export const graphKernels: Kernels = {
  lacks: new Set(['hard_sigmoid', 'hard_swish']),
  fuses: (op, { op: activation }) =>
    // The depthwise kernel takes leaky_relu and computes it with a slope of its own.
    activation in fusable && !(op === 'depthwise_conv2d' && activation === 'leaky_relu'),
  explicitPadding: true,
};
