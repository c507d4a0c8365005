import type { Shape } from '../ir/shape.ts';
import { addSizes, ceilDivide, isEmpty, type Size, scaleSize, subtractSizes } from '../ir/size.ts';
import { isList } from './arguments.ts';
import type { OpName, Padding, Pair } from './attributes.ts';
import type { Argument, Problem } from './definition.ts';
import { atLeast } from './rules.ts';

/** Zeros above, below, left and right, in pixels. */
export type Sides = readonly [top: number, bottom: number, left: number, right: number];

export const NO_SIDES: Sides = [0, 0, 0, 0];

/** `n`, `(h, w)` or `(top, bottom, left, right)` as four numbers. */
export function sidesOf(argument: Argument): Sides {
  if (typeof argument === 'number')
    return argument === 0 ? NO_SIDES : [argument, argument, argument, argument];
  if (isList(argument)) {
    const [a, b, c, d] = argument;
    if (typeof a === 'number' && typeof b === 'number') {
      if (typeof c === 'number' && typeof d === 'number') return [a, b, c, d];
      return [a, a, b, b];
    }
  }
  throw new Error('the argument `padding` is neither a number, a pair nor four numbers');
}

/**
 * The `padding` of a layer with a window, with "auto" and "valid" worked out; a problem where it is
 * negative.
 */
export function readPadding(
  layer: OpName,
  argument: Argument,
  kernel: Pair,
  stride: Pair,
  dilation: Pair,
): Padding | Problem {
  if (argument === 'same') return 'same';
  if (argument === 'valid') return NO_SIDES;
  if (argument === 'auto') {
    const vertical = automatic(kernel[0], stride[0], dilation[0]);
    const horizontal = automatic(kernel[1], stride[1], dilation[1]);
    return [vertical, vertical, horizontal, horizontal];
  }
  const sides = sidesOf(argument);
  return atLeast(layer, 'padding', 0, sides) ?? sides;
}

/**
 * "auto", on each side of one axis: half of what the kernel reaches, and nothing for windows that do not
 * overlap.
 */
function automatic(kernel: number, stride: number, dilation: number): number {
  return stride === kernel ? 0 : Math.floor((dilation * (kernel - 1)) / 2);
}

/** How many pixels a dilated kernel spans. */
export function extentOf(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1;
}

/**
 * The padding in numbers, for an input [h, w, c]. TensorFlow's "same" pads so that ceil(size / stride)
 * windows fit, the odd pixel after the input; it is undefined where that depends on the value of a symbol.
 */
export function explicitPadding(
  padding: Padding,
  kernel: Pair,
  stride: Pair,
  dilation: Pair,
  inputShape: Shape,
): Sides | undefined {
  if (padding !== 'same') return padding;
  const vertical = sameTotal(inputShape[0] ?? 1, extentOf(kernel[0], dilation[0]), stride[0]);
  const horizontal = sameTotal(inputShape[1] ?? 1, extentOf(kernel[1], dilation[1]), stride[1]);
  if (vertical === undefined || horizontal === undefined) return undefined;
  const top = Math.floor(vertical / 2);
  const left = Math.floor(horizontal / 2);
  return [top, vertical - top, left, horizontal - left];
}

function sameTotal(size: Size, extent: number, stride: number): number | undefined {
  const windows = ceilDivide(size, stride);
  const total = subtractSizes(addSizes(scaleSize(windows, stride), extent - stride), size);
  if (typeof total === 'number') return Math.max(total, 0);
  return isEmpty(total) ? 0 : undefined;
}
