import type { Node } from '../../ir/graph.ts';
import type { Padding, Pair } from '../../ops/attributes.ts';
import { explicitPadding, NO_SIDES, type Sides } from '../../ops/padding.ts';
import { add, crop, padZeros, sliceChannels } from './compose.ts';
import type { Flow, OwnWeights, StockWeight } from './plan.ts';
import { channelsOf, type Lowered, ownWeight, place, placeWeighted, refuse, type Site } from './site.ts';

/** A convolution as stock layers have it, or a part of one: undilated, ungrouped. */
interface Convolution {
  readonly site: Site;
  /** '' for the whole, a word for a part. */
  readonly suffix: string;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: 'same' | 'valid';
  /** Depthwise: this many outputs for each channel; else undefined. */
  readonly multiplier: number | undefined;
  readonly outputs: number;
  readonly weights: StockWeight['values'];
  readonly bias: StockWeight['values'] | undefined;
  readonly trainable: boolean;
}

const POINT: Pair = [1, 1];

export function conv2d(node: Node<'conv2d'>, site: Site): Lowered {
  const { filters, groups } = node.attributes;
  // One channel a group is a depthwise convolution; the kernel holds the same numbers in the same order.
  if (groups > 1 && groups === channelsOf(site.x.dims)) return convolve(node, site, 1, filters / groups);
  return convolve(node, site, groups, undefined);
}

export function depthwiseConv2d(node: Node<'depthwise_conv2d'>, site: Site): Lowered {
  return convolve(node, site, 1, node.attributes.multiplier);
}

function convolve(
  node: Node<'conv2d'> | Node<'depthwise_conv2d'>,
  site: Site,
  groups: number,
  multiplier: number | undefined,
): Lowered {
  const { kernel, stride, dilation, padding, bias, trainable } = node.attributes;
  const dilated = dilation.some((rate, axis) => rate > 1 && (kernel[axis] ?? 1) > 1);
  const padded = padFor(site, kernel, stride, dilated ? dilation : undefined, padding);
  if (padded === undefined) return needsPadding(site, 'its "same" padding');
  const outputs = channelsOf(site.node.shape.map((size) => (typeof size === 'number' ? size : null)));
  const whole: Convolution = {
    site,
    suffix: '',
    kernel,
    stride,
    padding: padded.padding,
    multiplier,
    outputs,
    weights: (own) => own('kernel'),
    bias: bias ? (own) => own('bias') : undefined,
    trainable,
  };
  const run = (part: Convolution, x: Flow) =>
    dilated ? dilatedTaps(part, dilation, x) : stockConvolution(part, x);
  return groups === 1 ? run(whole, padded.x) : grouped(whole, groups, run, padded.x);
}

/** What a stock layer is told of its padding, and the input with zeros around it where it cannot be told. */
function padFor(
  site: Site,
  kernel: Pair,
  stride: Pair,
  dilation: Pair | undefined,
  padding: Padding,
): { readonly x: Flow; readonly padding: 'same' | 'valid' } | undefined {
  if (dilation === undefined) {
    if (padding === 'same' && !leavesGaps(kernel, stride)) return { x: site.x, padding: 'same' };
    if (padding !== 'same' && isSameAnyway(padding, kernel, stride)) return { x: site.x, padding: 'same' };
  }
  const sides = explicitPadding(padding, kernel, stride, dilation ?? POINT, site.shape);
  return sides && { x: padZeros(site, 'pad', site.x, sides), padding: 'valid' };
}

/**
 * Whether a "same" may have to pad by less than nothing, as of 3 numbers with a kernel of 2 and a stride of 3; the
 * wasm backend gives 0 there.
 */
function leavesGaps(kernel: Pair, stride: Pair): boolean {
  return stride[0] > kernel[0] || stride[1] > kernel[1];
}

/** Whether TensorFlow's "same" pads like this for every size: stride 1 and an odd kernel, half of it on each side. */
export function isSameAnyway([top, bottom, left, right]: Sides, kernel: Pair, stride: Pair): boolean {
  if (stride[0] !== 1 || stride[1] !== 1 || top + left === 0) return false;
  return top === bottom && left === right && 2 * top + 1 === kernel[0] && 2 * left + 1 === kernel[1];
}

function needsPadding(site: Site, what: string): Lowered {
  return refuse(
    site,
    'ARC5001',
    { layer: site.node.op, reason: `${what} depends on the size` },
    'write the padding as numbers, or give the input a known size',
  );
}

function outputDims(part: Convolution, x: Flow): Flow['dims'] {
  const { kernel, stride, padding } = part;
  const spatial = ([0, 1] as const).map((axis) => {
    const size = x.dims[axis] ?? null;
    if (size === null) return null;
    return Math.ceil((padding === 'same' ? size : size - kernel[axis] + 1) / stride[axis]);
  });
  return [...spatial, part.outputs];
}

function stockConvolution(part: Convolution, x: Flow): Flow {
  const { site, suffix, kernel, stride, padding, multiplier, outputs, trainable } = part;
  const channels = channelsOf(x.dims);
  const common = { kernelSize: kernel, strides: stride, padding, useBias: part.bias !== undefined } as const;
  const dims = outputDims(part, x);
  const bias: readonly StockWeight[] = part.bias
    ? [{ name: 'bias', shape: [outputs], values: part.bias }]
    : [];
  if (multiplier !== undefined) {
    const shape = [...kernel, channels, multiplier];
    const weights = [{ name: 'depthwise_kernel', shape, values: part.weights } as const, ...bias];
    const config = { ...common, depthMultiplier: multiplier };
    return placeWeighted(site, suffix, 'DepthwiseConv2D', config, x, dims, weights, trainable);
  }
  const weights = [
    { name: 'kernel', shape: [...kernel, channels, outputs], values: part.weights } as const,
    ...bias,
  ];
  return placeWeighted(site, suffix, 'Conv2D', { ...common, filters: outputs }, x, dims, weights, trainable);
}

/** Stock layers ignore `groups`: each group of channels is cut out and has a convolution of its own. */
function grouped(
  whole: Convolution,
  groups: number,
  run: (part: Convolution, x: Flow) => Flow,
  x: Flow,
): Flow {
  const { site } = whole;
  const taken = channelsOf(x.dims) / groups;
  const outputs = whole.outputs / groups;
  const parts = Array.from({ length: groups }, (_, group) => {
    const suffix = `group_${group + 1}`;
    const slice = sliceChannels(site, `${suffix}_input`, x, group * taken, (group + 1) * taken);
    const [from, to] = [group * outputs, (group + 1) * outputs];
    const { bias } = whole;
    const part: Convolution = {
      ...whole,
      suffix,
      outputs,
      weights: (own) => columnsOf(whole.weights(own), whole.outputs, from, to),
      bias: bias && ((own) => bias(own).slice(from, to)),
    };
    return run(part, slice);
  });
  const dims = [...(parts[0]?.dims.slice(0, 2) ?? []), whole.outputs];
  return place(site, whole.suffix, 'Concatenate', { axis: 3 }, parts, dims);
}

/** Columns `from` to `to` of a matrix with rows of a given length. */
function columnsOf(matrix: Float32Array, length: number, from: number, to: number): Float32Array {
  const width = to - from;
  const columns = new Float32Array((matrix.length / length) * width);
  for (let row = 0; row * length < matrix.length; row++) {
    columns.set(matrix.subarray(row * length + from, row * length + to), row * width);
  }
  return columns;
}

/**
 * A dilated convolution, which in tfjs has no gradient (Conv2D) or does not exist (DepthwiseConv2D), as the sum of
 * one 1x1 convolution for each number of the kernel's window, applied to the input moved by as much.
 */
function dilatedTaps(part: Convolution, dilation: Pair, x: Flow): Flow {
  const { site, kernel, weights } = part;
  const [height, width] = kernel;
  const word = part.suffix === '' ? '' : `${part.suffix}_`;
  const taps: Flow[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const suffix = `${word}tap_${row + 1}_${column + 1}`;
      const [top, left] = [row * dilation[0], column * dilation[1]];
      const [bottom, right] = [(height - 1 - row) * dilation[0], (width - 1 - column) * dilation[1]];
      const moved = crop(site, `${suffix}_input`, x, [top, bottom, left, right]);
      const tap: Convolution = {
        ...part,
        suffix,
        kernel: POINT,
        padding: 'valid',
        weights: (own: OwnWeights) => blockOf(weights(own), height * width, row * width + column),
        bias: taps.length === 0 ? part.bias : undefined,
      };
      taps.push(stockConvolution(tap, moved));
    }
  }
  return add(site, part.suffix, taps, taps[0]?.dims ?? []);
}

/** One of `count` equal runs of numbers. */
function blockOf(values: Float32Array, count: number, index: number): Float32Array {
  const length = values.length / count;
  return values.slice(index * length, (index + 1) * length);
}

/**
 * Conv2DTranspose without padding gives `size * stride + max(kernel - stride, 0)`, where what lies beyond
 * `(size - 1) * stride + kernel` is bias alone; the padding of PyTorch is what is cut off from that. An output padding
 * that reaches further takes zeros after the input.
 */
export function conv2dTranspose(node: Node<'conv2d_transpose'>, site: Site): Lowered {
  const { filters, kernel, stride, padding, outputPadding, bias, trainable } = node.attributes;
  const channels = channelsOf(site.x.dims);
  const weights = [ownWeight('kernel', [...kernel, filters, channels])];
  if (bias) weights.push(ownWeight('bias', [filters]));
  // "same" is numbers by now.
  const [top, bottom, left, right] = padding === 'same' ? NO_SIDES : padding;
  const longer: Pair = [Math.max(kernel[0] - stride[0], 0), Math.max(kernel[1] - stride[1], 0)];
  const spare: Pair = [
    Math.max(stride[0] - kernel[0], 0) + bottom - outputPadding[0],
    Math.max(stride[1] - kernel[1], 0) + right - outputPadding[1],
  ];
  const more: Pair = [
    Math.max(0, Math.ceil(-spare[0] / stride[0])),
    Math.max(0, Math.ceil(-spare[1] / stride[1])),
  ];
  const x = padZeros(site, 'extend', site.x, [0, more[0], 0, more[1]]);
  const spatial = ([0, 1] as const).map((axis) => {
    const size = x.dims[axis] ?? null;
    return size === null ? null : size * stride[axis] + longer[axis];
  });
  const config = { kernelSize: kernel, strides: stride, padding: 'valid', useBias: bias, filters } as const;
  const dims = [...spatial, filters];
  const whole = placeWeighted(site, '', 'Conv2DTranspose', config, x, dims, weights, trainable);
  return crop(site, 'crop', whole, [
    top,
    more[0] * stride[0] + spare[0],
    left,
    more[1] * stride[1] + spare[1],
  ]);
}

export function dense(node: Node<'dense'>, site: Site): Lowered {
  const { units, bias, trainable } = node.attributes;
  const { dims } = site.x;
  const weights = [ownWeight('kernel', [channelsOf(dims), units])];
  if (bias) weights.push(ownWeight('bias', [units]));
  return placeWeighted(
    site,
    '',
    'Dense',
    { units, useBias: bias },
    site.x,
    [...dims.slice(0, -1), units],
    weights,
    trainable,
  );
}
