/**
 * A size known or symbolic. Known sizes are plain numbers, so that the common case costs nothing.
 * A symbolic size is a constant plus integer multiples of terms, in the normal form of LANGUAGE §6.
 */
export type Size = number | SymbolicSize;

export interface SymbolicSize {
  readonly constant: number;
  /** Sorted by `termKey`; coefficients are integers other than 0; never empty. */
  readonly terms: readonly { readonly coefficient: number; readonly term: Term }[];
}

/** A symbol `?h`, or `floor(size / divisor)` of a size that the divisor does not divide. */
export type Term =
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'floor'; readonly of: SymbolicSize; readonly divisor: number };

/**
 * The most symbols and floors, nested ones counted, that one size may hold: about four times what networks
 * need.
 */
export const MAX_TERMS = 64;

/**
 * What arithmetic gives when a symbolic result would hold more than `MAX_TERMS` terms or a number past
 * 2^53. It is NaN: it spreads through further arithmetic, equals nothing, and every operation on it is
 * cheap.
 */
export const INEXACT: Size = Number.NaN;

/** Whether a size is what was meant: false for `INEXACT` and for numbers past 2^53. */
export function isExact(size: Size): boolean {
  return typeof size !== 'number' || Number.isSafeInteger(size);
}

interface TermFacts {
  readonly key: string;
  readonly nodes: number;
}

const facts = new WeakMap<Term, TermFacts>();

/** The key and the weight of a term, worked out once: terms are shared by all sizes made from one another. */
function factsOf(term: Term): TermFacts {
  let known = facts.get(term);
  if (!known) {
    known =
      term.kind === 'symbol'
        ? { key: `?${term.name}`, nodes: 1 }
        : { key: `floor(${sizeKey(term.of)}/${term.divisor})`, nodes: 1 + nodesIn(term.of.terms) };
    facts.set(term, known);
  }
  return known;
}

function nodesIn(terms: SymbolicSize['terms']): number {
  let nodes = 0;
  for (const { term } of terms) nodes += factsOf(term).nodes;
  return nodes;
}

/** A text that two terms share exactly when they are written alike; terms are sorted by it, symbols first. */
export function termKey(term: Term): string {
  return factsOf(term).key;
}

/** A text that two symbolic sizes share exactly when their normal forms are the same. */
export function sizeKey(size: SymbolicSize): string {
  let key = `${size.constant}`;
  for (const { coefficient, term } of size.terms) key += `+${coefficient}*${termKey(term)}`;
  return key;
}

/** The size of sorted, non-zero terms: a number without any, `INEXACT` past the limits. */
function sizeOf(constant: number, terms: SymbolicSize['terms']): Size {
  if (terms.length === 0) return constant;
  if (!Number.isSafeInteger(constant) || nodesIn(terms) > MAX_TERMS) return INEXACT;
  for (const { coefficient } of terms) if (!Number.isSafeInteger(coefficient)) return INEXACT;
  return { constant, terms };
}

function termsOf(size: Size): SymbolicSize['terms'] {
  return typeof size === 'number' ? [] : size.terms;
}

function constantOf(size: Size): number {
  return typeof size === 'number' ? size : size.constant;
}

/** `a + factor * b`: a merge of two sorted lists of terms. */
function combine(a: Size, b: Size, factor: number): Size {
  const left = termsOf(a);
  const right = termsOf(b);
  const terms: SymbolicSize['terms'][number][] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const x = left[i];
    const y = right[j];
    if (!x && !y) break;
    const order = !x ? 1 : !y ? -1 : compareTerms(x.term, y.term);
    const fromLeft = x && order <= 0 ? x.coefficient : 0;
    const fromRight = y && order >= 0 ? factor * y.coefficient : 0;
    const term = order <= 0 ? x?.term : y?.term;
    const coefficient = fromLeft + fromRight;
    if (term && coefficient !== 0) terms.push({ coefficient, term });
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return sizeOf(constantOf(a) + factor * constantOf(b), terms);
}

function compareTerms(a: Term, b: Term): number {
  if (a === b) return 0;
  const left = termKey(a);
  const right = termKey(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The size `?name`. */
export function symbol(name: string): Size {
  return { constant: 0, terms: [{ coefficient: 1, term: { kind: 'symbol', name } }] };
}

export function addSizes(a: Size, b: Size): Size {
  if (typeof b === 'number') return typeof a === 'number' ? a + b : shifted(a, b);
  return typeof a === 'number' ? shifted(b, a) : combine(a, b, 1);
}

function shifted(size: SymbolicSize, by: number): Size {
  const constant = size.constant + by;
  return Number.isSafeInteger(constant) ? { constant, terms: size.terms } : INEXACT;
}

export function subtractSizes(a: Size, b: Size): Size {
  return typeof a === 'number' && typeof b === 'number' ? a - b : combine(a, b, -1);
}

/** `factor * size`, for an integer factor. */
export function scaleSize(size: Size, factor: number): Size {
  // Adding 0 turns the -0 of `0 * -1` into 0.
  if (typeof size === 'number') return size * factor + 0;
  if (factor === 1) return size;
  return factor === 0 ? 0 : combine(0, size, factor);
}

/** The product, or undefined where both are symbolic: that is no sum of multiples of symbols. */
export function multiplySizes(a: Size, b: Size): Size | undefined {
  if (typeof b === 'number') return scaleSize(a, b);
  return typeof a === 'number' ? scaleSize(b, a) : undefined;
}

/** The remainder in 0 … divisor - 1, also of negative numbers. */
function modulo(value: number, divisor: number): number {
  const remainder = value % divisor;
  return remainder < 0 ? remainder + divisor : remainder + 0;
}

export function greatestCommonDivisor(a: number, b: number): number {
  let larger = Math.abs(a);
  let smaller = Math.abs(b);
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

/** Floors already worked out: a network divides the same few sizes layer after layer. */
const floors = new Map<string, Size>();
const MAX_FLOORS = 1024;

/** `floor(size / divisor)` for a positive integer divisor. */
export function floorDivide(size: Size, divisor: number): Size {
  if (typeof size === 'number') return Math.floor(size / divisor);
  if (divisor === 1) return size;
  const key = `${sizeKey(size)}/${divisor}`;
  let result = floors.get(key);
  if (result === undefined) {
    result = reducedFloor(size, divisor);
    if (floors.size >= MAX_FLOORS) floors.clear();
    floors.set(key, result);
  }
  return result;
}

function reducedFloor(size: SymbolicSize, divisor: number): Size {
  const whole: SymbolicSize['terms'][number][] = [];
  const rest: { coefficient: number; readonly term: Term }[] = [];
  let common = divisor;
  for (const { coefficient, term } of size.terms) {
    const remainder = modulo(coefficient, divisor);
    if (remainder !== coefficient) whole.push({ coefficient: (coefficient - remainder) / divisor, term });
    if (remainder !== 0) {
      rest.push({ coefficient: remainder, term });
      common = greatestCommonDivisor(common, remainder);
    }
  }
  const constant = modulo(size.constant, divisor);
  const outside = sizeOf((size.constant - constant) / divisor, whole);
  // Nothing is left inside but a constant below the divisor, whose floor is 0.
  if (rest.length === 0) return outside;
  if (common > 1) for (const each of rest) each.coefficient /= common;
  const inside = sizeOf(Math.floor(constant / common), rest);
  return typeof inside === 'number' ? INEXACT : addSizes(outside, floorOf(inside, divisor / common));
}

/** `ceil(size / divisor)` for a positive integer divisor. */
export function ceilDivide(size: Size, divisor: number): Size {
  if (typeof size === 'number') return Math.ceil(size / divisor) + 0;
  return floorDivide(addSizes(size, divisor - 1), divisor);
}

/**
 * `floor(of / divisor)` as one term, when `of` is already reduced; a floor that stands inside with the
 * factor 1 is merged: floor((floor(e / m) + r) / d) = floor((e + m * r) / (m * d)).
 */
function floorOf(of: SymbolicSize, divisor: number): Size {
  for (const { coefficient, term } of of.terms) {
    if (coefficient !== 1 || term.kind !== 'floor' || !Number.isSafeInteger(term.divisor * divisor)) continue;
    const others = combine(of, { constant: 0, terms: [{ coefficient, term }] }, -1);
    return floorDivide(addSizes(term.of, scaleSize(others, term.divisor)), term.divisor * divisor);
  }
  return sizeOf(0, [{ coefficient: 1, term: { kind: 'floor', of, divisor } }]);
}
