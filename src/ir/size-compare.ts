import {
  addSizes,
  floorDivide,
  greatestCommonDivisor,
  type Size,
  type SymbolicSize,
  scaleSize,
  sizeKey,
  subtractSizes,
  type Term,
} from './size-form.ts';

/**
 * A symbolic size is affine in each symbol but for a part that repeats: raising a symbol by the period
 * (the product of nested divisors, the least common multiple of neighbours) raises the size by an amount
 * that does not depend on where one starts. So whatever holds for all values can be seen at one period of
 * values. Past this many values nothing is claimed.
 */
const MAX_VALUES = 1024;

/** The least multiple that is looked for: beyond it nobody would declare one. */
const MAX_MULTIPLE = 1024;

/** The size with some or all symbols replaced by numbers. */
export function substituteSize(size: Size, bindings: ReadonlyMap<string, number>): Size {
  return replaceSymbols(
    size,
    (name, term) => bindings.get(name) ?? { constant: 0, terms: [{ coefficient: 1, term }] },
  );
}

function replaceSymbols(size: Size, value: (name: string, term: Term) => Size): Size {
  if (typeof size === 'number') return size;
  let sum: Size = size.constant;
  for (const { coefficient, term } of size.terms) {
    const replaced =
      term.kind === 'symbol'
        ? value(term.name, term)
        : floorDivide(replaceSymbols(term.of, value), term.divisor);
    sum = addSizes(sum, scaleSize(replaced, coefficient));
  }
  return sum;
}

/** The names of the symbols that a size depends on. */
export function symbolsOf(size: Size): ReadonlySet<string> {
  const names = new Set<string>();
  if (typeof size !== 'number') collectSymbols(size, names);
  return names;
}

function collectSymbols(size: SymbolicSize, names: Set<string>): void {
  for (const { term } of size.terms) {
    if (term.kind === 'symbol') names.add(term.name);
    else collectSymbols(term.of, names);
  }
}

/** No values given: every symbol is 1. */
const ONES: ReadonlyMap<string, number> = new Map();

/**
 * The value at given symbols, 1 where none is given; NaN when a step passes 2^53, so that nothing is
 * proved by it.
 */
function valueAt(size: SymbolicSize, values: ReadonlyMap<string, number>): number {
  let sum = size.constant;
  for (const { coefficient, term } of size.terms) {
    const value =
      term.kind === 'symbol'
        ? (values.get(term.name) ?? 1)
        : Math.floor(valueAt(term.of, values) / term.divisor);
    const product = coefficient * value;
    sum += product;
    if (!Number.isSafeInteger(product) || !Number.isSafeInteger(sum)) return Number.NaN;
  }
  return sum;
}

function periodOf(size: SymbolicSize): number {
  let period = 1;
  for (const { term } of size.terms) {
    if (term.kind === 'symbol') continue;
    const inner = term.divisor * periodOf(term.of);
    period = (period / greatestCommonDivisor(period, inner)) * inner;
    if (!(period <= Number.MAX_SAFE_INTEGER)) return Number.POSITIVE_INFINITY;
  }
  return period;
}

/** By how much the size grows, for each symbol, when that symbol grows by the period; the names in order. */
function rises(size: SymbolicSize, names: readonly string[], period: number): readonly number[] {
  const atOnes = valueAt(size, ONES);
  return names.map((name) => valueAt(size, new Map([[name, 1 + period]])) - atOnes);
}

/**
 * Whether the test holds at every combination of values from 1 to the period; false when there are too
 * many.
 */
function holdsOverPeriod(
  size: SymbolicSize,
  names: readonly string[],
  period: number,
  test: (value: number) => boolean,
): boolean {
  if (period ** names.length > MAX_VALUES) return false;
  const values = new Map(names.map((name) => [name, 1]));
  for (;;) {
    if (!test(valueAt(size, values))) return false;
    let next = 0;
    for (; next < names.length; next++) {
      const name = names[next] ?? '';
      const value = (values.get(name) ?? 1) + 1;
      values.set(name, value <= period ? value : 1);
      if (value <= period) break;
    }
    if (next === names.length) return true;
  }
}

/**
 * Whether two sizes are equal for every value of their symbols. Complete while the divisors stay small (a
 * period of at most `MAX_VALUES` values); beyond, sizes that look different count as different.
 */
export function equalSizes(a: Size, b: Size): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return false;
  const difference = subtractSizes(a, b);
  return typeof difference === 'number' ? difference === 0 : isZero(difference);
}

/** Answers already found: a network repeats its comparisons block after block. */
const zeros = new Map<string, boolean>();
const MAX_ZEROS = 512;

function isZero(size: SymbolicSize): boolean {
  const key = sizeKey(size);
  let answer = zeros.get(key);
  if (answer === undefined) {
    if (zeros.size >= MAX_ZEROS) zeros.clear();
    answer = provesZero(size);
    zeros.set(key, answer);
  }
  return answer;
}

function provesZero(size: SymbolicSize): boolean {
  const names = [...symbolsOf(size)];
  const period = periodOf(size);
  if (!Number.isFinite(period) || rises(size, names, period).some((rise) => rise !== 0)) return false;
  return holdsOverPeriod(size, names, period, (value) => value === 0);
}

/**
 * Whether a size is below 1 for every value of its symbols, which are at least 1. Never true without
 * proof.
 */
export function isEmpty(size: Size): boolean {
  if (typeof size === 'number') return size < 1;
  // What stands in a floor has positive factors, so terms that are only added grow past every bound.
  if (size.terms.every(({ coefficient }) => coefficient > 0) || valueAt(size, ONES) >= 1) return false;
  const names = [...symbolsOf(size)];
  const period = periodOf(size);
  if (!Number.isFinite(period) || rises(size, names, period).some((rise) => !(rise <= 0))) return false;
  return holdsOverPeriod(size, names, period, (value) => value < 1);
}

/**
 * The least m, at most 1024, such that two sizes are equal whenever every symbol is a multiple of m;
 * undefined when they are equal anyway, or when no multiple makes them so.
 */
export function suggestMultiple(a: Size, b: Size): number | undefined {
  const difference = subtractSizes(a, b);
  if (typeof difference === 'number' || equalSizes(a, b)) return undefined;
  const period = periodOf(difference);
  for (let multiple = 2; multiple <= Math.min(MAX_MULTIPLE, period); multiple++) {
    // What repeats with the period sees of a multiple only what it shares with the period.
    if (Number.isFinite(period) && period % multiple !== 0) continue;
    if (equalSizes(ofMultiples(difference, multiple), 0)) return multiple;
  }
  return undefined;
}

/** The size in terms of the m-th parts of its symbols: `?h` becomes `m * ?h`. */
function ofMultiples(size: SymbolicSize, multiple: number): Size {
  return replaceSymbols(size, (_, term) => ({ constant: 0, terms: [{ coefficient: multiple, term }] }));
}
