import type { functions } from '../check/functions.ts';
import type { Global } from '../check/program.ts';
import type { OpName } from '../ops/attributes.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';

/** How a name of a body came to be. */
export type Origin = 'parameter' | 'let' | 'loop' | 'signature' | 'as' | 'input' | 'shared' | 'label';

/** What a name stands for. */
export type Meaning =
  | { readonly kind: 'global'; readonly global: Global }
  | {
      readonly kind: 'local';
      readonly origin: Origin;
      readonly name: string;
      readonly declared: Span;
      /** Of a parameter: as it is declared, and what declares it. */
      readonly parameter?: ast.Parameter;
      readonly owner: ast.Declaration;
      /** The statement that makes it. */
      readonly statement?: ast.Statement;
    }
  | { readonly kind: 'op'; readonly op: Exclude<OpName, 'input'> }
  | { readonly kind: 'option'; readonly op: Exclude<OpName, 'input'>; readonly name: string }
  | { readonly kind: 'function'; readonly name: keyof typeof functions }
  | { readonly kind: 'module'; readonly path: string | undefined; readonly written: string }
  | { readonly kind: 'word'; readonly word: string };

/** One place where something is named. */
export interface Occurrence {
  readonly span: Span;
  readonly isDeclaration: boolean;
  readonly meaning: Meaning;
  /** Of a name that an import gives to something: where it does. */
  readonly alias?: Span | undefined;
  /** The call whose callee or argument it is. */
  readonly call?: ast.CallExpression | undefined;
  /** The declaration that it stands in; undefined in imports. */
  readonly within: ast.Declaration | undefined;
}

/** Equal for all names of one thing, in whatever file they stand; undefined for what no text declares. */
export function identity(meaning: Meaning): string | undefined {
  if (meaning.kind === 'local') return keyOf(meaning.declared);
  return meaning.kind === 'global' ? keyOf(meaning.global.declaration.name.span) : undefined;
}

function keyOf({ source, start }: Span): string {
  return `${source.path} ${start}`;
}

/** Where the thing is declared. */
export function declarationOf(meaning: Meaning): Span | undefined {
  if (meaning.kind === 'local') return meaning.declared;
  return meaning.kind === 'global' ? meaning.global.declaration.name.span : undefined;
}
