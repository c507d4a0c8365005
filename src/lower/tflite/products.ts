import type { Activation, Constant } from '../../ir/inference.ts';
import { activate } from './activations.ts';
import { type Weight, weight } from './constants.ts';
import type { Draft, Value } from './draft.ts';
import type { Place } from './place.ts';
import { fusedActivations } from './schema.ts';

/** Rows and columns of a matrix exchanged. */
export function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  const exchanged = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      exchanged[column * rows + row] = matrix[row * columns + column] ?? 0;
    }
  }
  return exchanged;
}

/**
 * A bias, or zeros: some runtimes ask for one. Zeros are stored as weights are, since the fast kernels of XNNPACK take
 * halves only where kernel and bias both are.
 */
export function biasOf(draft: Draft, bias: Constant | null, length: number): Value {
  const { name, data } = bias ?? { name: `zeros_${length}`, data: new Float32Array(length) };
  return weight(draft, { name, shape: [length], data: () => data, channels: undefined });
}

/** A constant in another shape, with the same numbers in order or as `data` says. */
export function weightOf(
  constant: Constant,
  shape: readonly number[],
  channels: number | undefined,
  data: Weight['data'] = () => constant.data,
): Weight {
  return { name: constant.name, shape, data, channels };
}

/** What a kernel computes on its result, and the operators behind it for what kernels do not compute. */
export function withActivation(
  place: Place,
  activation: Activation | null,
  product: (suffix: string, fused: number) => Value,
): Value {
  if (!activation) return product('', fusedActivations.none);
  if (activation.op === 'relu' || activation.op === 'relu6')
    return product('', fusedActivations[activation.op]);
  return activate(place, product('product', fusedActivations.none), activation);
}
