import type { Padding, Pair } from '../../ops/attributes.ts';
import { explicitPadding, type Sides } from '../../ops/padding.ts';
import { integers, number } from './constants.ts';
import type { Value } from './draft.ts';
import { emit, type Place, spatial } from './place.ts';
import { SAME, VALID } from './schema.ts';

/** The lowest number that is finite: what a maximum pads with. */
export const LOWEST = -3.4028234663852886e38;

/** A window over height and width. */
export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
}

/** The padding of a window over a map in numbers, which it always is for a known size. */
export function sidesOf(padding: Padding, { kernel, stride, dilation }: Window, map: Value): Sides {
  const sides = explicitPadding(padding, kernel, stride, dilation, map.shape.slice(1));
  if (!sides) throw new Error('a padding depends on a size that is not known');
  return sides;
}

/** Whether "same" has these very windows: as many, and the first one begins at the same place. */
export function isSame([top, , left]: Sides, window: Window, map: Value, outputs: Pair): boolean {
  const same = sidesOf('same', window, map);
  const counts = spatial(map).every(
    (size, axis) => Math.ceil(size / (window.stride[axis] ?? 1)) === outputs[axis],
  );
  return counts && same[0] === top && same[2] === left;
}

export function isNothing(sides: Sides): boolean {
  return sides.every((side) => side === 0);
}

/** Rows and columns of one value around a map. */
export function pad(place: Place, suffix: string, x: Value, sides: Sides, value: number): Value {
  if (isNothing(sides)) return x;
  const [top, bottom, left, right] = sides;
  const amounts = integers(place.draft, [0, 0, top, bottom, left, right, 0, 0], [4, 2]);
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const shape = [batch, height + top + bottom, width + left + right, channels];
  return value === 0
    ? emit(place, suffix, 'PAD', [x, amounts], shape)
    : emit(place, suffix, 'PADV2', [x, amounts, number(place.draft, value)], shape);
}

/** The input of a window and how its kernel is to pad it: what is neither "same" nor nothing is padded in front. */
export function padInFront(
  place: Place,
  sides: Sides,
  window: Window,
): { readonly x: Value; readonly padding: typeof SAME | typeof VALID } {
  if (isNothing(sides)) return { x: place.x, padding: VALID };
  if (isSame(sides, window, place.x, spatial(place))) return { x: place.x, padding: SAME };
  return { x: pad(place, 'pad', place.x, sides, 0), padding: VALID };
}

/** The part of a tensor that begins at `begin` and has a shape. */
export function cut(
  place: Place,
  suffix: string,
  x: Value,
  begin: readonly number[],
  shape: readonly number[],
): Value {
  if (shape.every((size, axis) => size === x.shape[axis])) return x;
  return emit(place, suffix, 'SLICE', [x, integers(place.draft, begin), integers(place.draft, shape)], shape);
}
