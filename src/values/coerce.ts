import { formatSize } from '../ir/size.ts';
import type { Type } from './type.ts';
import { float, type Value } from './value.ts';

/**
 * The value as a parameter of the type takes it: an int becomes a float where only a float is accepted.
 * Undefined: the value is not of the type.
 */
export function coerce(value: Value, type: Type): Value | undefined {
  if (type.kind === 'unknown') return value;
  if (typeof value === 'object' && value !== null && value.kind === 'unknown') return value;
  if (type.kind === 'union') {
    // The exact option first, so that `int | float` keeps an int an int.
    if (typeof value === 'number' && type.options.some((option) => option.kind === 'int')) return value;
    for (const option of type.options) {
      const fitted = coerce(value, option);
      if (fitted !== undefined) return fitted;
    }
    return undefined;
  }
  return coerceTo(value, type);
}

function coerceTo(value: Value, type: Exclude<Type, { kind: 'union' | 'unknown' }>): Value | undefined {
  switch (type.kind) {
    case 'int':
      return typeof value === 'number' ? value : undefined;
    case 'float':
      if (typeof value === 'number') return float(value);
      return typeof value === 'object' && value?.kind === 'float' ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'literal':
      return value === type.value ? value : undefined;
    case 'none':
      return value === null ? value : undefined;
    case 'layer':
      return typeof value === 'object' && value?.kind === 'layer' ? value : undefined;
    case 'list': {
      if (typeof value !== 'object' || value?.kind !== 'list') return undefined;
      const item = type.item;
      return item
        ? coerceItems(
            value.items,
            () => item,
            (items) => ({ kind: 'list', items }),
            value,
          )
        : value;
    }
    case 'tuple': {
      if (typeof value !== 'object' || value?.kind !== 'tuple' || value.items.length !== type.items.length)
        return undefined;
      return coerceItems(
        value.items,
        (i) => type.items[i] ?? { kind: 'unknown' },
        (items) => ({ kind: 'tuple', items }),
        value,
      );
    }
    default: {
      const never: never = type;
      return never;
    }
  }
}

/** Fits every element; keeps the value itself when no element changes. */
function coerceItems(
  items: readonly Value[],
  typeOf: (index: number) => Type,
  rebuild: (items: readonly Value[]) => Value,
  whole: Value,
): Value | undefined {
  let changed: Value[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] ?? null;
    const fitted = coerce(item, typeOf(i));
    if (fitted === undefined) return undefined;
    if (fitted !== item && !changed) changed = items.slice(0, i);
    if (changed) changed.push(fitted);
  }
  return changed ? rebuild(changed) : whole;
}

/** A value in messages, as it would be written in the language; long lists are cut. */
export function formatValue(value: Value): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'float':
      return formatFloat(value.value);
    case 'list':
      return `[${formatItems(value.items)}]`;
    case 'tuple':
      return `(${formatItems(value.items)})`;
    case 'layer':
      return value.name;
    case 'size': {
      const { numerator, denominator } = value.size;
      return denominator === 1 ? formatSize(numerator) : `(${formatSize(numerator)}) / ${denominator}`;
    }
    default:
      return 'unknown';
  }
}

/** A float always shows that it is one: `4.0`, `0.25`, `1e-5`. */
function formatFloat(value: number): string {
  const text = String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

function formatItems(items: readonly Value[]): string {
  const shown = items.slice(0, 8).map(formatValue);
  return items.length > 8 ? `${shown.join(', ')}, … ${items.length - 8} more` : shown.join(', ');
}
