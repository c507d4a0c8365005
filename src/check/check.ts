import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { adviceFor } from '../diagnostics/suggest.ts';
import type * as ast from '../parser/ast.ts';
import type { Host } from '../source/host.ts';
import type { SourceFile, Span } from '../source/source.ts';
import type { Checks, Context, Findings } from './context.ts';
import { checkDeclaration, parameterInfos } from './declarations.ts';
import { typeOf } from './expressions.ts';
import { libraryModules } from './library.ts';
import { type LoadedModule, loadModules } from './load.ts';
import { addAgain, addedSince, type Memory, markOf, recall, targetsOf } from './memory.ts';
import { mentionedNames } from './mentions.ts';
import type { Global, ModuleScope, Program } from './program.ts';
import { mentionOrder, recursionErrors } from './recursion.ts';
import { checkBody } from './statements.ts';

/** The checks that meet in the context. */
const checks: Checks = { typeOf, body: checkBody };

/** Parses a source with all that it imports, and checks every declaration by itself; a memory saves doing it twice. */
export function checkProgram(host: Host, entry: SourceFile, memory?: Memory): Program {
  const loaded = loadModules(host, entry, memory?.read);
  const findings: Findings = {
    libraryModules: (name) => libraryModules(host, name),
    calls: new Map(),
    names: new Map(),
    parameters: new Map(),
    constantTypes: new Map(),
    mentions: new Map(),
    diagnostics: new Map(),
    usedImports: new Set(),
    unresolved: new Set(),
    unexpected: [],
    unknownNames: new Map(),
    unknownCount: 0,
  };
  const modules: ModuleScope[] = [];
  const scopes = new Map<string, ModuleScope>();
  const constants: Global<ast.ConstDeclaration>[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of loaded.order) {
    const module = loaded.modules.get(path);
    if (!module) continue;
    for (const each of module.diagnostics) diagnostics.push(each);
    const isEntry = path === loaded.order[loaded.order.length - 1];
    const targets = targetsOf(module, scopes);
    const known = isEntry || !memory ? undefined : recall(memory, path, module, targets);
    if (known) {
      scopes.set(path, known.scope);
      modules.push(known.scope);
      for (const each of known.diagnostics) diagnostics.push(each);
      for (const each of known.constants) constants.push(each);
      addAgain(findings, known.added);
      continue;
    }
    const names = bindNames(module, scopes);
    const { scope } = names;
    scopes.set(path, scope);
    modules.push(scope);
    for (const each of names.diagnostics) diagnostics.push(each);
    const mark = markOf(findings);
    const own = checkModule(scope, names.imports, findings, isEntry);
    for (const each of own) constants.push(each);
    if (isEntry) for (const each of unusedImports(names.imports, findings, module)) diagnostics.push(each);
    else if (memory) {
      const added = addedSince(findings, mark);
      const { tree } = module;
      memory.modules.set(path, {
        tree,
        targets,
        scope,
        diagnostics: names.diagnostics,
        constants: own,
        added,
      });
    }
  }
  for (const { declaration, error } of recursionErrors(findings.mentions))
    findings.diagnostics.get(declaration)?.push(error);
  for (const [declaration, found] of findings.diagnostics) {
    // The errors of a test that should fail are what it is about.
    const expected = declaration.kind === 'test' && declaration.fails !== undefined;
    const errors = found.filter(isError);
    // Where something is wrong, an unused name is mostly its echo.
    for (const each of errors.length > 0 ? errors : found)
      if (!expected || !isError(each)) diagnostics.push(each);
  }

  diagnostics.push(...findings.unexpected);
  const entryScope = scopes.get(loaded.order[loaded.order.length - 1] ?? '') ?? emptyModule(entry);
  return {
    entry: entryScope,
    modules,
    diagnostics,
    calls: findings.calls,
    names: findings.names,
    parameters: findings.parameters,
    mentions: findings.mentions,
    constants,
    isSound: soundness(findings),
    checkExpression: (expression) => checkAlone(expression, entryScope, findings),
    errorsOf: (declaration) => (findings.diagnostics.get(declaration) ?? []).filter(isError),
  };
}

function emptyModule(source: SourceFile): ModuleScope {
  const tree: ast.Module = {
    source,
    imports: [],
    declarations: [],
    comments: [],
    incomplete: false,
  };
  return { tree, globals: new Map(), unresolved: new Set(), isBroken: true };
}

interface ModuleNames {
  readonly scope: ModuleScope;
  /** By the local name: where it is imported. */
  readonly imports: ReadonlyMap<string, ast.Identifier>;
  readonly diagnostics: readonly Diagnostic[];
}

function bindNames(module: LoadedModule, scopes: ReadonlyMap<string, ModuleScope>): ModuleNames {
  const globals = new Map<string, Global>();
  const places = new Map<string, Span>();
  const imports = new Map<string, ast.Identifier>();
  const diagnostics: Diagnostic[] = [];
  const unresolved = new Set<string>();
  const scope: ModuleScope = {
    tree: module.tree,
    globals,
    unresolved,
    isBroken: module.diagnostics.some(isError),
  };

  const add = (name: ast.Identifier, global: Global): boolean => {
    const earlier = places.get(name.name);
    if (earlier) {
      diagnostics.push(
        diagnostic(
          'ARC1005',
          name.span,
          { name: name.name },
          { labels: [{ span: earlier, text: 'declared here first' }] },
        ),
      );
      return false;
    }
    places.set(name.name, name.span);
    globals.set(name.name, global);
    return true;
  };

  for (const declaration of module.tree.declarations) {
    if (declaration.kind !== 'test') add(declaration.name, { declaration, module: scope });
  }
  for (const [node, path] of module.imports) {
    const target = path === undefined ? undefined : scopes.get(path);
    if (!target) {
      for (const { name, alias } of node.names) unresolved.add((alias ?? name).name);
      continue;
    }
    const own = new Map(
      target.tree.declarations.flatMap((each) =>
        each.kind === 'test' ? [] : [[each.name.name, each] as const],
      ),
    );
    for (const { name, alias } of node.names) {
      const declaration = own.get(name.name);
      if (declaration) {
        const local = alias ?? name;
        if (add(local, { declaration, module: target })) imports.set(local.name, local);
        continue;
      }
      unresolved.add((alias ?? name).name);
      // A module whose text is broken may well declare it.
      if (target.isBroken) continue;
      const advice = adviceFor(name.span, name.name, own.keys());
      diagnostics.push(diagnostic('ARC1004', name.span, { name: name.name, path: node.from.name }, advice));
    }
  }
  return { scope, imports, diagnostics };
}

/** Checks the declarations of a module, constants first and in the order of what they mention. */
function checkModule(
  module: ModuleScope,
  imports: ReadonlyMap<string, ast.Identifier>,
  findings: Findings,
  isEntry: boolean,
): Global<ast.ConstDeclaration>[] {
  const { declarations } = module.tree;
  for (const declaration of declarations) {
    findings.parameters.set(declaration, parameterInfos(declaration));
    findings.mentions.set(declaration, new Map());
    findings.diagnostics.set(declaration, []);
  }
  const constants = constantOrder(module);
  const rest = declarations.filter((declaration) => declaration.kind !== 'const');
  for (const declaration of [...constants, ...rest]) {
    if (declaration.broken) continue;
    const context: Context = {
      checks,
      findings,
      module,
      importNames: imports,
      declaration,
      scope: undefined,
      symbols: false,
      report: (problem) => {
        if (isEntry || isError(problem)) findings.diagnostics.get(declaration)?.push(problem);
      },
      unexpected: (problem) => {
        findings.unexpected.push(problem);
        findings.unresolved.add(declaration);
      },
    };
    checkDeclaration(context, declaration);
  }
  return constants.map((declaration) => ({ declaration, module }));
}

function checkAlone(
  expression: ast.Expression,
  module: ModuleScope,
  findings: Findings,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const name = { name: 'argument', span: expression.span };
  const declaration: ast.ConstDeclaration = {
    kind: 'const',
    doc: undefined,
    name,
    value: expression,
    broken: false,
    span: expression.span,
  };
  const report = (problem: Diagnostic) => found.push(problem);
  typeOf(
    {
      checks,
      findings,
      module,
      importNames: new Map(),
      declaration,
      scope: undefined,
      symbols: false,
      report,
      unexpected: report,
    },
    expression,
  );
  return found;
}

/** Constants, each after those that it may mention, so that their types are known when they are needed. */
function constantOrder(module: ModuleScope): ast.ConstDeclaration[] {
  const constants = module.tree.declarations.filter((declaration) => declaration.kind === 'const');
  const byName = new Map(constants.map((constant) => [constant.name.name, constant]));
  const mentions = new Map<ast.Declaration, Map<ast.Declaration, Span>>();
  for (const constant of constants) {
    const targets = new Map<ast.Declaration, Span>();
    for (const name of mentionedNames(constant.value)) {
      const target = byName.get(name);
      if (target) targets.set(target, constant.span);
    }
    mentions.set(constant, targets);
  }
  return mentionOrder(mentions, () => {}).filter((declaration) => declaration.kind === 'const');
}

/** Whether a declaration and all that it mentions are without error, looked up in one pass over all of them. */
function soundness(findings: Findings): (declaration: ast.Declaration) => boolean {
  const sound = new Map<ast.Declaration, boolean>();
  for (const declaration of mentionOrder(findings.mentions, () => {})) {
    const own =
      !declaration.broken &&
      !findings.unresolved.has(declaration) &&
      !(findings.diagnostics.get(declaration) ?? []).some(isError);
    const mentioned = [...(findings.mentions.get(declaration)?.keys() ?? [])];
    sound.set(declaration, own && mentioned.every((target) => sound.get(target) === true));
  }
  return (declaration) => sound.get(declaration) === true;
}

function unusedImports(
  imports: ReadonlyMap<string, ast.Identifier>,
  findings: Findings,
  module: LoadedModule,
): Diagnostic[] {
  if (module.tree.incomplete || module.tree.declarations.some((declaration) => declaration.broken)) return [];
  return [...imports.values()]
    .filter((name) => !findings.usedImports.has(name))
    .map((name) =>
      diagnostic('ARC8001', name.span, { name: name.name }, { help: [`take \`${name.name}\` out`] }),
    );
}
