import type { Node } from '../../ir/graph.ts';
import type { OpName, Pair, PoolAttributes } from '../../ops/attributes.ts';
import { explicitPadding, NO_SIDES, type Sides } from '../../ops/padding.ts';
import { averagingMatrix } from '../matrices.ts';
import { meanFactors } from '../mean-factors.ts';
import { fill, multiply, padLowest, padZeros, resample, reshape, sliceChannels } from './compose.ts';
import { isSameAnyway } from './convolutions.ts';
import type { Dims, Flow } from './plan.ts';
import { isNonNegative } from './signs.ts';
import { channelsOf, constantWeight, dimsOf, type Lowered, place, refuse, type Site } from './site.ts';

type Lower<N extends OpName> = (node: Node<N>, site: Site) => Lowered;

const POINT: Pair = [1, 1];

/**
 * tfjs pads a pool by "same" only, and then never counts the padding as a number. Elsewhere the padding is put around
 * the input first: zeros where nothing below 0 comes in, else a number below all others.
 */
export const maxPool: Lower<'max_pool2d'> = (node, site) => {
  const { kernel, stride, padding } = node.attributes;
  const dims = dimsOf(node.shape);
  const pool = (x: Flow, mode: 'same' | 'valid') =>
    place(site, '', 'MaxPooling2D', { poolSize: kernel, strides: stride, padding: mode }, [x], dims);
  if (padding === 'same') return pool(site.x, 'same');
  const sides = paddedSides(node.attributes, site, dims);
  if (!sides) return openCeil(site);
  if (sides.every((side) => side === 0)) return pool(site.x, 'valid');
  if (isSameAnyway(sides, kernel, stride) || coincides(sides, kernel, stride, site, dims))
    return pool(site.x, 'same');
  const pad = isNonNegative(site.graph, node.inputs[0] ?? 0) ? padZeros : padLowest;
  return pool(pad(site, 'pad', site.x, sides), 'valid');
};

/** Whether "same" has the same windows for this very size: as many, and the first one begins at the same place. */
function coincides([top, , left]: Sides, kernel: Pair, stride: Pair, site: Site, dims: Dims): boolean {
  const same = explicitPadding('same', kernel, stride, POINT, site.shape);
  if (!same || site.x.dims.slice(0, 2).includes(null)) return false;
  const counts = stride.every((step, axis) => Math.ceil((site.x.dims[axis] ?? 0) / step) === dims[axis]);
  return counts && same[0] === top && same[2] === left;
}

/**
 * The padding as numbers, with what `ceil` needs beyond the end; undefined where it depends on an open size. Of an
 * open size one stride less one is enough for every size, unless a window could then lie in the padding alone.
 */
function paddedSides(pool: PoolAttributes, site: Site, dims: Dims): Sides | undefined {
  const { kernel, stride, padding, ceil } = pool;
  const sides = explicitPadding(padding, kernel, stride, POINT, site.shape);
  if (!sides || !ceil || padding === 'same') return sides;
  const after = ([0, 1] as const).map((axis) => {
    const [before = 0, end = 0] = axis === 0 ? sides.slice(0, 2) : sides.slice(2);
    const size = site.x.dims[axis] ?? null;
    const windows = dims[axis] ?? null;
    if (stride[axis] === 1) return end;
    if (size === null || windows === null)
      return kernel[axis] > stride[axis] - 1 + end ? end + stride[axis] - 1 : undefined;
    return Math.max(end, (windows - 1) * stride[axis] + kernel[axis] - size - before);
  });
  const [bottom, right] = after;
  return bottom === undefined || right === undefined ? undefined : [sides[0], bottom, sides[2], right];
}

function openCeil(site: Site): Lowered {
  return refuse(
    site,
    'ARC5001',
    { layer: site.node.op, reason: 'its padding depends on the size' },
    'write the padding as numbers and leave `ceil` out, or give the input a known size',
  );
}

/**
 * The mean over the whole window, zeros counted, times a constant map where PyTorch divides by less: the padding is
 * not counted, or a last window begun with `ceil` reaches beyond it.
 */
export const avgPool: Lower<'avg_pool2d'> = (node, site) => {
  const { kernel, stride, padding, countPadding } = node.attributes;
  const dims = dimsOf(node.shape);
  const counted = explicitPadding(padding, kernel, stride, POINT, site.shape);
  const sides = paddedSides(node.attributes, site, dims);
  if (!counted || !sides) return openCeil(site);
  const config = { poolSize: kernel, strides: stride, padding: 'valid' } as const;
  const pool = (suffix: string) =>
    place(site, suffix, 'AveragePooling2D', config, [padZeros(site, 'pad', site.x, sides)], dims);
  const plain = sides.every((side, i) => side === (countPadding ? counted[i] : 0));
  if (plain) return pool('');
  const [height, width] = site.x.dims;
  const [rows, columns] = dims;
  if (typeof height !== 'number' || typeof width !== 'number' || !rows || !columns) {
    return refuse(
      site,
      'ARC5001',
      { layer: 'avg_pool2d', reason: 'how many numbers a window at the edge averages depends on the size' },
      'let the padding count (`count_padding = true`, without `ceil`), or give the input a known size',
    );
  }
  const counts = countPadding ? counted : NO_SIDES;
  const means = meanFactors(node.attributes, [height, width], [rows, columns], counted, counts);
  const mean = pool('window');
  // PReLU of -1 is its negative alpha: the one layer that can hold a constant map. One channel is enough, and an alpha
  // of the shape of its input is all that the wasm backend gets right.
  const factors = Float32Array.from(means, (factor) => -factor);
  const unit = fill(site, 'unit', sliceChannels(site, 'channel', mean, 0, 1), -1);
  const map = place(site, 'factors', 'PReLU', { sharedAxes: [] }, [unit], unit.dims, [
    constantWeight('alpha', [rows, columns, 1], factors),
  ]);
  return multiply(site, '', [mean, map], dims);
};

export const globalAvgPool: Lower<'global_avg_pool'> = (node, site) =>
  globalPool(site, 'GlobalAveragePooling2D', node.attributes.keepDims);

export const globalMaxPool: Lower<'global_max_pool'> = (node, site) =>
  globalPool(site, 'GlobalMaxPooling2D', node.attributes.keepDims);

/** tfjs ignores `keepDims`: a reshape brings the axes back. */
function globalPool(
  site: Site,
  className: 'GlobalAveragePooling2D' | 'GlobalMaxPooling2D',
  keepDims: boolean,
): Flow {
  const channels = channelsOf(site.x.dims);
  const pooled = place(site, keepDims ? 'pool' : '', className, {}, [site.x], [channels]);
  return keepDims ? reshape(site, '', pooled, [1, 1, channels]) : pooled;
}

/** Windows of unequal length, which overlap, where the size is no multiple of the result: then a matrix for each axis. */
export const adaptiveAvgPool: Lower<'adaptive_avg_pool2d'> = (node, site) => {
  const [rows, columns] = node.attributes.size;
  if (rows === 1 && columns === 1) return globalPool(site, 'GlobalAveragePooling2D', true);
  const [height, width] = site.x.dims;
  if (typeof height !== 'number' || typeof width !== 'number') {
    throw new Error('`adaptive_avg_pool2d` of a symbolic size reached the layers target');
  }
  if (height % rows !== 0 || width % columns !== 0) {
    return resample(site, site.x, averagingMatrix(height, rows), averagingMatrix(width, columns));
  }
  const window: Pair = [height / rows, width / columns];
  const config = { poolSize: window, strides: window, padding: 'valid' } as const;
  return place(site, '', 'AveragePooling2D', config, [site.x], dimsOf(node.shape));
};
