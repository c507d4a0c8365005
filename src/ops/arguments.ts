import type { Pair } from './attributes.ts';
import type { Argument } from './definition.ts';

/**
 * Reading the arguments of a layer. They come with every parameter present and of its type; what is thrown
 * here is a fault of the compiler, never of the user.
 */
export type Arguments = Readonly<Record<string, Argument>>;

function mistyped(name: string, wanted: string): never {
  throw new Error(`the argument \`${name}\` is not ${wanted}`);
}

export function numberIn(args: Arguments, name: string): number {
  const value = args[name];
  return typeof value === 'number' ? value : mistyped(name, 'a number');
}

export function flagIn(args: Arguments, name: string): boolean {
  const value = args[name];
  return typeof value === 'boolean' ? value : mistyped(name, 'a bool');
}

export function argumentIn(args: Arguments, name: string): Argument {
  const value = args[name];
  return value === undefined ? mistyped(name, 'given') : value;
}

/** `n` or `(h, w)`. */
export function pairIn(args: Arguments, name: string): Pair {
  const value = args[name];
  if (typeof value === 'number') return [value, value];
  if (isList(value)) {
    const [height, width] = value;
    if (typeof height === 'number' && typeof width === 'number') return [height, width];
  }
  return mistyped(name, 'a number or a pair');
}

/** `x` or `[x, y, …]`, always as a list. */
export function numbersIn(args: Arguments, name: string): readonly number[] {
  const value = args[name];
  if (typeof value === 'number') return [value];
  if (isList(value))
    return value.map((item) => (typeof item === 'number' ? item : mistyped(name, 'numbers')));
  return mistyped(name, 'a list of numbers');
}

export function isList(value: Argument | undefined): value is readonly Argument[] {
  return Array.isArray(value);
}
