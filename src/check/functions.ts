import { hasKind } from '../values/assignable.ts';
import { FLOAT, INT, listOf, type Type, tupleOf, UNKNOWN, unionOf } from '../values/type.ts';
import { arithmeticType } from './operators.ts';

/** The built-in functions: how many arguments, what each must be, and the type of the result. */
interface FunctionRule {
  readonly least: number;
  readonly most: number;
  /** In words, for messages. */
  readonly takes: string;
  readonly accepts: (type: Type, count: number) => boolean;
  readonly result: (types: readonly Type[]) => Type;
}

const isNumber = (type: Type) => hasKind(type, 'int', 'float');
const isList = (type: Type) => hasKind(type, 'list');

function rounding(): FunctionRule {
  return { least: 1, most: 1, takes: 'a number', accepts: isNumber, result: () => INT };
}

function real(): FunctionRule {
  return { least: 1, most: 1, takes: 'a number', accepts: isNumber, result: () => FLOAT };
}

function extreme(): FunctionRule {
  return {
    least: 1,
    most: Number.POSITIVE_INFINITY,
    takes: 'numbers, or a list of numbers',
    accepts: (type, count) => (count === 1 ? numberList(type) : isNumber(type)),
    result: (types) => (types.length === 1 ? itemType(types[0] ?? UNKNOWN) : widest(types)),
  };
}

export const functions = {
  int: rounding(),
  float: real(),
  round: rounding(),
  floor: rounding(),
  ceil: rounding(),
  log: real(),
  exp: real(),
  sqrt: real(),
  min: extreme(),
  max: extreme(),
  abs: { least: 1, most: 1, takes: 'a number', accepts: isNumber, result: (types) => types[0] ?? UNKNOWN },
  sum: {
    least: 1,
    most: 1,
    takes: 'a list of numbers',
    accepts: numberList,
    result: (types) => {
      const [type] = types;
      return type?.kind === 'list' && type.item === undefined ? INT : itemType(type ?? UNKNOWN);
    },
  },
  len: {
    least: 1,
    most: 1,
    takes: 'a list, a tuple or a string',
    accepts: (type) => hasKind(type, 'list', 'tuple', 'string', 'literal'),
    result: () => INT,
  },
  enumerate: {
    least: 1,
    most: 1,
    takes: 'a list',
    accepts: isList,
    result: (types) => listOf(tupleOf(INT, itemType(types[0] ?? UNKNOWN))),
  },
  zip: {
    least: 2,
    most: Number.POSITIVE_INFINITY,
    takes: 'two or more lists',
    accepts: isList,
    result: (types) => listOf(tupleOf(...types.map(itemType))),
  },
} as const satisfies Record<string, FunctionRule>;

export type FunctionName = keyof typeof functions;

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

/** The rule of a built-in function, seen as any of them. */
export function functionRule(name: FunctionName): FunctionRule {
  return functions[name];
}

/** The type of the elements of a list; unknown where there are none or it may be no list. */
export function itemType(type: Type): Type {
  if (type.kind === 'list') return type.item ?? UNKNOWN;
  if (type.kind === 'union') {
    const lists = type.options.filter((option) => option.kind === 'list');
    return lists.length > 0 ? unionOf(...lists.map(itemType)) : UNKNOWN;
  }
  return UNKNOWN;
}

function numberList(type: Type): boolean {
  return isList(type) && (itemType(type).kind === 'unknown' || isNumber(itemType(type)));
}

function widest(types: readonly Type[]): Type {
  return types.reduce((left, right) => arithmeticType(left, right) ?? UNKNOWN);
}
