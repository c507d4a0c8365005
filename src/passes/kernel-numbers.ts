import type { Constant } from '../ir/inference.ts';
import { channelsInto, outputsOf, type ProductNode } from './products.ts';

/** What a factor and an addend for each channel do to a kernel and a bias: in 64 bits, rounded once. */

/** The numbers of a constant that has one a channel or one for all; `otherwise` where there is no constant. */
export function perChannel(constant: Constant | null, channels: number, otherwise: number): Float64Array {
  const numbers = new Float64Array(channels);
  if (!constant) return numbers.fill(otherwise);
  if (constant.data.length === 1) return numbers.fill(constant.data[0] ?? otherwise);
  numbers.set(constant.data);
  return numbers;
}

/** The kernel of a product whose results are multiplied by `factors`, one an output channel. */
export function scaledOutputs(node: ProductNode, factors: Float64Array): Float32Array {
  const { data, shape } = node.attributes.kernel;
  if (node.op === 'conv2d_transpose') return scaledAlong(data, factors, shape[3] ?? 1);
  // The output channels of all others are the last axis, of a depthwise kernel the last two.
  return scaledAlong(data, factors, 1);
}

/** The kernel of a product whose inputs were multiplied by `factors`, one an input channel. */
export function scaledInputs(node: ProductNode, factors: Float64Array): Float32Array {
  const { data, shape } = node.attributes.kernel;
  const [, second = 1, , fourth = 1] = shape;
  switch (node.op) {
    case 'conv2d':
      return node.attributes.groups === 1
        ? scaledAlong(data, factors, fourth)
        : scaledGroups(node, factors, node.attributes.groups);
    case 'depthwise_conv2d':
      return scaledAlong(data, factors, fourth);
    case 'conv2d_transpose':
      return scaledAlong(data, factors, 1);
    case 'dense':
      return scaledAlong(data, factors, second);
  }
}

/** Row-major numbers [outer, factors, inner], each times the factor of its place on the middle axis. */
function scaledAlong(data: Float32Array, factors: Float64Array, inner: number): Float32Array {
  const result = new Float32Array(data.length);
  const along = factors.length;
  if (inner === 1) {
    for (let row = 0; row < data.length; row += along)
      for (let i = 0; i < along; i++) result[row + i] = (data[row + i] ?? 0) * (factors[i] ?? 0);
    return result;
  }
  for (let at = 0, i = 0; at < data.length; i = i + 1 === along ? 0 : i + 1) {
    const factor = factors[i] ?? 0;
    for (const end = at + inner; at < end; at++) result[at] = (data[at] ?? 0) * factor;
  }
  return result;
}

/** [kh, kw, in / groups, out], where the group of an output channel says which input channels it meets. */
function scaledGroups(node: ProductNode, factors: Float64Array, groups: number): Float32Array {
  const { data, shape } = node.attributes.kernel;
  const [, , each = 1, outputs = 1] = shape;
  return data.map((weight, at) => {
    const group = Math.floor(((at % outputs) * groups) / outputs);
    const channel = group * each + (Math.floor(at / outputs) % each);
    return weight * (factors[channel] ?? 0);
  });
}

/**
 * What a product makes, at every place, of an input that is `shift` everywhere, one number an input channel: the sums
 * of its weights times the shift of the channel they meet, one an output channel. Holds where nothing is padded.
 */
export function sumsOf(node: ProductNode, shift: Float64Array): Float64Array {
  const { data, shape } = node.attributes.kernel;
  const outputs = outputsOf(node);
  const sums = new Float64Array(outputs);
  const add = (output: number, weight: number, channel: number) => {
    sums[output] = (sums[output] ?? 0) + weight * (shift[channel] ?? 0);
  };
  switch (node.op) {
    case 'conv2d': {
      const each = shape[2] ?? 1;
      const { groups } = node.attributes;
      for (let row = 0, i = 0; row < data.length; row += outputs, i = (i + 1) % each)
        for (let o = 0; o < outputs; o++)
          add(o, data[row + o] ?? 0, Math.floor((o * groups) / outputs) * each + i);
      return sums;
    }
    case 'depthwise_conv2d': {
      const multiplier = shape[3] ?? 1;
      for (let row = 0; row < data.length; row += outputs)
        for (let o = 0; o < outputs; o++) add(o, data[row + o] ?? 0, Math.floor(o / multiplier));
      return sums;
    }
    case 'conv2d_transpose': {
      const channels = channelsInto(node);
      for (let at = 0; at < data.length; at++)
        add(Math.floor(at / channels) % outputs, data[at] ?? 0, at % channels);
      return sums;
    }
    case 'dense':
      for (let i = 0, at = 0; at < data.length; i++)
        for (let o = 0; o < outputs; o++, at++) add(o, data[at] ?? 0, i);
      return sums;
  }
}
