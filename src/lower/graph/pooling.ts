import type { InferenceNode, InferenceOp } from '../../ir/inference.ts';
import { equalShapes } from '../../ir/shape.ts';
import { ceilDivide } from '../../ir/size.ts';
import type { Pair, PoolAttributes } from '../../ops/attributes.ts';
import { explicitPadding, NO_SIDES, type Sides } from '../../ops/padding.ts';
import { averagingMatrix } from '../matrices.ts';
import type { Value } from './draft.ts';
import { LOWEST, padMap, padSame } from './padding.ts';
import { pool } from './pool-window.ts';
import { resample } from './resample.ts';
import { channelsOf, emit, mapSize, type Site, whole } from './site.ts';
import { batchOf, reshape } from './sizes.ts';
import { shareMap } from './window-shares.ts';

type Lower<N extends InferenceOp> = (node: InferenceNode<N>, site: Site) => Value;

const POINT: Pair = [1, 1];

/** Pools of tfjs pad by "same" only, and never count the padding as numbers; elsewhere it is put around the map first. */
export const maxPool: Lower<'max_pool2d'> = (node, site) => {
  const { attributes } = node;
  const sides = sidesOf(attributes, site.x);
  if (!sides || isSame(attributes, sides, site)) return pool(site, '', 'MaxPool', site.x, attributes, 'SAME');
  const needed = neededSides(attributes, sides, site);
  return pool(site, '', 'MaxPool', padMap(site, 'pad', site.x, needed, LOWEST), attributes, 'VALID');
};

/**
 * The mean over the whole window, zeros counted, divided by the share of it that PyTorch counts where that is less: the
 * padding is not counted, or a last window begun with `ceil` reaches beyond it.
 */
export const avgPool: Lower<'avg_pool2d'> = (node, site) => {
  const { attributes } = node;
  const { kernel, stride, countPadding } = attributes;
  const sides = sidesOf(attributes, site.x);
  if (!countPadding && (!sides || isSame(attributes, sides, site)))
    return pool(site, '', 'AvgPool', site.x, attributes, 'SAME');
  if (!sides) {
    const padded = padSame(site, 'pad', site.x, kernel, stride);
    return pool(site, '', 'AvgPool', padded, attributes, 'VALID');
  }
  const needed = neededSides(attributes, sides, site);
  const mean = (suffix: string) =>
    pool(site, suffix, 'AvgPool', padMap(site, 'pad', site.x, needed), attributes, 'VALID');
  // What the windows reach of the padding counts in full, unless it is not to be counted or `ceil` reaches beyond it.
  if (needed.every((side, i) => side <= (countPadding ? (sides[i] ?? 0) : 0))) return mean('');
  const shares = shareMap(site, attributes, countPadding ? sides : NO_SIDES, needed);
  return emit(site, '', shares.op, [mean('window').name, shares.map]);
};

/** The padding in numbers; undefined where TensorFlow's rule depends on an open size. */
function sidesOf({ kernel, stride, padding }: PoolAttributes, { shape }: Value): Sides | undefined {
  return explicitPadding(padding, kernel, stride, POINT, shape);
}

/** Whether "same" has the same windows: as many, and the first one begins at the same place. */
function isSame({ kernel, stride }: PoolAttributes, [top, , left]: Sides, { node, x }: Site): boolean {
  const same = explicitPadding('same', kernel, stride, POINT, x.shape);
  if (!same || same[0] !== top || same[2] !== left) return false;
  const [height = 0, width = 0, channels = 0] = x.shape;
  return equalShapes(node.shape, [ceilDivide(height, stride[0]), ceilDivide(width, stride[1]), channels]);
}

/**
 * The padding that the windows reach. With `ceil` a last window may begin as long as one pixel before the padding's end
 * is inside (`countWindows`), which for every size comes to stride - 1 pixels more, but less than a window.
 */
function neededSides({ kernel, stride, padding, ceil }: PoolAttributes, sides: Sides, site: Site): Sides {
  const end = ([0, 1] as const).map((axis) => {
    const [before, after] = axis === 0 ? [sides[0], sides[1]] : [sides[2], sides[3]];
    const size = mapSize(site.x)[axis];
    const windows = mapSize(site.node)[axis];
    if (size !== null && windows !== null)
      return Math.max((windows - 1) * stride[axis] + kernel[axis] - size - before, 0);
    return ceil && padding !== 'same' ? Math.min(after + stride[axis] - 1, kernel[axis] - 1) : after;
  });
  return [sides[0], end[0] ?? 0, sides[2], end[1] ?? 0];
}

export const globalAvgPool: Lower<'global_avg_pool'> = (node, site) =>
  globalPool(site, node.attributes.keepDims, 'AvgPool', 'Mean');

export const globalMaxPool: Lower<'global_max_pool'> = (node, site) =>
  globalPool(site, node.attributes.keepDims, 'MaxPool', 'Max');

/** One window over the whole map, where its size is known: several times faster on wasm than a reduction. */
function globalPool(
  site: Site,
  keep: boolean,
  window: 'AvgPool' | 'MaxPool',
  reduction: 'Mean' | 'Max',
): Value {
  const { x } = site;
  const [height, width] = mapSize(x);
  if (height === null || width === null) {
    const input = [x.name, whole(site, 'axes', 1, 2)];
    return emit(site, '', reduction, input, { keep_dims: { b: keep } });
  }
  const pooled = pool(
    site,
    keep ? '' : 'pool',
    window,
    x,
    { kernel: [height, width], stride: POINT },
    'VALID',
  );
  const channels = channelsOf(x);
  const map = { ...pooled, shape: [1, 1, channels] };
  return keep ? map : reshape(site, '', map, [batchOf(x), channels], [channels]);
}

/** Windows of unequal length, which overlap, where the size is no multiple of the result: then a matrix for each axis. */
export const adaptiveAvgPool: Lower<'adaptive_avg_pool2d'> = (node, site) => {
  const [rows, columns] = node.attributes.size;
  if (rows === 1 && columns === 1) return globalPool(site, true, 'AvgPool', 'Mean');
  const [height, width] = mapSize(site.x);
  if (height === null || width === null)
    throw new Error(`the adaptive pool ${node.name} was given open sizes`);
  if (height % rows !== 0 || width % columns !== 0)
    return resample(site, averagingMatrix(height, rows), averagingMatrix(width, columns));
  const window: Pair = [height / rows, width / columns];
  return pool(site, '', 'AvgPool', site.x, { kernel: window, stride: window }, 'VALID');
};
