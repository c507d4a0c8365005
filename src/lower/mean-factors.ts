import type { Pair, PoolAttributes } from '../ops/attributes.ts';
import type { Sides } from '../ops/padding.ts';

/**
 * What makes the mean over each whole window, zeros around the map included, the mean over the numbers that count: the
 * area of the window over how many of its numbers do. Row by row, for a map of `size` of which `windows` are taken.
 * `padded` is all that lies around the map, `counted` what of it counts.
 */
export function meanFactors(
  { kernel, stride }: Pick<PoolAttributes, 'kernel' | 'stride'>,
  size: Pair,
  windows: Pair,
  padded: Sides,
  counted: Sides,
): number[] {
  const down = axisFactors(kernel[0], stride[0], size[0], windows[0], padded[0], counted[0], counted[1]);
  const across = axisFactors(kernel[1], stride[1], size[1], windows[1], padded[2], counted[2], counted[3]);
  return down.flatMap((a) => across.map((b) => a * b));
}

function axisFactors(
  kernel: number,
  stride: number,
  size: number,
  windows: number,
  padded: number,
  before: number,
  after: number,
): number[] {
  return Array.from({ length: windows }, (_, i) => {
    const start = i * stride - padded;
    return kernel / (Math.min(start + kernel, size + after) - Math.max(start, -before));
  });
}
