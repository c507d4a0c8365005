import type { Matrix } from '../matrices.ts';
import { integers, numbers } from './constants.ts';
import type { Value } from './draft.ts';
import { emit, type Place } from './place.ts';
import { transposed } from './products.ts';
import { fullyConnectedOptions, fusedActivations } from './schema.ts';

/**
 * A linear map along the height and one along the width: a matrix product along the last axis each, to which the axis
 * is brought.
 */
export function resample(place: Place, x: Value, vertical: Matrix, horizontal: Matrix): Value {
  const rows = product(place, 'rows', exchanged(place, 'columns_first', x, [0, 2, 3, 1]), vertical);
  const columns = product(place, 'columns', exchanged(place, 'rows_first', rows, [0, 3, 2, 1]), horizontal);
  return exchanged(place, '', columns, [0, 1, 3, 2]);
}

function exchanged(place: Place, suffix: string, x: Value, axes: readonly number[]): Value {
  const shape = axes.map((axis) => x.shape[axis] ?? 1);
  return emit(place, suffix, 'TRANSPOSE', [x, integers(place.draft, axes)], shape);
}

function product(place: Place, suffix: string, x: Value, { from, to, entries }: Matrix): Value {
  const name = `${place.name}.${suffix}_matrix`;
  const matrix = numbers(place.draft, name, [to, from], transposed(entries, to));
  const zeros = numbers(place.draft, `${name}_bias`, [to], new Float32Array(to));
  const shape = [...x.shape.slice(0, -1), to];
  return emit(place, suffix, 'FULLY_CONNECTED', [x, matrix, zeros], shape, [
    fullyConnectedOptions.activation(fusedActivations.none),
    fullyConnectedOptions.keepDims(true),
  ]);
}
