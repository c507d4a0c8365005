import { formatShape, type Shape } from '../../ir/shape.ts';
import {
  addSizes,
  equalSizes,
  floorDivide,
  formatSize,
  multiplySizes,
  type Size,
  scaleSize,
} from '../../ir/size.ts';
import { axisOf, float, intOf, intsOf, numbersOf, ofFloats, type Rule } from './rule.ts';

/** What operators that move numbers, or leave some out, make of their operands. */

const OPEN = 'what says how it works is not known before it runs';

function product(shape: Shape): Size | undefined {
  let result: Size | undefined = 1;
  for (const size of shape) result = result === undefined ? undefined : multiplySizes(result, size);
  return result;
}

export const flatten = ofFloats(([x = []], attributes) => {
  if (intOf(attributes, 'axis', 1) !== 1) return 'Flatten keeps the batch alone';
  const rest = product(x.slice(1));
  return rest === undefined ? `${formatShape(x)} has no size that can be worked with` : [x[0] ?? 0, rest];
});

/** 0 keeps the size at its place; -1 is what is left. */
export const reshape: Rule = ([x, shape]) => {
  const target = numbersOf(shape);
  if (x?.type !== 'float32' || shape?.type !== 'int64' || !target) return OPEN;
  if (target.some((size) => size < -1) || target.filter((size) => size === -1).length > 1)
    return `[${target}] is no shape`;
  const kept = new Set(target.flatMap((size, i) => (size === 0 ? [i] : [])));
  const from = product(x.dims.filter((_, i) => !kept.has(i)));
  const to = target.reduce((sum, size) => (size > 0 ? sum * size : sum), 1);
  if (from === undefined) return `${formatShape(x.dims)} has no number of elements that can be worked with`;
  const rest = floorDivide(from, to);
  if (!equalSizes(scaleSize(rest, to), from) || (!target.includes(-1) && !equalSizes(rest, 1)))
    return `${formatShape(x.dims)} does not have the numbers for [${target}]`;
  return float(target.map((size, i) => (size === 0 ? (x.dims[i] ?? 0) : size === -1 ? rest : size)));
};

export const unsqueeze: Rule = ([x, axes]) => {
  const places = numbersOf(axes);
  if (!x || axes?.type !== 'int64' || !places) return OPEN;
  const rank = x.dims.length + places.length;
  if (new Set(places).size !== places.length || places.some((axis) => axis < 0 || axis >= rank))
    return `[${places}] are no axes of it`;
  const rest = [...x.dims];
  return float(Array.from({ length: rank }, (_, i) => (places.includes(i) ? 1 : (rest.shift() ?? 0))));
};

export const transpose = ofFloats(([x = []], attributes) => {
  const perm = intsOf(attributes, 'perm', []);
  const isOrder = x.every((_, i) => perm.includes(i)) && perm.length === x.length;
  return isOrder ? perm.map((axis) => x[axis] ?? 0) : `[${perm}] is no order of ${formatShape(x)}`;
});

export const gather: Rule = ([x, indices], attributes) => {
  const places = numbersOf(indices);
  if (!x || indices?.type !== 'int64' || !places) return OPEN;
  const axis = axisOf(intOf(attributes, 'axis', 0), x.dims.length);
  if (axis === undefined) return 'it has no such axis';
  const size = x.dims[axis] ?? 0;
  if (typeof size !== 'number' || places.some((each) => each < 0 || each >= size))
    return `an index lies outside of ${formatSize(size)}`;
  return float(x.dims.with(axis, places.length));
};

export const slice: Rule = ([x, ...given]) => {
  const [starts, ends, axes] = given.map(numbersOf);
  if (!x || !starts || !ends || !axes) return OPEN;
  if (starts.length !== axes.length || ends.length !== axes.length)
    return 'it has not one start and end an axis';
  let dims = x.dims;
  for (const [i, axis] of axes.entries()) {
    const size = dims[axis];
    const [start = 0, end = 0] = [starts[i], ends[i]];
    if (size === undefined || start < 0) return `axis ${axis} has no place ${start}`;
    const stop = end < 0 ? addSizes(size, end) : typeof size === 'number' ? Math.min(end, size) : size;
    if (end >= 0 && end < 2 ** 31 - 1 && stop !== end)
      return `${end} lies beyond axis ${axis}, ${formatSize(size)}`;
    const length = addSizes(stop, -start);
    if (typeof length === 'number' && length < 1) return `nothing is left of axis ${axis}`;
    dims = dims.with(axis, length);
  }
  return float(dims);
};

export const pad: Rule = ([x, pads, value]) => {
  const sides = numbersOf(pads);
  if (!x || !sides) return OPEN;
  const rank = x.dims.length;
  if (sides.length !== 2 * rank || sides.some((side) => side < 0)) return `[${sides}] are no sides of it`;
  if (value?.type !== 'float32' || value.dims.length > 0) return 'what it pads with is no number';
  return float(x.dims.map((size, i) => addSizes(size, (sides[i] ?? 0) + (sides[i + rank] ?? 0))));
};

export const shape: Rule = ([x], attributes) => {
  if (!x) return 'an operand is left out';
  const contents = x.dims.slice(intOf(attributes, 'start', 0), intOf(attributes, 'end', x.dims.length));
  return { type: 'int64', dims: [contents.length], contents };
};

export const resize: Rule = ([x, region, scales, sizes]) => {
  if (x?.type !== 'float32') return 'an operand is left out';
  if (region || (scales && sizes)) return 'it takes either scales or sizes, and no region';
  const rank = x.dims.length;
  const wanted = sizes?.contents;
  if (wanted) {
    const keeps = wanted.length === rank && [0, 1].every((i) => equalSizes(wanted[i] ?? 0, x.dims[i] ?? 0));
    return keeps ? float(wanted) : `${formatShape(wanted)} is no size of ${formatShape(x.dims)}`;
  }
  const factors = numbersOf(scales);
  if (!factors || factors.length !== rank || factors[0] !== 1 || factors[1] !== 1) return OPEN;
  if (!factors.every((factor) => Number.isInteger(factor) && factor > 0)) return `it grows by [${factors}]`;
  return float(x.dims.map((size, i) => scaleSize(size, factors[i] ?? 1)));
};

export const concat: Rule = (operands, attributes) => {
  const [first] = operands;
  const axis = axisOf(intOf(attributes, 'axis', 0), first?.dims.length ?? 0);
  if (!first || axis === undefined) return 'it has no such axis';
  let total: Size = 0;
  const contents: Size[] = [];
  for (const operand of operands) {
    if (!operand || operand.type !== first.type) return 'the operands are of different types';
    const { dims } = operand;
    if (
      dims.length !== first.dims.length ||
      !dims.every((size, i) => i === axis || equalSizes(size, first.dims[i] ?? 0))
    )
      return `${formatShape(dims)} does not continue ${formatShape(first.dims)}`;
    total = addSizes(total, dims[axis] ?? 0);
    contents.push(...(operand.contents ?? []));
  }
  const dims = first.dims.with(axis, total);
  return contents.length === total ? { type: first.type, dims, contents } : { type: first.type, dims };
};
