import type { Pair } from '../../ops/attributes.ts';
import type { Sides } from '../../ops/padding.ts';
import type { Matrix } from '../matrices.ts';
import type { Dims, Flow, StockWeight } from './plan.ts';
import {
  channelsOf,
  constantWeight,
  type Lowered,
  ownWeight,
  place,
  placeWeighted,
  refuse,
  type Site,
} from './site.ts';

/** Small compositions of stock layers that several operations are made of. */

/**
 * No number that a network computes lies below this. The lowest 32-bit number would do for the result, but the
 * gradient that is to become 0 is multiplied by this first, and must not overflow.
 */
const LOWEST = -1e30;

/** The same numbers in another shape, of which at most one size may be open. */
export function reshape(site: Site, suffix: string, x: Flow, dims: Dims): Flow {
  return place(site, suffix, 'Reshape', { targetShape: dims }, [x], dims);
}

export function rescale(site: Site, suffix: string, x: Flow, scale: number, offset = 0): Flow {
  return place(site, suffix, 'Rescaling', { scale, offset }, [x], x.dims);
}

/** Every number replaced by one; it stays so in training, as its gradient is 0. */
export function fill(site: Site, suffix: string, x: Flow, value: number): Flow {
  return rescale(site, suffix, x, 0, value);
}

export function add(site: Site, suffix: string, inputs: readonly Flow[], dims: Dims): Flow {
  return place(site, suffix, 'Add', {}, inputs, dims);
}

export function multiply(site: Site, suffix: string, inputs: readonly Flow[], dims: Dims): Flow {
  return place(site, suffix, 'Multiply', {}, inputs, dims);
}

/** Zeros around a feature map. */
export function padZeros(site: Site, suffix: string, x: Flow, sides: Sides): Flow {
  const [top, bottom, left, right] = sides;
  if (sides.every((side) => side === 0)) return x;
  const dims = [grown(x.dims[0], top + bottom), grown(x.dims[1], left + right), ...x.dims.slice(2)];
  return place(
    site,
    suffix,
    'ZeroPadding2D',
    {
      padding: [
        [top, bottom],
        [left, right],
      ],
    },
    [x],
    dims,
  );
}

function grown(size: number | null | undefined, by: number): number | null {
  return typeof size === 'number' ? size + by : null;
}

/**
 * A number around a feature map: zeros, plus a second map that is 0 inside and the number in the padding. That one is
 * made of x itself (all ones, padded with zeros, rescaled), so that open sizes are no obstacle, and without rounding.
 */
export function padWith(site: Site, suffix: string, x: Flow, sides: Sides, value: number): Flow {
  const inner = suffix === '' ? '' : `${suffix}_`;
  const zeros = padZeros(site, `${inner}zeros`, x, sides);
  const inside = padZeros(site, `${inner}inside`, fill(site, `${inner}ones`, x, 1), sides);
  return add(site, suffix, [zeros, rescale(site, `${inner}border`, inside, -value, value)], zeros.dims);
}

/** Padding that a maximum never picks. */
export function padLowest(site: Site, suffix: string, x: Flow, sides: Sides): Flow {
  return padWith(site, suffix, x, sides, LOWEST);
}

/** A feature map without its edges. */
export function crop(site: Site, suffix: string, x: Flow, sides: Sides): Flow {
  if (sides.every((side) => side === 0)) return x;
  const [top, bottom, left, right] = sides;
  return cropping(site, suffix, x, [
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
}

/** The channels `start` to `stop` of a feature map, `stop` excluded. */
export function sliceChannels(site: Site, suffix: string, x: Flow, start: number, stop: number): Flow {
  const after = channelsOf(x.dims) - stop;
  return start + after === 0
    ? x
    : cropping(site, suffix, x, [
        [0, 0],
        [0, 0],
        [start, after],
      ]);
}

/**
 * Cropping2D takes an open size for 0, so that the size after it is below 0, which tfjs understands as open, unless
 * nothing is taken away: then one row or column of zeros is added first, to be taken away with the rest. A padding of
 * nothing afterwards makes the sizes open again, as layers that compare shapes need them.
 */
function cropping(site: Site, suffix: string, x: Flow, cuts: readonly [Pair, Pair, Pair]): Flow {
  const channels = cuts[2][0] + cuts[2][1] > 0;
  // Cropping2D cuts two neighbouring axes.
  const [first, second] = channels ? ([1, 2] as const) : ([0, 1] as const);
  const dims = x.dims.map((size, i) =>
    size === null ? null : size - (cuts[i]?.[0] ?? 0) - (cuts[i]?.[1] ?? 0),
  );
  const open = [first, second].filter((axis) => x.dims[axis] === null);
  const idle: readonly number[] = open.filter((axis) => cuts[axis][0] + cuts[axis][1] === 0);
  const spare = (axis: 0 | 1 | 2) => (idle.includes(axis) ? 1 : 0);
  const cut = (axis: 0 | 1 | 2): Pair => [cuts[axis][0], cuts[axis][1] + spare(axis)];
  const dataFormat = channels ? 'channelsFirst' : 'channelsLast';
  const config = { cropping: [cut(first), cut(second)], dataFormat } as const;
  const inner = suffix === '' ? '' : `${suffix}_`;
  const padded = padZeros(site, `${inner}spare`, x, [0, spare(0), 0, spare(1)]);
  if (open.length === 0) return place(site, suffix, 'Cropping2D', config, [x], dims);
  const cropped = place(site, `${inner}cut`, 'Cropping2D', config, [padded], dims);
  return place(
    site,
    suffix,
    'ZeroPadding2D',
    {
      padding: [
        [0, 0],
        [0, 0],
      ],
    },
    [cropped],
    dims,
  );
}

/**
 * Does something to a tensor of any rank that stock layers do to feature maps only: it becomes [1, …, c] and is
 * brought back afterwards, with the channels that `body` gave it.
 */
export function asFeatureMap(site: Site, body: (map: Flow) => Flow): Lowered {
  const { dims } = site.x;
  if (dims.length === 3) return body(site.x);
  const lead = dims.slice(0, -1);
  const open = lead.filter((size) => size === null).length;
  if (open > 1) {
    return refuse(
      site,
      'ARC5001',
      {
        layer: site.node.op,
        reason: 'with several open sizes it can be expressed for feature maps [h, w, c] only',
      },
      'give all but one of the sizes a number',
    );
  }
  const long = open > 0 ? null : lead.reduce<number>((product, size) => product * (size ?? 1), 1);
  const result = body(reshape(site, 'as_map', site.x, [1, long, channelsOf(dims)]));
  return reshape(site, 'from_map', result, [...lead, channelsOf(result.dims)]);
}

const POINT: Pair = [1, 1];

/** A factor and, where `bias` is given, an addend for each channel, which come from the module. */
export function channelwise(
  site: Site,
  suffix: string,
  map: Flow,
  kernel: StockWeight['values'],
  bias: StockWeight['values'] | undefined,
  trainable: boolean,
): Flow {
  const config = {
    kernelSize: POINT,
    strides: POINT,
    padding: 'valid',
    depthMultiplier: 1,
    useBias: !!bias,
  } as const;
  const channels = channelsOf(map.dims);
  const weights: StockWeight[] = [{ name: 'depthwise_kernel', shape: [1, 1, channels, 1], values: kernel }];
  if (bias) weights.push({ name: 'bias', shape: [channels], values: bias });
  return placeWeighted(site, suffix, 'DepthwiseConv2D', config, map, map.dims, weights, trainable);
}

/**
 * A trained addend for each channel and nothing else, which no stock layer is: PReLU gives `alpha * x` where x is
 * negative, so that of -1 it gives -alpha.
 */
export function channelBias(site: Site, suffix: string, map: Flow, own: 'beta', trainable: boolean): Flow {
  const channels = channelsOf(map.dims);
  const pooled = place(site, `${suffix}_pool`, 'GlobalAveragePooling2D', {}, [map], [channels]);
  const ones = fill(site, `${suffix}_unit`, pooled, -1);
  const weights = [ownWeight('alpha', [channels], own)];
  const negative = placeWeighted(
    site,
    suffix,
    'PReLU',
    { sharedAxes: [] },
    ones,
    [channels],
    weights,
    trainable,
  );
  const bias = rescale(site, `${suffix}_sign`, negative, -1);
  return reshape(site, `${suffix}_map`, bias, [1, 1, channels]);
}

/**
 * Height and width of a feature map, each put through a matrix: a dense layer acts on the last axis, so each axis is
 * brought there in turn.
 */
export function resample(site: Site, x: Flow, height: Matrix, width: Matrix): Flow {
  const [h = null, w = null, c = null] = x.dims;
  const columns = place(site, 'columns', 'Permute', { dims: [1, 3, 2] }, [x], [h, c, w]);
  const wide = along(site, 'width', columns, width);
  const rows = place(site, 'rows', 'Permute', { dims: [3, 2, 1] }, [wide], [width.to, c, h]);
  const high = along(site, 'height', rows, height);
  return place(site, '', 'Permute', { dims: [3, 1, 2] }, [high], [height.to, width.to, c]);
}

function along(site: Site, suffix: string, x: Flow, { from, to, entries }: Matrix): Flow {
  const dims = [...x.dims.slice(0, -1), to];
  return place(site, suffix, 'Dense', { units: to, useBias: false }, [x], dims, [
    constantWeight('kernel', [from, to], entries),
  ]);
}
