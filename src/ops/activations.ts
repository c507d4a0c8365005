import type { OpName } from './attributes.ts';

/** The activations, in the order of the reference; `identity` is one where a layer value is asked for. */
export const activations = [
  'relu',
  'relu6',
  'leaky_relu',
  'prelu',
  'elu',
  'selu',
  'silu',
  'gelu',
  'mish',
  'sigmoid',
  'tanh',
  'hard_sigmoid',
  'hard_swish',
  'softplus',
  'softmax',
  'identity',
] as const satisfies readonly OpName[];
