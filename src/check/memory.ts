import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import type { Findings } from './context.ts';
import type { LoadedModule, Read } from './load.ts';
import type { Global, ModuleScope } from './program.ts';

/**
 * What an editor keeps from one check to the next: how a source is parsed, and what was found in modules that are only
 * imported. A module is checked again when its text or anything that it imports has changed.
 */
export interface Memory {
  readonly read: Read;
  readonly modules: Map<string, Remembered>;
}

/** A module that was checked, with what the check has added to the findings. */
export interface Remembered {
  readonly tree: ast.Module;
  /** What its imports led to, one after the other. */
  readonly targets: readonly (ModuleScope | undefined)[];
  readonly scope: ModuleScope;
  readonly diagnostics: readonly Diagnostic[];
  readonly constants: readonly Global<ast.ConstDeclaration>[];
  readonly added: Added;
}

interface Added {
  readonly calls: Entries<Findings['calls']>;
  readonly names: Entries<Findings['names']>;
  readonly parameters: Entries<Findings['parameters']>;
  readonly constantTypes: Entries<Findings['constantTypes']>;
  readonly mentions: Entries<Findings['mentions']>;
  readonly diagnostics: Entries<Findings['diagnostics']>;
  readonly usedImports: readonly ast.Identifier[];
  readonly unresolved: readonly ast.Declaration[];
  readonly unexpected: readonly Diagnostic[];
}

type Entries<M> = M extends Map<infer K, infer V> ? readonly (readonly [K, V])[] : never;

export function targetsOf(
  { imports }: LoadedModule,
  scopes: ReadonlyMap<string, ModuleScope>,
): readonly (ModuleScope | undefined)[] {
  return [...imports.values()].map((path) => (path === undefined ? undefined : scopes.get(path)));
}

/** What was found of a module before, if it and all that it imports are as they were. */
export function recall(
  { modules }: Memory,
  path: string,
  { tree }: LoadedModule,
  targets: readonly (ModuleScope | undefined)[],
): Remembered | undefined {
  const known = modules.get(path);
  const isSame =
    known?.tree === tree &&
    known.targets.length === targets.length &&
    known.targets.every((target, i) => target === targets[i]);
  return isSame ? known : undefined;
}

/** How much there was before a module is checked. */
export type Mark = Readonly<Record<keyof Added, number>>;

export function markOf(findings: Findings): Mark {
  const {
    calls,
    names,
    parameters,
    constantTypes,
    mentions,
    diagnostics,
    usedImports,
    unresolved,
    unexpected,
  } = findings;
  return {
    calls: calls.size,
    names: names.size,
    parameters: parameters.size,
    constantTypes: constantTypes.size,
    mentions: mentions.size,
    diagnostics: diagnostics.size,
    usedImports: usedImports.size,
    unresolved: unresolved.size,
    unexpected: unexpected.length,
  };
}

/** What has come since; sets and maps keep the order in which things are added. */
export function addedSince(findings: Findings, mark: Mark): Added {
  return {
    calls: [...findings.calls].slice(mark.calls),
    names: [...findings.names].slice(mark.names),
    parameters: [...findings.parameters].slice(mark.parameters),
    constantTypes: [...findings.constantTypes].slice(mark.constantTypes),
    mentions: [...findings.mentions].slice(mark.mentions),
    // Errors about several declarations are added later.
    diagnostics: [...findings.diagnostics]
      .slice(mark.diagnostics)
      .map(([declaration, found]) => [declaration, [...found]] as const),
    usedImports: [...findings.usedImports].slice(mark.usedImports),
    unresolved: [...findings.unresolved].slice(mark.unresolved),
    unexpected: findings.unexpected.slice(mark.unexpected),
  };
}

export function addAgain(findings: Findings, added: Added): void {
  for (const [key, value] of added.calls) findings.calls.set(key, value);
  for (const [key, value] of added.names) findings.names.set(key, value);
  for (const [key, value] of added.parameters) findings.parameters.set(key, value);
  for (const [key, value] of added.constantTypes) findings.constantTypes.set(key, value);
  for (const [key, value] of added.mentions) findings.mentions.set(key, value);
  for (const [key, value] of added.diagnostics) findings.diagnostics.set(key, [...value]);
  for (const each of added.usedImports) findings.usedImports.add(each);
  for (const each of added.unresolved) findings.unresolved.add(each);
  findings.unexpected.push(...added.unexpected);
}
