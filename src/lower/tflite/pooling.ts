import type { Pair, PoolAttributes } from '../../ops/attributes.ts';
import { NO_SIDES, type Sides } from '../../ops/padding.ts';
import { averagingMatrix } from '../matrices.ts';
import { meanFactors } from '../mean-factors.ts';
import { integers, numbers } from './constants.ts';
import type { Value } from './draft.ts';
import { isNothing, isSame, LOWEST, pad, sidesOf, type Window } from './padding.ts';
import { binary, channelsOf, emit, type Lower, type Place, spatial } from './place.ts';
import { resample } from './resample.ts';
import { poolOptions, reduceOptions, SAME, VALID } from './schema.ts';

function windowOf({ kernel, stride }: PoolAttributes): Window {
  return { kernel, stride, dilation: [1, 1] };
}

function pool(
  place: Place,
  suffix: string,
  operator: 'MAX_POOL_2D' | 'AVERAGE_POOL_2D',
  x: Value,
  { kernel, stride }: Pick<PoolAttributes, 'kernel' | 'stride'>,
  padding: number,
): Value {
  return emit(place, suffix, operator, [x], place.shape, [
    poolOptions.padding(padding),
    poolOptions.strideH(stride[0]),
    poolOptions.strideW(stride[1]),
    poolOptions.kernelH(kernel[0]),
    poolOptions.kernelW(kernel[1]),
  ]);
}

/** The padding, with what the last windows need beyond the end where `ceil` lets them begin inside. */
function reachOf(attributes: PoolAttributes, sides: Sides, place: Place): Sides {
  const { kernel, stride } = attributes;
  const [height, width] = spatial(place.x);
  const [rows, columns] = spatial(place);
  const [top, bottom, left, right] = sides;
  return [
    top,
    Math.max(bottom, (rows - 1) * stride[0] + kernel[0] - height - top),
    left,
    Math.max(right, (columns - 1) * stride[1] + kernel[1] - width - left),
  ];
}

/** The operator leaves padding out of its windows, as a number below all others in front of it does. */
export const maxPool: Lower<'max_pool2d'> = ({ attributes }, place) => {
  const window = windowOf(attributes);
  const sides = reachOf(attributes, sidesOf(attributes.padding, window, place.x), place);
  if (isNothing(sides)) return pool(place, '', 'MAX_POOL_2D', place.x, attributes, VALID);
  if (isSame(sides, window, place.x, spatial(place)))
    return pool(place, '', 'MAX_POOL_2D', place.x, attributes, SAME);
  return pool(place, '', 'MAX_POOL_2D', pad(place, 'pad', place.x, sides, LOWEST), attributes, VALID);
};

/**
 * The operator divides by how many numbers of a window lie inside the map. Where that is not what is asked for, the
 * mean over the whole window, zeros counted, times a constant map: PyTorch divides by less where the padding is not
 * counted, or where a last window begun with `ceil` reaches beyond it.
 */
export const avgPool: Lower<'avg_pool2d'> = ({ attributes }, place) => {
  const { countPadding } = attributes;
  const window = windowOf(attributes);
  const counted = sidesOf(attributes.padding, window, place.x);
  const sides = reachOf(attributes, counted, place);
  if (isNothing(sides)) return pool(place, '', 'AVERAGE_POOL_2D', place.x, attributes, VALID);
  if (!countPadding && isSame(sides, window, place.x, spatial(place)))
    return pool(place, '', 'AVERAGE_POOL_2D', place.x, attributes, SAME);
  const padded = pad(place, 'pad', place.x, sides, 0);
  const isPlain = countPadding && sides.every((side, i) => side === counted[i]);
  if (isPlain) return pool(place, '', 'AVERAGE_POOL_2D', padded, attributes, VALID);
  const mean = pool(place, 'window', 'AVERAGE_POOL_2D', padded, attributes, VALID);
  const [height, width] = spatial(place.x);
  const [rows, columns] = spatial(place);
  const counts = countPadding ? counted : NO_SIDES;
  const factors = Float32Array.from(
    meanFactors(attributes, [height, width], [rows, columns], counted, counts),
  );
  const map = numbers(place.draft, `${place.name}.factors`, [1, rows, columns, 1], factors);
  return binary(place, '', 'MUL', mean, map);
};

function globalPool(operator: 'MEAN' | 'REDUCE_MAX', keepDims: boolean, place: Place): Value {
  const channels = channelsOf(place.x);
  const shape = keepDims ? [1, 1, 1, channels] : [1, channels];
  return emit(place, '', operator, [place.x, integers(place.draft, [1, 2])], shape, [
    reduceOptions.keepDims(keepDims),
  ]);
}

export const globalAvgPool: Lower<'global_avg_pool'> = ({ attributes }, place) =>
  globalPool('MEAN', attributes.keepDims, place);

export const globalMaxPool: Lower<'global_max_pool'> = ({ attributes }, place) =>
  globalPool('REDUCE_MAX', attributes.keepDims, place);

/** Windows of unequal length, which overlap, where the size is no multiple of the result: then a matrix for each axis. */
export const adaptiveAvgPool: Lower<'adaptive_avg_pool2d'> = ({ attributes }, place) => {
  const [rows, columns] = attributes.size;
  if (rows === 1 && columns === 1) return globalPool('MEAN', true, place);
  const [height, width] = spatial(place.x);
  if (height % rows !== 0 || width % columns !== 0) {
    return resample(place, place.x, averagingMatrix(height, rows), averagingMatrix(width, columns));
  }
  const kernel: Pair = [height / rows, width / columns];
  return pool(place, '', 'AVERAGE_POOL_2D', place.x, { kernel, stride: kernel }, VALID);
};
