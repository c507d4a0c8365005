import type { Constant, InferenceNode, InferenceOp } from '../../ir/inference.ts';
import type { Padding, Pair } from '../../ops/attributes.ts';
import { explicitPadding, extentOf, NO_SIDES } from '../../ops/padding.ts';
import { activate } from './activations.ts';
import { derive, type Value } from './draft.ts';
import { integer } from './node-def.ts';
import { padSame, subsample } from './padding.ts';
import { emitProduct, isFused, type Product, windowAttributes } from './product.ts';
import { channelsOf, emit, kernelOf, type Site, wholeScalar } from './site.ts';

type Lower<N extends InferenceOp> = (node: InferenceNode<N>, site: Site) => Value;

const POINT: Pair = [1, 1];

interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
}

export const conv2d: Lower<'conv2d'> = (node, site) => {
  const { kernel, groups, bias, activation, ...rest } = node.attributes;
  const [height = 1, width = 1, each = 1, filters = 1] = kernel.shape;
  const window = { ...rest, kernel: [height, width] as const };
  if (groups === 1) {
    const product = { kind: 'conv2d', kernel: kernelOf(site, kernel), bias, activation } as const;
    return convolve(site, '', site.x, product, window);
  }
  if (each === 1) {
    // One channel a group: the numbers of the kernel lie as those of a depthwise one.
    const shape = [height, width, groups, filters / groups];
    const product = { kernel: kernelOf(site, kernel, shape, true), bias, activation };
    return convolve(site, '', site.x, { kind: 'depthwise_conv2d', ...product }, window);
  }
  return grouped(node, site, window);
};

export const depthwiseConv2d: Lower<'depthwise_conv2d'> = (node, site) => {
  const { kernel, bias, activation, ...rest } = node.attributes;
  const [height = 1, width = 1] = kernel.shape;
  const product = { kernel: kernelOf(site, kernel, kernel.shape, true), bias, activation };
  const window = { ...rest, kernel: [height, width] as const };
  return convolve(site, '', site.x, { kind: 'depthwise_conv2d', ...product }, window);
};

/** The channels in groups, each with a convolution of its own: faster than one kernel with zeros between the groups. */
function grouped(node: InferenceNode<'conv2d'>, site: Site, window: Window): Value {
  const { kernel, groups, bias, activation } = node.attributes;
  const each = channelsOf(site.x) / groups;
  const filters = channelsOf(node) / groups;
  const within = activation && activation.op !== 'prelu' && isFused({ kind: 'conv2d', activation });
  const inside = within ? activation : null;
  const split = emit(site, 'split', 'Split', [wholeScalar(site, 'channels', 3), site.x.name], {
    num_split: integer(groups),
  });
  const parts = Array.from({ length: groups }, (_, g) => {
    const name = g === 0 ? split.name : `${split.name}:${g}`;
    const shape = [...site.x.shape.slice(0, 2), each];
    const share = (constant: Constant) => lastAxis(site, constant, g * filters, filters);
    const product: Product = {
      kind: 'conv2d',
      kernel: kernelOf(site, share(kernel)),
      bias: bias && share(bias),
      activation: inside,
    };
    return convolve(site, `group_${g + 1}`, { name, shape }, product, window, filters).name;
  });
  const late = activation && !inside ? activation : null;
  const input = [...parts, wholeScalar(site, 'channels', 3)];
  const joined = emit(site, late ? 'groups' : '', 'ConcatV2', input, { N: integer(groups) });
  return late ? activate(site, joined, late) : joined;
}

/** The numbers `start` to `start + count` of the last axis. */
function lastAxis({ draft }: Site, constant: Constant, start: number, count: number): Constant {
  return derive(draft, constant, `${start}`, () => {
    const length = constant.shape.at(-1) ?? 1;
    const data = new Float32Array((constant.data.length / length) * count);
    for (let i = 0; i < data.length; i++) {
      data[i] = constant.data[Math.floor(i / count) * length + start + (i % count)] ?? 0;
    }
    return { shape: [...constant.shape.slice(0, -1), count], data };
  });
}

/**
 * A convolution. What tfjs lacks is composed: kernels that are dilated and strided (every pixel is computed, then some
 * are taken), and TensorFlow's padding of an open size with a stride longer than the kernel, for which the wasm backend
 * gives zeros.
 */
function convolve(
  site: Site,
  suffix: string,
  x: Value,
  product: Product,
  window: Window,
  filters = channelsOf(site.node),
): Value {
  const { kernel, stride, dilation } = window;
  const inner = suffix === '' ? '' : `${suffix}_`;
  const sides = explicitPadding(window.padding, kernel, stride, dilation, x.shape);
  const leaping = isLonger(stride, POINT) && isLonger(dilation, POINT);
  const padded = !sides && (leaping || isLonger(stride, kernel)) ? pad(site, inner, x, window) : undefined;
  const attr = windowAttributes(leaping ? POINT : stride, padded ? NO_SIDES : (sides ?? 'same'), dilation);
  const late = product.activation && !isFused(product) ? product.activation : null;
  const shape = [...site.node.shape.slice(0, 2), filters];
  const result = emitProduct(
    site,
    leaping || late ? `${inner}product` : suffix,
    padded ?? x,
    product,
    attr,
    shape,
  );
  const taken = leaping ? subsample(site, late ? `${inner}taken` : suffix, result, stride) : result;
  return late ? activate(site, taken, late) : taken;
}

function pad(site: Site, inner: string, x: Value, { kernel, stride, dilation }: Window): Value {
  const extent: Pair = [extentOf(kernel[0], dilation[0]), extentOf(kernel[1], dilation[1])];
  return padSame(site, `${inner}pad`, x, extent, stride);
}

function isLonger(a: Pair, b: Pair): boolean {
  return a[0] > b[0] || a[1] > b[1];
}
