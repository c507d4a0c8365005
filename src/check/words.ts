import { formatType, type Type } from '../values/type.ts';

/** What an `expect` compares besides tensors. */
export const metrics: readonly string[] = ['params', 'macs', 'shape', 'output'];

/** A type in a sentence: "an int", `"same"`, "a list [int]". */
export function withArticle(type: Type): string {
  switch (type.kind) {
    case 'int':
      return 'an int';
    case 'float':
    case 'bool':
    case 'string':
    case 'layer':
      return `a ${type.kind}`;
    case 'list':
      return type.item ? `a list ${formatType(type)}` : 'an empty list';
    case 'tuple':
      return `a tuple ${formatType(type)}`;
    default:
      return formatType(type);
  }
}
