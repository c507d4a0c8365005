import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { Advice } from '../diagnostics/suggest.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import type { Type } from '../values/type.ts';
import type { Global, ModuleScope, ParameterInfo, ResolvedCall, ResolvedName } from './program.ts';
import type { Scope } from './scope.ts';

/** What the checks of one program share: where they write what they find. */
export interface Findings {
  /** The modules of the standard library that declare a name. */
  readonly libraryModules: (name: string) => readonly string[];
  readonly calls: Map<ast.CallExpression, ResolvedCall>;
  readonly names: Map<ast.NameExpression | ast.NameElement, ResolvedName>;
  readonly parameters: Map<ast.Declaration, readonly ParameterInfo[]>;
  readonly constantTypes: Map<ast.ConstDeclaration, Type>;
  /** Which declarations each declaration mentions, and where. */
  readonly mentions: Map<ast.Declaration, Map<ast.Declaration, Span>>;
  readonly diagnostics: Map<ast.Declaration, Diagnostic[]>;
  /** Imported names that something uses. */
  readonly usedImports: Set<ast.Identifier>;
  /** Declarations that mention a name whose import has failed. */
  readonly unresolved: Set<ast.Declaration>;
  /** What is wrong with tests themselves. */
  readonly unexpected: Diagnostic[];
  /** The unknown names of each declaration that are reported; each is one mistake, however often it stands there. */
  readonly unknownNames: Map<ast.Declaration, Set<string>>;
  unknownCount: number;
}

/**
 * The checks that recurse into one another over the tree: expressions into calls and back, statements into chains and
 * back. They meet here, so that no two files import each other.
 */
export interface Checks {
  typeOf(context: Context, expression: ast.Expression): Type;
  body(context: Context, body: ast.Body, place: Place): void;
}

/** Where a body stands: at the top of its declaration, inside braces, or as the inside of a `parallel`. */
export type Place = 'top' | 'inner' | 'parallel';

/** Where a check stands. `scope` grows and shrinks with the braces; everything else is fixed for a declaration. */
export interface Context {
  readonly checks: Checks;
  readonly findings: Findings;
  readonly module: ModuleScope;
  readonly importNames: ReadonlyMap<string, ast.Identifier>;
  readonly declaration: ast.Declaration;
  readonly scope: Scope | undefined;
  /** Whether `?h` may stand here: in the shape of an input or an expect. */
  readonly symbols: boolean;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Reports what is wrong with a test itself, which its `fails` never expects. */
  readonly unexpected: (diagnostic: Diagnostic) => void;
}

export function withScope(context: Context, scope: Scope): Context {
  return { ...context, scope };
}

/** Notes that the declaration under check mentions another one. */
export function mention(context: Context, global: Global, at: Span, name: string): void {
  const mentions = context.findings.mentions.get(context.declaration);
  if (mentions && !mentions.has(global.declaration)) mentions.set(global.declaration, at);
  const imported = context.importNames.get(name);
  if (imported) context.findings.usedImports.add(imported);
}

/**
 * Whether what the name means is lost: it was imported from where it does not exist, or text that may declare it could
 * not be read. That is reported, and all that follows is silent.
 */
export function isUnresolved(context: Context, name: string): boolean {
  if (!context.module.unresolved.has(name) && !context.module.tree.incomplete) return false;
  context.findings.unresolved.add(context.declaration);
  return true;
}

/** Every suggestion looks at all names; in a text with more mistakes than this, they help nobody. */
const MOST_SUGGESTIONS = 100;

/** Reports an unknown name, the first time that the declaration mentions it. */
export function reportUnknown(
  context: Context,
  at: ast.Identifier,
  what: string,
  advise: () => Advice,
): void {
  const { unknownNames } = context.findings;
  const known = unknownNames.get(context.declaration) ?? new Set();
  unknownNames.set(context.declaration, known);
  if (known.has(at.name)) return;
  known.add(at.name);
  context.findings.unknownCount++;
  context.report(
    diagnostic(
      'ARC1001',
      at.span,
      { what, name: at.name },
      context.findings.unknownCount <= MOST_SUGGESTIONS ? advise() : {},
    ),
  );
}
