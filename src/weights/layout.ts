import type { NamedWeight } from './named.ts';
import { sameDimensions } from './tensor.ts';

/** How PyTorch stores a weight of ours. */
export interface ForeignLayout {
  /** The last part of its name in a state dict; `BARE` for a parameter that a module holds under a name of its own. */
  readonly suffix: string;
  readonly shape: readonly number[];
  /** Values from PyTorch's layout into ours; may return the array it was given. */
  toOurs(values: Float32Array): Float32Array;
}

/** The suffix of layer_scale's factors: PyTorch has no module for them, so a state dict calls them anything. */
export const BARE = '*';

const SUFFIXES: Readonly<Record<NamedWeight['spec']['name'], string>> = {
  kernel: 'weight',
  gamma: 'weight',
  alpha: 'weight',
  bias: 'bias',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
};

/** The suffixes of PyTorch's own layers. */
export const FOREIGN_SUFFIXES: ReadonlySet<string> = new Set(Object.values(SUFFIXES));

/** False for the count of batches that PyTorch's BatchNorm keeps. */
export function isWeightName(name: string): boolean {
  return name !== 'num_batches_tracked' && !name.endsWith('.num_batches_tracked');
}

export function foreignLayout(weight: NamedWeight): ForeignLayout {
  const { op, spec, inputOrder } = weight;
  const suffix = op === 'layer_scale' ? BARE : SUFFIXES[spec.name];
  if (spec.name === 'kernel') return { suffix, ...kernelLayout(weight) };
  const perInput = op !== 'dense' && inputOrder !== undefined;
  return {
    suffix,
    shape: spec.shape,
    toOurs: (values) => (perInput ? gatherRows(values, inputOrder, 1) : values),
  };
}

function kernelLayout({ op, spec, inputOrder }: NamedWeight): Pick<ForeignLayout, 'shape' | 'toOurs'> {
  if (op === 'dense') {
    const [inputs = 0, units = 0] = spec.shape;
    return {
      shape: [units, inputs],
      toOurs: (values) => {
        const transposed = permute(values, [units, inputs], [1, 0]);
        return inputOrder ? gatherRows(transposed, inputOrder, units) : transposed;
      },
    };
  }
  const [height = 0, width = 0, third = 0, fourth = 0] = spec.shape;
  if (op === 'depthwise_conv2d') {
    // [h, w, in, multiplier] from [in * multiplier, 1, h, w].
    const toOurs = (values: Float32Array) => permute(values, [third, fourth, height, width], [2, 3, 0, 1]);
    return { shape: [third * fourth, 1, height, width], toOurs };
  }
  // conv2d: [h, w, in / groups, out] from [out, in / groups, h, w]; conv2d_transpose: [h, w, out, in] from
  // [in, out, h, w]. The same move of axes, as TensorFlow and PyTorch both see the latter as the gradient of the former.
  const shape = [fourth, third, height, width];
  return { shape, toOurs: (values) => permute(values, shape, [2, 3, 1, 0]) };
}

/**
 * Whether a tensor can be what PyTorch would store as `expected`. Axes of size 1 do not count, so that a linear layer
 * [out, in] serves as a 1x1 convolution [out, in, 1, 1]; but with as many axes they must agree one by one, since a
 * [out, in, 1, 7] kernel is not a [out, in, 7, 1] kernel.
 */
export function fitsShape(expected: readonly number[], actual: readonly number[]): boolean {
  if (expected.length === actual.length) return sameDimensions(expected, actual);
  return sameDimensions(withoutOnes(expected), withoutOnes(actual));
}

export function withoutOnes(shape: readonly number[]): readonly number[] {
  return shape.filter((size) => size !== 1);
}

/** The axes of a tensor of at most four axes in another order: axis i of the result is axis `axes[i]` of `values`. */
export function permute(
  values: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): Float32Array {
  const strides: number[] = [];
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  // Filled up with axes of size 1 in front, so that one loop nest serves every rank.
  const pad = 4 - axes.length;
  const size = (i: number) => (i < pad ? 1 : (shape[axes[i - pad] ?? 0] ?? 1));
  const step = (i: number) => (i < pad ? 0 : (strides[axes[i - pad] ?? 0] ?? 0));
  const [n0, n1, n2, n3] = [size(0), size(1), size(2), size(3)];
  const [s0, s1, s2, s3] = [step(0), step(1), step(2), step(3)];
  const result = new Float32Array(values.length);
  let at = 0;
  for (let i = 0; i < n0; i++) {
    for (let j = 0; j < n1; j++) {
      for (let k = 0; k < n2; k++) {
        let from = i * s0 + j * s1 + k * s2;
        for (let l = 0; l < n3; l++, from += s3) result[at++] = values[from] ?? 0;
      }
    }
  }
  return result;
}

/** Rows of a matrix in another order: row i of the result is row `order[i]` of `values`. */
function gatherRows(values: Float32Array, order: Int32Array, width: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < order.length; row++) {
    const from = (order[row] ?? 0) * width;
    for (let i = 0; i < width; i++) result[row * width + i] = values[from + i] ?? 0;
  }
  return result;
}
