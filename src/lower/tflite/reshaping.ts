import { integers } from './constants.ts';
import type { Value } from './draft.ts';
import { cut, pad as padded } from './padding.ts';
import { channelsOf, emit, type Lower, type Place } from './place.ts';
import { reshapeOptions, resizeBilinearOptions, resizeNearestOptions } from './schema.ts';

/** The same numbers in another shape; a copy where the shape is the same. */
export function reshapeTo(place: Place, suffix: string, x: Value, shape: readonly number[]): Value {
  return emit(place, suffix, 'RESHAPE', [x, integers(place.draft, shape)], shape, [
    reshapeOptions.shape(shape),
  ]);
}

export const reshape: Lower<'reshape'> = (_, place) => {
  const isThere =
    place.shape.length === place.x.shape.length &&
    place.shape.every((size, axis) => size === place.x.shape[axis]);
  return isThere ? place.x : reshapeTo(place, '', place.x, place.shape);
};

/** [.., groups, c / groups] with its two last axes exchanged. */
export const channelShuffle: Lower<'channel_shuffle'> = ({ attributes }, place) => {
  const { groups } = attributes;
  const channels = channelsOf(place.x);
  const each = channels / groups;
  const pixels = place.x.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const split = reshapeTo(place, 'split', place.x, [pixels, groups, each]);
  const axes = integers(place.draft, [0, 2, 1]);
  const exchanged = emit(place, 'exchanged', 'TRANSPOSE', [split, axes], [pixels, each, groups]);
  return reshapeTo(place, '', exchanged, place.shape);
};

export const slice: Lower<'slice'> = ({ attributes }, place) => {
  const begin = [...place.shape.slice(0, -1).map(() => 0), attributes.start];
  return cut(place, '', place.x, begin, place.shape);
};

export const pad: Lower<'pad'> = ({ attributes }, place) =>
  padded(place, '', place.x, attributes.padding, attributes.value);

export const crop: Lower<'crop'> = ({ attributes }, place) => {
  const [top, , left] = attributes.amount;
  return cut(place, '', place.x, [0, top, left, 0], place.shape);
};

/**
 * Nearest: pixel floor(i * from / to), the ratio a 32-bit number, as PyTorch's `nearest`. Bilinear: between half-pixel
 * centres.
 */
export const upsample: Lower<'upsample'> = ({ attributes }, place) => {
  const { x, shape } = place;
  if (shape.every((size, axis) => size === x.shape[axis])) return x;
  const size = integers(place.draft, shape.slice(1, 3));
  return attributes.method === 'nearest'
    ? emit(place, '', 'RESIZE_NEAREST_NEIGHBOR', [x, size], shape, [
        resizeNearestOptions.alignCorners(false),
        resizeNearestOptions.halfPixelCentres(false),
      ])
    : emit(place, '', 'RESIZE_BILINEAR', [x, size], shape, [
        resizeBilinearOptions.alignCorners(false),
        resizeBilinearOptions.halfPixelCentres(true),
      ]);
};
