import { equalShapes, formatShape, type Shape } from '../ir/shape.ts';
import { addSizes, equalSizes, formatSize, type Size, symbolsOf } from '../ir/size.ts';
import { INT } from '../values/type.ts';
import { numberIn } from './arguments.ts';
import type { OpAttributes } from './attributes.ts';
import { type OpDefinition, type Problem, problem } from './definition.ts';
import { optional } from './parameters.ts';
import { BARE, COSTLESS, exactShape, multiplesOf, WEIGHTLESS } from './rules.ts';

type JoinName = 'add' | 'multiply' | 'concat' | 'maximum' | 'average';

/** A join of tensors of one shape, number by number. */
function join(layer: JoinName, doc: string): OpDefinition<OpAttributes['add']> {
  return {
    doc,
    ...BARE,
    takes: 'several',
    shape(_, inputs) {
      const [first] = inputs;
      if (!first || inputs.length < 2) return tooFew(layer, inputs.length);
      for (let i = 1; i < inputs.length; i++) {
        const other = inputs[i];
        if (other && !equalShapes(first, other)) return mismatch(layer, first, other, 0, i);
      }
      return first;
    },
    ...WEIGHTLESS,
    ...COSTLESS,
  };
}

export const add = join('add', 'The sum of tensors of one shape.');
export const maximum = join('maximum', 'The largest of the numbers at each place of tensors of one shape.');
export const average = join('average', 'The mean of tensors of one shape.');

export const multiply: OpDefinition<OpAttributes['multiply']> = {
  doc:
    'The product of tensors of one shape; a [c] or [1, 1, c] among them is spread over the whole map ' +
    '(squeeze-and-excite).',
  ...BARE,
  takes: 'several',
  shape(_, inputs) {
    const [first] = inputs;
    if (!first || inputs.length < 2) return tooFew('multiply', inputs.length);
    // The map is the first tensor that is no gate; gates alone give the first that is at least [1, 1, c].
    const map = inputs.find((shape) => !isGate(shape)) ?? inputs.find((shape) => shape.length === 3) ?? first;
    const base = inputs.indexOf(map);
    for (let i = 0; i < inputs.length; i++) {
      const other = inputs[i];
      if (!other || equalShapes(map, other) || gates(other, map)) continue;
      return i < base ? mismatch('multiply', other, map, i, base) : mismatch('multiply', map, other, base, i);
    }
    return map;
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};

function isGate(shape: Shape): boolean {
  return shape.length === 1 || (shape.length === 3 && shape[0] === 1 && shape[1] === 1);
}

/** Whether a [c] or [1, 1, c] can be spread over a map [h, w, c]. */
function gates(gate: Shape, map: Shape): boolean {
  if (map.length !== 3 || !isGate(gate)) return false;
  const channels = gate[gate.length - 1];
  return channels !== undefined && equalSizes(channels, map[2] ?? 0);
}

export const concat: OpDefinition<OpAttributes['concat']> = {
  doc:
    'Tensors one after the other along one axis, the channels unless another is named; the other ' +
    'axes are equal.',
  parameters: [
    optional('axis', INT, -1, 'the axis, counted from 0 without the batch; -1 is the last, the channels'),
  ],
  takes: 'several',
  normalise: (args) => ({ axis: numberIn(args, 'axis') }),
  shape({ axis: written }, inputs) {
    const [first] = inputs;
    if (!first || inputs.length < 2) return tooFew('concat', inputs.length);
    const rank = first.length;
    const axis = countedFromFront(written, rank);
    if (axis < 0 || axis >= rank) {
      return problem('ARC3216', { axis: written, shape: formatShape(first), rank }, { at: 'axis' });
    }
    let total: Size = first[axis] ?? 0;
    for (let i = 1; i < inputs.length; i++) {
      const other = inputs[i];
      if (!other) continue;
      if (!equalBut(axis, first, other)) return mismatch('concat', first, other, 0, i, axis);
      total = addSizes(total, other[axis] ?? 0);
    }
    return exactShape('concat', first.with(axis, total));
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};

/** An axis that may be counted from the end (-1: the last), counted from the front. */
export function countedFromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function equalBut(axis: number, a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => i === axis || equalSizes(size, b[i] ?? 0));
}

function tooFew(layer: JoinName, count: number): Problem {
  return problem(
    'ARC3217',
    { layer, count },
    { help: ['a join names every tensor it takes; `_` is the flow'] },
  );
}

const AXES = ['height', 'width', 'channels'];

/** Why two of the shapes cannot be joined; `free` is the axis that need not agree. */
function mismatch(
  layer: JoinName,
  a: Shape,
  b: Shape,
  aPlace: number,
  bPlace: number,
  free?: number,
): Problem {
  const shapes = {
    layer,
    first: formatShape(a),
    other: formatShape(b),
    basePlace: ordinal(aPlace),
    place: ordinal(bPlace),
  };
  const spread = layer === 'multiply' && a.length + b.length > 3 && (isGate(a) || isGate(b));
  if (a.length !== b.length && !(spread && a.length + b.length === 4)) {
    const help = a.length + b.length === 4 ? keepDims(layer) : [];
    return problem('ARC3215', { ...shapes, what: `they have ${a.length} and ${b.length} axes` }, { help });
  }
  // A gate agrees with every height and width, so what is wrong with it are its channels, its last axis.
  const axis = spread ? 2 : a.findIndex((size, i) => i !== free && !equalSizes(size, b[i] ?? 0));
  const left = (spread ? a[a.length - 1] : a[axis]) ?? 0;
  const right = (spread ? b[b.length - 1] : b[axis]) ?? 0;
  const name = spread || a.length === 3 ? `the ${AXES[axis] ?? ''}` : `axis ${axis}`;
  const verb = name === 'the channels' ? 'differ' : 'differs';
  const what = `${name} ${verb}, ${formatSize(left)} and ${formatSize(right)}`;
  const help = waysOut(layer, axis, Math.max(a.length, b.length), left, right);
  const gate = !spread && a.length === 3 && axis < 2 && isGate(a) !== isGate(b) && layer !== 'concat';
  return problem('ARC3215', { ...shapes, what }, { help: gate ? [MULTIPLY_ALONE] : help });
}

const MULTIPLY_ALONE = '`multiply` alone spreads a [1, 1, c] or [c] over a map; `upsample` makes a map of it';

function keepDims(layer: JoinName): readonly string[] {
  if (layer === 'concat') return ['`keep_dims = true` in a global pool gives [1, 1, c] instead of [c]'];
  return [MULTIPLY_ALONE];
}

function waysOut(layer: JoinName, axis: number, rank: number, left: Size, right: Size): readonly string[] {
  const multiples = multiplesOf(left, right);
  if (multiples !== undefined) return [multiples];
  if (haveOtherSymbols(left, right))
    return ['sizes that are always equal are declared with one symbol: `?h` in both inputs'];
  if (rank === 3 && axis === 2 && typeof left === 'number' && typeof right === 'number') {
    const join = layer === 'add' ? ['`concat` takes different numbers of channels'] : [];
    return [`a 1x1 \`conv2d\` on one of them makes their channels equal`, ...join];
  }
  return rank === 3
    ? ['make the strides, paddings and pools on both ways the same, or `crop` the larger']
    : [];
}

function haveOtherSymbols(a: Size, b: Size): boolean {
  const [left, right] = [new Set(symbolsOf(a)), new Set(symbolsOf(b))];
  return left.size > 0 && right.size > 0 && [...left].every((name) => !right.has(name));
}

function ordinal(place: number): string {
  return ['first', 'second', 'third'][place] ?? `${place + 1}th`;
}
