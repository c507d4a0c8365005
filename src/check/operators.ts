import type { BinaryOperator } from '../parser/ast.ts';
import { hasKind, mayBe } from '../values/assignable.ts';
import { BOOL, FLOAT, INT, listOf, STRING, type Type, UNKNOWN, unionOf } from '../values/type.ts';

/** The type of `left operator right`; undefined where the operator does not work on them. */
export function binaryType(operator: BinaryOperator, left: Type, right: Type): Type | undefined {
  switch (operator) {
    case 'and':
    case 'or':
      return hasKind(left, 'bool') && hasKind(right, 'bool') ? BOOL : undefined;
    case '==':
    case '!=':
      return left.kind === 'unknown' || right.kind === 'unknown' ? UNKNOWN : BOOL;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return arithmeticType(left, right) && BOOL;
    case 'in':
    case 'not in':
      return hasKind(right, 'list') ? BOOL : undefined;
    case '..':
      return hasKind(left, 'int') && hasKind(right, 'int') ? listOf(INT) : undefined;
    case '/':
      return arithmeticType(left, right) && FLOAT;
    case '+':
      return arithmeticType(left, right) ?? joinedLists(left, right);
    default:
      return arithmeticType(left, right);
  }
}

/** Int with int is int, float with either is float; of unions, what it may be. */
export function arithmeticType(left: Type, right: Type): Type | undefined {
  if (!hasKind(left, 'int', 'float') || !hasKind(right, 'int', 'float')) return undefined;
  if (left.kind === 'unknown' || right.kind === 'unknown')
    return onlyFloat(left) || onlyFloat(right) ? FLOAT : UNKNOWN;
  if (onlyFloat(left) || onlyFloat(right)) return FLOAT;
  return hasKind(left, 'float') || hasKind(right, 'float') ? unionOf(INT, FLOAT) : INT;
}

/** Whether a value of one type may equal one of the other. */
export function mayEqual(left: Type, right: Type): boolean {
  const numbers = (type: Type) => hasKind(type, 'int', 'float');
  return mayBe(left, right) || mayBe(right, left) || (numbers(left) && numbers(right));
}

function onlyFloat(type: Type): boolean {
  return hasKind(type, 'float') && !hasKind(type, 'int');
}

function joinedLists(left: Type, right: Type): Type | undefined {
  if (left.kind !== 'list' || right.kind !== 'list') return undefined;
  return listOf(elementType([left.item, right.item].filter((item) => item !== undefined)));
}

/** The type of a list's elements: their union, int with float as float, tuples of one length position by position. */
export function elementType(types: readonly Type[]): Type | undefined {
  const [first, ...others] = types;
  if (!first) return undefined;
  return others.reduce(widened, first);
}

function widened(a: Type, b: Type): Type {
  if (a === b) return a;
  if (a.kind === 'tuple' && b.kind === 'tuple' && a.items.length === b.items.length) {
    return { kind: 'tuple', items: a.items.map((item, i) => widened(item, b.items[i] ?? UNKNOWN)) };
  }
  if (a.kind === 'list' && b.kind === 'list') {
    return listOf(a.item && b.item ? widened(a.item, b.item) : (a.item ?? b.item));
  }
  const union = narrowed(unionOf(a, b));
  if (union.kind !== 'union' || !hasKind(union, 'int') || !hasKind(union, 'float')) return union;
  return unionOf(...union.options.filter((option) => option.kind !== 'int'));
}

/** More kinds of elements than this in one list say nothing any more. */
const MAX_OPTIONS = 48;

/** A union of very many strings is `string`, and one of very many other types is unknown: a table may have any length. */
function narrowed(type: Type): Type {
  if (type.kind !== 'union' || type.options.length <= MAX_OPTIONS) return type;
  const others = type.options.filter((option) => option.kind !== 'literal');
  return others.length < MAX_OPTIONS ? unionOf(STRING, ...others) : UNKNOWN;
}
