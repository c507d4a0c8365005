/** The types of compile-time expressions and parameters (LANGUAGE §3). */
export type Type =
  | { readonly kind: 'int' | 'float' | 'bool' | 'string' | 'none' | 'layer' }
  /** What a mistake leaves behind: fits everywhere, so that one mistake gives one error. */
  | { readonly kind: 'unknown' }
  /** One string: `"same"`. */
  | { readonly kind: 'literal'; readonly value: string }
  /** `item` is undefined for the empty list, which fits every list. */
  | { readonly kind: 'list'; readonly item: Type | undefined }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: 'union'; readonly options: readonly Type[] };

export const INT: Type = { kind: 'int' };
export const FLOAT: Type = { kind: 'float' };
export const BOOL: Type = { kind: 'bool' };
export const STRING: Type = { kind: 'string' };
export const NONE: Type = { kind: 'none' };
export const LAYER: Type = { kind: 'layer' };
export const UNKNOWN: Type = { kind: 'unknown' };

export function literalType(value: string): Type {
  return { kind: 'literal', value };
}

export function listOf(item: Type | undefined): Type {
  return { kind: 'list', item };
}

export function tupleOf(...items: readonly Type[]): Type {
  return { kind: 'tuple', items };
}

/** The union of types, flattened, without repeats; one option alone is that type. */
export function unionOf(...types: readonly Type[]): Type {
  const options: Type[] = [];
  for (const type of types.flatMap((each) => (each.kind === 'union' ? each.options : [each]))) {
    if (type.kind === 'unknown') return UNKNOWN;
    if (!options.some((known) => sameType(known, type))) options.push(type);
  }
  const [only] = options;
  return options.length === 1 && only ? only : { kind: 'union', options };
}

/** One of several strings: `"auto" | "never"`. */
export function oneOf(...values: readonly string[]): Type {
  return unionOf(...values.map(literalType));
}

export function sameType(a: Type, b: Type): boolean {
  if (a.kind === 'literal' && b.kind === 'literal') return a.value === b.value;
  if (a.kind === 'list' && b.kind === 'list') {
    return a.item === undefined || b.item === undefined ? a.item === b.item : sameType(a.item, b.item);
  }
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    return (
      a.items.length === b.items.length && a.items.every((item, i) => sameType(item, b.items[i] ?? UNKNOWN))
    );
  }
  if (a.kind === 'union' && b.kind === 'union') {
    return (
      a.options.length === b.options.length && a.options.every((x) => b.options.some((y) => sameType(x, y)))
    );
  }
  return a.kind === b.kind;
}

/** A type as it is written in the language. */
export function formatType(type: Type): string {
  switch (type.kind) {
    case 'literal':
      return JSON.stringify(type.value);
    case 'list':
      return type.item ? `[${formatType(type.item)}]` : '[]';
    case 'tuple':
      return `(${type.items.map(formatType).join(', ')})`;
    case 'union':
      return type.options.map(formatType).join(' | ');
    default:
      return type.kind;
  }
}
