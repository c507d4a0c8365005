import type { InferenceNode } from '../../ir/inference.ts';
import { equalShapes } from '../../ir/shape.ts';
import { addSizes } from '../../ir/size.ts';
import type { Pair, PoolAttributes } from '../../ops/attributes.ts';
import { permute } from '../../weights/layout.ts';
import { averagingMatrix, type Matrix } from '../matrices.ts';
import { padsOf } from './convolutions.ts';
import { type Emit, finish, inputOf, own, type Site, step, type Value } from './emission.ts';
import { paddedBy } from './reshaping.ts';

const POINT: Pair = [1, 1];

/**
 * How far padding reaches at the end of an axis so that a last window that only begins inside counts, which `ceil`
 * asks for: enough for every size, and less than a window. The attribute of ONNX also counts a window that begins in
 * the padding, which PyTorch leaves out.
 */
function reach(pool: PoolAttributes, axis: 0 | 1, end: number): number {
  if (!pool.ceil || pool.padding === 'same') return end;
  return Math.max(end, Math.min(end + pool.stride[axis] - 1, pool.kernel[axis] - 1));
}

type Pool = InferenceNode<'max_pool2d' | 'avg_pool2d'>;

/** The attributes of a pool, and the padding that was given, where it is one in numbers. */
function windows({ attributes }: Pool, site: Site) {
  const { kernel, stride, padding } = attributes;
  const given = padsOf(padding, kernel, stride, POINT, site);
  const settings = { kernel_shape: kernel, strides: stride };
  if (!('pads' in given)) return { settings: { ...settings, ...given } };
  const [top, left, bottom, right] = given.pads;
  const pads = [top, left, reach(attributes, 0, bottom), reach(attributes, 1, right)] as const;
  return { settings: { ...settings, pads }, given: given.pads, pads };
}

export const maxPool: Emit<'max_pool2d'> = (node, site) =>
  finish(site, 'MaxPool', [inputOf(site)], windows(node, site).settings);

/** PyTorch counts padding as zeros, but never what lies beyond it: then padding is put around the input first. */
export const avgPool: Emit<'avg_pool2d'> = (node, site) => {
  const { settings, given, pads } = windows(node, site);
  const x = inputOf(site);
  const counts = node.attributes.countPadding;
  if (!counts || !given || !pads || equalShapes(given, pads))
    return finish(site, 'AveragePool', [x], { ...settings, count_include_pad: counts ? 1 : 0 });
  const [top, left, bottom, right] = given;
  const beyond = { ...settings, pads: [0, 0, pads[2] - bottom, pads[3] - right], count_include_pad: 0 };
  if (given.every((side) => side === 0)) return finish(site, 'AveragePool', [x], beyond);
  const [batch = 1, channels = 1, height = 1, width = 1] = x.dims;
  const dims = [batch, channels, addSizes(height, top + bottom), addSizes(width, left + right)];
  const padded = step(site, 'padded', 'Pad', paddedBy(site, x, [top, bottom, left, right], 0), dims);
  return finish(site, 'AveragePool', [padded], beyond);
};

export const globalAvgPool: Emit<'global_avg_pool'> = (node, site) =>
  globalPool(site, 'GlobalAveragePool', node.attributes.keepDims);

export const globalMaxPool: Emit<'global_max_pool'> = (node, site) =>
  globalPool(site, 'GlobalMaxPool', node.attributes.keepDims);

function globalPool(site: Site, op: 'GlobalAveragePool' | 'GlobalMaxPool', keepDims: boolean): Value {
  const x = inputOf(site);
  if (keepDims) return finish(site, op, [x]);
  const [batch = 1, channels = 1] = x.dims;
  return finish(site, 'Flatten', [step(site, 'pool', op, [x], [batch, channels, 1, 1])], { axis: 1 });
}

/** Windows of unequal length, which overlap, where the size is no multiple of the result: then a matrix for each axis. */
export const adaptiveAvgPool: Emit<'adaptive_avg_pool2d'> = (node, site) => {
  const [rows, columns] = node.attributes.size;
  const x = inputOf(site);
  if (rows === 1 && columns === 1) return globalPool(site, 'GlobalAveragePool', true);
  const [, , height, width] = x.dims;
  if (typeof height !== 'number' || typeof width !== 'number')
    throw new Error(`\`${node.name}\` averages a map of unknown size`);
  if (height % rows === 0 && width % columns === 0) {
    const window = [height / rows, width / columns];
    return finish(site, 'AveragePool', [x], { kernel_shape: window, strides: window });
  }
  return resampled(site, x, averagingMatrix(height, rows), averagingMatrix(width, columns));
};

/** A linear map along each axis of a feature map. */
function resampled(site: Site, x: Value, vertical: Matrix, horizontal: Matrix): Value {
  const { from, to, entries } = vertical;
  const [batch = 1, channels = 1, height = 1] = x.dims;
  const across = own(site, 'columns', [horizontal.from, horizontal.to], horizontal.entries);
  const narrowed = step(site, 'across', 'MatMul', [x, across], [batch, channels, height, horizontal.to]);
  const down = own(site, 'rows', [to, from], permute(entries, [from, to], [1, 0]));
  return finish(site, 'MatMul', [down, narrowed]);
}
