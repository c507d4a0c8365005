import type { Kernels } from '../../passes/kernels.ts';

/**
 * What the kernels of TensorFlow Lite take. There is an operator for hard_swish, none for hard_sigmoid. The format has
 * a number for a fused tanh, but no kernel of floats computes it. Convolutions know "same" and no padding alone.
 */
export const tfliteKernels: Kernels = {
  lacks: new Set(['hard_sigmoid']),
  fuses: (_, { op }) => op === 'relu' || op === 'relu6',
  explicitPadding: false,
};
