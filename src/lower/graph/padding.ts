import { addSizes, symbol } from '../../ir/size.ts';
import type { Pair } from '../../ops/attributes.ts';
import type { Sides } from '../../ops/padding.ts';
import { setting, type Value } from './draft.ts';
import { integer } from './node-def.ts';
import { emit, type Site, scalar, whole } from './site.ts';
import { concatSizes, sizesOf } from './sizes.ts';

/** The lowest 32-bit number, which a maximum picks only where there is nothing else. */
export const LOWEST = -3.4028234663852886e38;

/** A feature map with `value` around it. */
export function padMap(site: Site, suffix: string, x: Value, sides: Sides, value = 0): Value {
  if (sides.every((side) => side === 0)) return x;
  const inner = suffix === '' ? '' : `${suffix}_`;
  const [top, bottom, left, right] = sides;
  const [height = 0, width = 0, ...channels] = x.shape;
  const shape = [addSizes(height, top + bottom), addSizes(width, left + right), ...channels];
  const paddings = Int32Array.of(0, 0, top, bottom, left, right, 0, 0);
  const input = [
    x.name,
    paddingTable(site, `${inner}paddings`, paddings),
    scalar(site, `${inner}value`, value),
  ];
  return emit(site, suffix, 'PadV2', input, {}, shape);
}

/**
 * A feature map with TensorFlow's "same" padding where that depends on an open size: over and under each axis
 * max(extent - stride + (-size mod stride), 0) in all, the odd pixel after.
 */
export function padSame(site: Site, suffix: string, x: Value, extent: Pair, stride: Pair): Value {
  const vector = (name: string, [height, width]: Pair) => whole(site, name, height, width);
  const step = (name: string, op: string, ...input: string[]) => emit(site, name, op, input).name;
  const size = sizesOf(site, x, 1, 3);
  const short = step('short', 'Sub', vector('nothing', [0, 0]), size);
  const missing = step('missing', 'FloorMod', short, vector('stride', stride));
  const least: Pair = [extent[0] - stride[0], extent[1] - stride[1]];
  const wanted = step('wanted', 'AddV2', missing, vector('least', least));
  const total = step('total', 'Maximum', wanted, vector('nothing', [0, 0]));
  const before = step('before', 'FloorDiv', total, vector('two', [2, 2]));
  const after = step('after', 'Sub', total, before);
  const sides = emit(site, 'sides', 'Pack', [before, after], { N: integer(2), axis: integer(1) }).name;
  const none = paddingTable(site, 'none', Int32Array.of(0, 0));
  const paddings = concatSizes(site, 'paddings', [none, sides, none]);
  // How large the result is depends on the size in a way that nothing here needs to know.
  const shape = [symbol(`${site.name} rows`), symbol(`${site.name} columns`), ...x.shape.slice(2)];
  return emit(site, suffix, 'PadV2', [x.name, paddings, scalar(site, 'value', 0)], {}, shape);
}

function paddingTable({ draft, name }: Site, suffix: string, numbers: Int32Array): string {
  return setting(draft, `${name}/${suffix}`, numbers, [numbers.length / 2, 2]);
}

/** A feature map without its edges. */
export function cropMap(site: Site, suffix: string, x: Value, [top, bottom, left, right]: Sides): Value {
  if (top + bottom + left + right === 0) return x;
  const inner = suffix === '' ? '' : `${suffix}_`;
  const [height = 0, width = 0, ...channels] = x.shape;
  const shape = [addSizes(height, -top - bottom), addSizes(width, -left - right), ...channels];
  const input = [
    x.name,
    whole(site, `${inner}begin`, 0, top, left, 0),
    whole(site, `${inner}end`, 0, -bottom, -right, 0),
    whole(site, 'every', 1, 1, 1, 1),
  ];
  // The bits of the axes that go on to their end.
  const open = 0b1001 + (bottom === 0 ? 0b10 : 0) + (right === 0 ? 0b100 : 0);
  const masks = { begin_mask: integer(0b1001), end_mask: integer(open) };
  return emit(site, suffix, 'StridedSlice', input, masks, shape);
}

/** Every `stride`-th pixel of a map, beginning with the first. */
export function subsample(site: Site, suffix: string, x: Value, [vertical, horizontal]: Pair): Value {
  if (vertical === 1 && horizontal === 1) return x;
  const input = [
    x.name,
    whole(site, 'begin', 0, 0, 0, 0),
    whole(site, 'end', 0, 0, 0, 0),
    whole(site, 'every', 1, vertical, horizontal, 1),
  ];
  const masks = { begin_mask: integer(0b1111), end_mask: integer(0b1111) };
  return emit(site, suffix, 'StridedSlice', input, masks);
}
