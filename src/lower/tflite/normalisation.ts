import type { Constant } from '../../ir/inference.ts';
import { integers, weight } from './constants.ts';
import type { Value } from './draft.ts';
import { binary, emit, type Lower, type Place, unary } from './place.ts';
import { weightOf } from './products.ts';
import { reduceOptions } from './schema.ts';

function perChannel(place: Place, constant: Constant): Value {
  return weight(place.draft, weightOf(constant, [constant.data.length], undefined));
}

export const affine: Lower<'affine'> = ({ attributes }, place) => {
  const { scale, shift } = attributes;
  if (!scale) return shift ? binary(place, '', 'ADD', place.x, perChannel(place, shift)) : place.x;
  const scaled = binary(place, shift ? 'scaled' : '', 'MUL', place.x, perChannel(place, scale));
  return shift ? binary(place, '', 'ADD', scaled, perChannel(place, shift)) : scaled;
};

export const layerNorm: Lower<'layer_norm'> = ({ attributes }, place) => {
  const { gamma, beta, eps } = attributes;
  const { x } = place;
  const mean = meanOfLast(place, 'mean', x);
  const centred = binary(place, 'centred', 'SUB', x, mean);
  const variance = meanOfLast(place, 'variance', binary(place, 'squares', 'SQUARED_DIFFERENCE', x, mean));
  const factor = unary(place, 'factor', 'RSQRT', binary(place, 'variance_plus_eps', 'ADD', variance, eps));
  const normal = binary(place, 'normal', 'MUL', centred, factor);
  const scaled = binary(place, 'scaled', 'MUL', normal, perChannel(place, gamma));
  return binary(place, '', 'ADD', scaled, perChannel(place, beta));
};

function meanOfLast(place: Place, suffix: string, x: Value): Value {
  const axis = integers(place.draft, [x.shape.length - 1]);
  const shape = [...x.shape.slice(0, -1), 1];
  return emit(place, suffix, 'MEAN', [x, axis], shape, [reduceOptions.keepDims(true)]);
}
