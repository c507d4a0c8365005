import type { Value } from './draft.ts';
import type { OperatorName } from './operators.ts';
import { binary, emit, type Lower, type Place } from './place.ts';
import { concatOptions } from './schema.ts';

/** An operator of two as one of any number, from the first to the last. */
function chain(place: Place, operator: OperatorName, last: string): Value {
  const [first = place.x, ...others] = place.inputs;
  return others.reduce((sum, value, i) => {
    const suffix = i === others.length - 1 ? last : `step_${i + 1}`;
    return binary(place, suffix, operator, sum, value);
  }, first);
}

export const add: Lower<'add'> = (_, place) => chain(place, 'ADD', '');
export const maximum: Lower<'maximum'> = (_, place) => chain(place, 'MAXIMUM', '');

/** [c] meets the channels of [h, w, c]: leading axes may be left out, and the batch is 1. */
export const multiply: Lower<'multiply'> = (_, place) => chain(place, 'MUL', '');

export const average: Lower<'average'> = (_, place) =>
  binary(place, '', 'MUL', chain(place, 'ADD', 'sum'), 1 / place.inputs.length);

export const concat: Lower<'concat'> = ({ attributes }, place) =>
  emit(place, '', 'CONCATENATION', place.inputs, place.shape, [concatOptions.axis(attributes.axis + 1)]);
