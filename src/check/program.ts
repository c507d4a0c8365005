import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { OpName } from '../ops/attributes.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import type { Type } from '../values/type.ts';
import type { FunctionName } from './functions.ts';

/** A declaration together with the module it stands in. */
export interface Global<D extends ast.NamedDeclaration = ast.NamedDeclaration> {
  readonly declaration: D;
  readonly module: ModuleScope;
}

/** A module and what its names mean: its own declarations and its imports. */
export interface ModuleScope {
  readonly tree: ast.Module;
  readonly globals: ReadonlyMap<string, Global>;
  /** Names imported from where there is no such thing, as reported: nothing more is said about them. */
  readonly unresolved: ReadonlySet<string>;
  /** Its text or its imports have errors, so that declarations may be missing. */
  readonly isBroken: boolean;
}

export interface ParameterInfo {
  readonly name: string;
  readonly type: Type;
  readonly hasDefault: boolean;
  /** The signature binds it, so that it may be left out. */
  readonly bound: boolean;
}

/** What a name in front of `(` means. */
export type Callee =
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'const'; readonly global: Global<ast.ConstDeclaration> }
  | { readonly kind: 'op'; readonly op: Exclude<OpName, 'input'> }
  | { readonly kind: 'block'; readonly global: Global<ast.BlockDeclaration> }
  | { readonly kind: 'network'; readonly global: Global<ast.NetworkDeclaration> }
  | { readonly kind: 'fn'; readonly global: Global<ast.FnDeclaration> }
  | { readonly kind: 'function'; readonly name: FunctionName };

export interface ResolvedCall {
  readonly callee: Callee;
  /** The argument of each parameter, in the order of the parameters; of a join or built-in function, as written. */
  readonly args: readonly (ast.Argument | undefined)[];
}

/** What a name elsewhere means: a value or tensor of a body, a constant, or a layer value. */
export type ResolvedName =
  | { readonly kind: 'local' }
  | { readonly kind: 'const'; readonly global: Global<ast.ConstDeclaration> }
  | { readonly kind: 'layer'; readonly callee: Callee };

/** A program that is checked: what is wrong with it, and what every name and call in it means. */
export interface Program {
  readonly entry: ModuleScope;
  /** Every module, each after those that it imports. */
  readonly modules: readonly ModuleScope[];
  readonly diagnostics: readonly Diagnostic[];
  readonly calls: ReadonlyMap<ast.CallExpression, ResolvedCall>;
  readonly names: ReadonlyMap<ast.NameExpression | ast.NameElement, ResolvedName>;
  /** The parameters of every block, network and function. */
  readonly parameters: ReadonlyMap<ast.Declaration, readonly ParameterInfo[]>;
  /** Which declarations each declaration mentions, in the order of its text. */
  readonly mentions: ReadonlyMap<ast.Declaration, ReadonlyMap<ast.Declaration, Span>>;
  /** Constants of all modules, each after those that it mentions. */
  readonly constants: readonly Global<ast.ConstDeclaration>[];
  /** What is wrong with an expression that stands by itself, with the names of the entry module. */
  checkExpression(expression: ast.Expression): readonly Diagnostic[];
  /** Whether neither the declaration nor anything that it mentions has an error. */
  isSound(declaration: ast.Declaration): boolean;
  /** The errors of one declaration, found at its definition. */
  errorsOf(declaration: ast.Declaration): readonly Diagnostic[];
}
