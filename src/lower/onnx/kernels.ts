import type { Kernels } from '../../passes/kernels.ts';

/**
 * ONNX has or composes every operation, and no operator computes an activation on its result: runtimes fuse what they
 * can themselves when they load a model. Four paddings are an attribute of a convolution.
 */
export const onnxKernels: Kernels = {
  lacks: new Set(),
  fuses: () => false,
  explicitPadding: true,
};
