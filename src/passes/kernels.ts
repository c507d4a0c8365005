import type { Activation, InferenceOp } from '../ir/inference.ts';

/** What the kernels of a target take, as far as passes go by it. Each target states its own in `lower/<target>/kernels.ts`. */
export interface Kernels {
  /** Operations that the target lacks and that have an expansion (`expandActivations`). */
  readonly lacks: ReadonlySet<InferenceOp>;
  /** Whether this operation's kernel computes this activation on its result. */
  fuses(op: 'conv2d' | 'depthwise_conv2d' | 'conv2d_transpose' | 'dense', activation: Activation): boolean;
  /** Whether convolutions pad by four numbers of their own; otherwise a `pad` node stands in front of them. */
  readonly explicitPadding: boolean;
}
