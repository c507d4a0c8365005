import type { Type } from './type.ts';

/**
 * Whether a value of type `from` may be accepted where `to` is expected. An int is accepted for a float, never the
 * reverse. A union fits if one of its options may: which one it is shows where it is used (LANGUAGE §3).
 */
export function mayBe(from: Type, to: Type): boolean {
  if (from.kind === 'unknown' || to.kind === 'unknown') return true;
  if (from.kind === 'union') return from.options.some((option) => mayBe(option, to));
  switch (to.kind) {
    case 'union':
      return to.options.some((option) => mayBe(from, option));
    case 'float':
      return from.kind === 'float' || from.kind === 'int';
    case 'string':
      return from.kind === 'string' || from.kind === 'literal';
    case 'literal':
      return from.kind === 'string' || (from.kind === 'literal' && from.value === to.value);
    case 'list':
      return (
        from.kind === 'list' &&
        (from.item === undefined || to.item === undefined || mayBe(from.item, to.item))
      );
    case 'tuple':
      return (
        from.kind === 'tuple' &&
        from.items.length === to.items.length &&
        from.items.every((item, i) => mayBe(item, to.items[i] ?? { kind: 'unknown' }))
      );
    default:
      return from.kind === to.kind;
  }
}

/** Whether some option of the type is one of the kinds; unknown may be anything. */
export function hasKind(type: Type, ...kinds: Type['kind'][]): boolean {
  if (type.kind === 'unknown') return true;
  if (type.kind === 'union') return type.options.some((option) => hasKind(option, ...kinds));
  return kinds.includes(type.kind);
}
