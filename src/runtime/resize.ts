/** Values 0 to 1, row by row, the channels of a pixel side by side. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** For each new position, the old ones that it takes from, in order, with weights that sum to 1. */
type Taps = readonly { readonly first: number; readonly weights: readonly number[] }[];

/**
 * A picture in another size, height and width each by itself: where it shrinks, a new pixel is the mean of the area it
 * covers (so that shrinking by a whole number is exact); where it grows, it is interpolated between pixel centres.
 */
export function resize(
  picture: Picture,
  to: { readonly height: number; readonly width: number },
): Float32Array {
  const { height, width, channels } = picture;
  const rows = along(picture.data, 1, height, to.height, width * channels);
  return along(rows, to.height, width, to.width, channels);
}

/** Resizes the middle axis of a `[outer, from, inner]` array. */
function along(data: Float32Array, outer: number, from: number, to: number, inner: number): Float32Array {
  if (from === to) return data;
  const taps = to < from ? areas(from, to) : neighbours(from, to);
  const result = new Float32Array(outer * to * inner);
  for (let block = 0; block < outer; block++) {
    taps.forEach(({ first, weights }, position) => {
      const target = (block * to + position) * inner;
      weights.forEach((weight, k) => {
        const source = (block * from + first + k) * inner;
        for (let i = 0; i < inner; i++) {
          result[target + i] = (result[target + i] ?? 0) + weight * (data[source + i] ?? 0);
        }
      });
    });
  }
  return result;
}

function areas(from: number, to: number): Taps {
  const step = from / to;
  return Array.from({ length: to }, (_, position) => {
    const start = (position * from) / to;
    const end = ((position + 1) * from) / to;
    const first = Math.floor(start);
    const weights: number[] = [];
    for (let i = first; i < end; i++) weights.push((Math.min(end, i + 1) - Math.max(start, i)) / step);
    return { first, weights };
  });
}

function neighbours(from: number, to: number): Taps {
  return Array.from({ length: to }, (_, position) => {
    const centre = Math.min(Math.max(((position + 0.5) * from) / to - 0.5, 0), from - 1);
    const first = Math.min(Math.floor(centre), Math.max(from - 2, 0));
    const share = centre - first;
    return share === 0 ? { first, weights: [1] } : { first, weights: [1 - share, share] };
  });
}
