import type { Shape } from '../ir/shape.ts';
import { addSizes, ceilDivide, floorDivide, formatSize, isEmpty, type Size } from '../ir/size.ts';
import type { OpName, Padding, Pair } from './attributes.ts';
import { isProblem, type Problem, problem } from './definition.ts';
import { extentOf } from './padding.ts';
import { exactShape, type FeatureMap } from './rules.ts';

/** A window that slides over height and width: what convolutions and pools have in common. */
export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
  /** Whether a last window that only begins inside counts too. */
  readonly ceil: boolean;
}

export const UNDILATED: Pair = [1, 1];

/** The shape of what a window makes of a feature map, with `channels` channels. */
export function windowShape(layer: OpName, window: Window, map: FeatureMap, channels: Size): Shape | Problem {
  const height = windowsAlong(layer, window, 0, map[0]);
  if (isProblem(height)) return height;
  const width = windowsAlong(layer, window, 1, map[1]);
  if (isProblem(width)) return width;
  return exactShape(layer, [height, width, channels]);
}

function windowsAlong(layer: OpName, window: Window, axis: 0 | 1, size: Size): Size | Problem {
  const stride = window.stride[axis];
  const { padding } = window;
  if (padding === 'same') return ceilDivide(size, stride);
  const before = axis === 0 ? padding[0] : padding[2];
  const after = axis === 0 ? padding[1] : padding[3];
  const extent = extentOf(window.kernel[axis], window.dilation[axis]);
  const count = countWindows(size, before, after, extent, stride, window.ceil);
  return isEmpty(count) ? tooSmall(layer, axis, size, before, after, extent) : count;
}

/**
 * How many windows of an extent fit, as PyTorch counts: floor((size + before + after - extent) / stride) +
 * 1. With `ceil` one that only begins inside counts too, but not one that begins in the padding after the
 * input: of the windows that begin at 0, stride, …, those whose start lies before `size + before` and
 * before `size + before + after - extent + stride`.
 */
export function countWindows(
  size: Size,
  before: number,
  after: number,
  extent: number,
  stride: number,
  ceil: boolean,
): Size {
  if (ceil) return ceilDivide(addSizes(size, before + Math.min(after - extent + stride, 0)), stride);
  return floorDivide(addSizes(size, before + after - extent + stride), stride);
}

function tooSmall(
  layer: OpName,
  axis: 0 | 1,
  size: Size,
  before: number,
  after: number,
  extent: number,
): Problem {
  const padded = formatSize(addSizes(size, before + after));
  const padding = before + after === 0 ? '' : ` (${formatSize(size)} and ${before} + ${after} of padding)`;
  return problem(
    'ARC3202',
    { layer, axis: axis === 0 ? 'height' : 'width', kernel: extent, input: padded, padding },
    {
      label: `${formatSize(size)} comes in`,
      help: ['take a smaller kernel, pad more, or reduce the map less before it gets here'],
    },
  );
}
