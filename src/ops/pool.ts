import type { Shape } from '../ir/shape.ts';
import { formatShape } from '../ir/shape.ts';
import { BOOL } from '../values/type.ts';
import { type Arguments, argumentIn, flagIn, pairIn } from './arguments.ts';
import type { OpAttributes, PoolAttributes } from './attributes.ts';
import { isProblem, type OpDefinition, type OpParameter, type Problem, problem } from './definition.ts';
import { readPadding } from './padding.ts';
import { optional, paddingParameter, parameter, SPATIAL } from './parameters.ts';
import { atLeast, COSTLESS, featureMap, WEIGHTLESS } from './rules.ts';
import { UNDILATED, windowShape } from './window.ts';

type PoolName = 'max_pool2d' | 'avg_pool2d';

const POOL_PARAMETERS: readonly OpParameter[] = [
  optional('kernel', SPATIAL, 2, 'height and width of the window, in pixels'),
  optional(
    'stride',
    SPATIAL,
    { sameAs: 'kernel' },
    'step of the window, in pixels; the kernel, where left out',
  ),
  paddingParameter(0),
  optional('ceil', BOOL, false, 'whether a last window that only begins inside the input counts too'),
];

function poolAttributes(layer: PoolName, args: Arguments): PoolAttributes | Problem {
  const kernel = pairIn(args, 'kernel');
  const stride = pairIn(args, 'stride');
  const fault = atLeast(layer, 'kernel', 1, kernel) ?? atLeast(layer, 'stride', 1, stride);
  if (fault) return fault;
  const padding = readPadding(layer, argumentIn(args, 'padding'), kernel, stride, UNDILATED);
  if (isProblem(padding)) return padding;
  if (padding !== 'same') {
    const [top, bottom, left, right] = padding;
    const wide =
      withinHalf(layer, Math.max(top, bottom), kernel[0]) ??
      withinHalf(layer, Math.max(left, right), kernel[1]);
    if (wide) return wide;
  }
  return { kernel, stride, padding, ceil: flagIn(args, 'ceil') };
}

/** PyTorch's limit: beyond it a window could lie in the padding alone. */
function withinHalf(layer: PoolName, padding: number, kernel: number): Problem | undefined {
  if (padding <= Math.floor(kernel / 2)) return undefined;
  const help = ['to widen the map itself, put `pad` in front of the pool'];
  return problem('ARC3218', { layer, padding, kernel }, { at: 'padding', help });
}

function poolShape(layer: PoolName, attributes: PoolAttributes, inputs: readonly Shape[]): Shape | Problem {
  const map = featureMap(layer, inputs);
  if (isProblem(map)) return map;
  const { kernel, stride, padding, ceil } = attributes;
  return windowShape(layer, { kernel, stride, padding, dilation: UNDILATED, ceil }, map, map[2]);
}

export const max_pool2d: OpDefinition<OpAttributes['max_pool2d']> = {
  doc: 'The largest number in each window, channel by channel.',
  parameters: POOL_PARAMETERS,
  takes: 'one',
  normalise: (args) => poolAttributes('max_pool2d', args),
  shape: (attributes, inputs) => poolShape('max_pool2d', attributes, inputs),
  ...WEIGHTLESS,
  ...COSTLESS,
};

export const avg_pool2d: OpDefinition<OpAttributes['avg_pool2d']> = {
  doc: 'The mean of each window, channel by channel.',
  parameters: [
    ...POOL_PARAMETERS,
    optional('count_padding', BOOL, true, 'whether padding counts as zeros in the mean, or not at all'),
  ],
  takes: 'one',
  normalise(args) {
    const pool = poolAttributes('avg_pool2d', args);
    return isProblem(pool) ? pool : { ...pool, countPadding: flagIn(args, 'count_padding') };
  },
  shape: (attributes, inputs) => poolShape('avg_pool2d', attributes, inputs),
  ...WEIGHTLESS,
  ...COSTLESS,
};

function globalPool(
  layer: 'global_avg_pool' | 'global_max_pool',
  what: string,
): OpDefinition<OpAttributes[typeof layer]> {
  return {
    doc: `The ${what} of each channel over height and width: [h, w, c] becomes [c].`,
    parameters: [optional('keep_dims', BOOL, false, 'whether the result is [1, 1, c] instead of [c]')],
    takes: 'one',
    normalise: (args) => ({ keepDims: flagIn(args, 'keep_dims') }),
    shape({ keepDims }, inputs) {
      const map = featureMap(layer, inputs);
      if (isProblem(map)) return map;
      return keepDims ? [1, 1, map[2]] : [map[2]];
    },
    ...WEIGHTLESS,
    ...COSTLESS,
  };
}

export const global_avg_pool = globalPool('global_avg_pool', 'mean');
export const global_max_pool = globalPool('global_max_pool', 'largest number');

export const adaptive_avg_pool2d: OpDefinition<OpAttributes['adaptive_avg_pool2d']> = {
  doc:
    'Means over a grid of windows that gives the size asked for: row i covers floor(i * h / size) to ' +
    'ceil((i + 1) * h / size).',
  parameters: [parameter('size', SPATIAL, 'height and width of the result')],
  takes: 'one',
  normalise(args) {
    const size = pairIn(args, 'size');
    return atLeast('adaptive_avg_pool2d', 'size', 1, size) ?? { size };
  },
  shape({ size }, inputs) {
    const map = featureMap('adaptive_avg_pool2d', inputs);
    if (isProblem(map)) return map;
    if (typeof map[0] === 'number' && typeof map[1] === 'number') return [size[0], size[1], map[2]];
    const why = 'its windows depend on the height and width, which must be known';
    const help = size[0] === 1 && size[1] === 1 ? ['`global_avg_pool(keep_dims = true)` takes any size'] : [];
    return problem('ARC3208', { layer: 'adaptive_avg_pool2d', shape: formatShape(map), why }, { help });
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};
