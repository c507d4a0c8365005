import type { Shape } from '../ir/shape.ts';
import { addSizes, type Size, scaleSize } from '../ir/size.ts';
import { FLOAT, INT, NONE, oneOf, tupleOf, unionOf } from '../values/type.ts';
import { argumentIn, numberIn, pairIn } from './arguments.ts';
import type { OpAttributes, OpName, Pair } from './attributes.ts';
import { isProblem, type OpDefinition, type Problem, problem } from './definition.ts';
import { type Sides, sidesOf } from './padding.ts';
import { optional, parameter, SIDES, SPATIAL } from './parameters.ts';
import { atLeast, COSTLESS, exactShape, type FeatureMap, featureMap, notEmpty, WEIGHTLESS } from './rules.ts';

function resized(layer: OpName, map: FeatureMap, height: Size, width: Size): Shape | Problem {
  const empty = notEmpty(layer, 'height', map[0], height) ?? notEmpty(layer, 'width', map[1], width);
  return empty ?? exactShape(layer, [height, width, map[2]]);
}

function grown(
  layer: OpName,
  map: FeatureMap,
  [top, bottom, left, right]: Sides,
  sign: 1 | -1,
): Shape | Problem {
  const height = addSizes(map[0], sign * (top + bottom));
  return resized(layer, map, height, addSizes(map[1], sign * (left + right)));
}

export const pad: OpDefinition<OpAttributes['pad']> = {
  doc: 'Rows and columns of one value around the map.',
  parameters: [
    parameter('padding', SIDES, 'how many: `n`, `(h, w)` or `(top, bottom, left, right)`'),
    optional('value', FLOAT, 0, 'what they hold'),
  ],
  takes: 'one',
  normalise(args) {
    const padding = sidesOf(argumentIn(args, 'padding'));
    return atLeast('pad', 'padding', 0, padding) ?? { padding, value: numberIn(args, 'value') };
  },
  shape({ padding }, inputs) {
    const map = featureMap('pad', inputs);
    return isProblem(map) ? map : grown('pad', map, padding, 1);
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};

export const crop: OpDefinition<OpAttributes['crop']> = {
  doc: 'The map without some of its outer rows and columns.',
  parameters: [parameter('amount', SIDES, 'how many: `n`, `(h, w)` or `(top, bottom, left, right)`')],
  takes: 'one',
  normalise(args) {
    const amount = sidesOf(argumentIn(args, 'amount'));
    return atLeast('crop', 'amount', 0, amount) ?? { amount };
  },
  shape({ amount }, inputs) {
    const map = featureMap('crop', inputs);
    return isProblem(map) ? map : grown('crop', map, amount, -1);
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};

const DOUBLED: Pair = [2, 2];

export const upsample: OpDefinition<OpAttributes['upsample']> = {
  doc: 'Enlarges the map by repeating pixels, or bilinearly between half-pixel centres.',
  parameters: [
    // `none` rather than 2, so that a scale beside a size is seen and refused instead of being ignored.
    optional(
      'scale',
      unionOf(SPATIAL, NONE),
      null,
      'factor of enlargement; 2 where neither it nor `size` is given',
    ),
    optional(
      'size',
      unionOf(tupleOf(INT, INT), NONE),
      null,
      'height and width of the result, instead of `scale`',
    ),
    optional('method', oneOf('nearest', 'bilinear'), 'nearest', 'how the pixels between are found'),
  ],
  takes: 'one',
  normalise(args) {
    const method = argumentIn(args, 'method') === 'bilinear' ? 'bilinear' : 'nearest';
    const scale = argumentIn(args, 'scale') === null ? null : pairIn(args, 'scale');
    const size = argumentIn(args, 'size') === null ? null : pairIn(args, 'size');
    if (scale && size) {
      const both = { scale: `(${scale.join(', ')})`, size: `(${size.join(', ')})` };
      return problem('ARC3212', both, { at: 'scale', help: ['leave one of them out'] });
    }
    if (size) return atLeast('upsample', 'size', 1, size) ?? { scale: null, size, method };
    const factor = scale ?? DOUBLED;
    return atLeast('upsample', 'scale', 1, factor) ?? { scale: factor, size: null, method };
  },
  shape({ scale, size }, inputs) {
    const map = featureMap('upsample', inputs);
    if (isProblem(map)) return map;
    if (size) return [size[0], size[1], map[2]];
    const [vertical, horizontal] = scale ?? DOUBLED;
    return resized('upsample', map, scaleSize(map[0], vertical), scaleSize(map[1], horizontal));
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};
