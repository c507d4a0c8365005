import type { Ratio } from '../ir/ratio.ts';
import type { Span } from '../source/source.ts';

/**
 * The value of a compile-time expression. Ints, bools, strings and none are JavaScript's own, so that a list of a
 * million ints is a plain array of numbers.
 */
export type Value =
  | number
  | FloatValue
  | boolean
  | string
  | null
  | ListValue
  | TupleValue
  | LayerValue
  | SizeValue
  | UnknownValue;

export interface FloatValue {
  readonly kind: 'float';
  readonly value: number;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface TupleValue {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
}

/** A symbolic size, or a quotient of one on its way into `ceil`, `floor` or `int`. */
export interface SizeValue {
  readonly kind: 'size';
  readonly size: Ratio;
}

/** Something that takes one tensor, with its arguments given. What it refers to belongs to the elaborator. */
export interface LayerValue {
  readonly kind: 'layer';
  /** The declared name of the layer or block. */
  readonly name: string;
  readonly span: Span;
}

/** What a mistake leaves behind; every operation on it gives it again. */
export interface UnknownValue {
  readonly kind: 'unknown';
}

export const UNKNOWN_VALUE: UnknownValue = { kind: 'unknown' };

/** The value that is there, which may be none; else the unknown value. */
export function orUnknown(value: Value | undefined): Value {
  return value === undefined ? UNKNOWN_VALUE : value;
}

export function float(value: number): FloatValue {
  return { kind: 'float', value };
}

export function isUnknown(value: Value): value is UnknownValue {
  return typeof value === 'object' && value !== null && value.kind === 'unknown';
}

/** The number of an int or float; undefined for everything else. */
export function numeric(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value !== null && value.kind === 'float' ? value.value : undefined;
}

/** Equality of the language: ints and floats by value, lists and tuples by their elements. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true;
  const x = numeric(a);
  const y = numeric(b);
  if (x !== undefined && y !== undefined) return x === y;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'tuple' && b.kind === 'tuple')) {
    const other = b.items;
    return a.items.length === other.length && a.items.every((item, i) => equalValues(item, other[i] ?? null));
  }
  return false;
}
