import { functions } from '../check/functions.ts';
import { calleeOf, isOpName } from '../check/lookup.ts';
import type { Callee, ModuleScope, Program } from '../check/program.ts';
import { metrics } from '../check/words.ts';
import type * as ast from '../parser/ast.ts';
import { resolveModule } from '../source/resolve.ts';
import { type Span, span } from '../source/source.ts';
import type { Meaning, Occurrence, Origin } from './meaning.ts';
import { remember } from './remember.ts';
import type { Snapshot } from './snapshot.ts';

interface Scope {
  readonly names: Map<string, Extract<Meaning, { kind: 'local' }>>;
  readonly parent: Scope | undefined;
}

/** What the walk over one declaration shares. */
interface Walk {
  readonly program: Program;
  readonly module: ModuleScope;
  readonly aliases: ReadonlyMap<string, Span>;
  readonly owner: ast.Declaration;
  readonly found: Occurrence[];
}

/** Every name in a file with what it stands for, in the order of the text; of broken text, what could be read of it. */
export const namesIn = remember((snapshot: Snapshot): readonly Occurrence[] => {
  const { program } = snapshot.analysis;
  const module = program.entry;
  const found: Occurrence[] = [];
  const aliases = new Map<string, Span>();
  for (const node of snapshot.module.imports) importNames(snapshot, node, aliases, found);
  for (const owner of snapshot.module.declarations) {
    const walk: Walk = { program, module, aliases, owner, found };
    if (owner.kind !== 'test') {
      const meaning: Meaning = { kind: 'global', global: { declaration: owner, module } };
      found.push({ span: owner.name.span, isDeclaration: true, meaning, within: owner });
    }
    declarationNames(walk, owner);
  }
  return found.sort((a, b) => a.span.start - b.span.start);
});

function importNames(
  { host, source, analysis }: Snapshot,
  node: ast.Import,
  aliases: Map<string, Span>,
  found: Occurrence[],
): void {
  const resolution = resolveModule(host, source.path, node.from.name);
  const path = resolution.kind === 'path' ? resolution.path : undefined;
  const meaning: Meaning = { kind: 'module', path, written: node.from.name };
  found.push({ span: node.from.span, isDeclaration: false, meaning, within: undefined });
  for (const { name, alias } of node.names) {
    const global = analysis.program.entry.globals.get((alias ?? name).name);
    if (!global) continue;
    found.push({
      span: name.span,
      isDeclaration: false,
      meaning: { kind: 'global', global },
      within: undefined,
    });
    if (!alias) continue;
    aliases.set(alias.name, alias.span);
    const own = { isDeclaration: true, meaning: { kind: 'global', global }, within: undefined } as const;
    found.push({ span: alias.span, alias: alias.span, ...own });
  }
}

function declarationNames(walk: Walk, declaration: ast.Declaration): void {
  const scope: Scope = { names: new Map(), parent: undefined };
  switch (declaration.kind) {
    case 'const':
      return expressionNames(walk, scope, declaration.value);
    case 'fn':
      parameterNames(walk, scope, declaration.parameters);
      return expressionNames(walk, scope, declaration.value);
    case 'block':
      // The sizes that the signature binds are known before the defaults of the parameters.
      for (const parameter of declaration.parameters)
        if (standsAlone(declaration, parameter.name.name)) declareParameter(walk, scope, parameter);
      for (const item of declaration.signature?.input.items ?? []) signatureName(walk, scope, item);
      parameterNames(walk, scope, declaration.parameters);
      for (const item of declaration.signature?.output.items ?? []) expressionNames(walk, scope, item);
      break;
    case 'network':
      parameterNames(walk, scope, declaration.parameters);
      break;
    case 'test':
      break;
  }
  for (const statement of declaration.body.statements) statementNames(walk, scope, statement);
}

function standsAlone({ signature }: ast.BlockDeclaration, name: string): boolean {
  return signature?.input.items.some((item) => item.kind === 'name' && item.name === name) ?? false;
}

/** A size that the signature binds; what is a parameter or a constant is named elsewhere. */
function signatureName(walk: Walk, scope: Scope, item: ast.Expression): void {
  const isNew =
    item.kind === 'name' &&
    !scope.names.has(item.name) &&
    walk.module.globals.get(item.name)?.declaration.kind !== 'const';
  if (isNew) declare(walk, scope, 'signature', item);
  else if (item.kind !== 'hole') expressionNames(walk, scope, item);
}

function parameterNames(walk: Walk, scope: Scope, parameters: readonly ast.Parameter[]): void {
  for (const parameter of parameters) {
    if (parameter.default) expressionNames(walk, scope, parameter.default);
    if (!scope.names.has(parameter.name.name)) declareParameter(walk, scope, parameter);
  }
}

function declareParameter(walk: Walk, scope: Scope, parameter: ast.Parameter): void {
  const { name, span: declared } = parameter.name;
  const { owner } = walk;
  const meaning = { kind: 'local', origin: 'parameter', name, declared, parameter, owner } as const;
  if (!scope.names.has(name)) scope.names.set(name, meaning);
  walk.found.push({ span: declared, isDeclaration: true, meaning, within: owner });
}

function declare(
  walk: Walk,
  scope: Scope | undefined,
  origin: Origin,
  { name, span: declared }: ast.Identifier,
  statement?: ast.Statement,
): void {
  const { owner } = walk;
  const meaning = { kind: 'local', origin, name, declared, owner, ...(statement && { statement }) } as const;
  scope?.names.set(name, meaning);
  walk.found.push({ span: declared, isDeclaration: true, meaning, within: owner });
}

function declarePattern(
  walk: Walk,
  scope: Scope,
  origin: Origin,
  pattern: ast.Pattern,
  statement?: ast.Statement,
): void {
  if (pattern.kind === 'bind') declare(walk, scope, origin, pattern, statement);
  if (pattern.kind === 'tuple-pattern')
    for (const item of pattern.items) declarePattern(walk, scope, origin, item, statement);
}

function bodyNames(walk: Walk, parent: Scope, body: ast.Body): void {
  const scope: Scope = { names: new Map(), parent };
  for (const statement of body.statements) statementNames(walk, scope, statement);
}

function statementNames(walk: Walk, scope: Scope, statement: ast.Statement): void {
  switch (statement.kind) {
    case 'chain':
      if (statement.label) declare(walk, undefined, 'label', statement.label, statement);
      for (const element of statement.elements) elementNames(walk, scope, element);
      if (statement.as) declare(walk, scope, 'as', statement.as, statement);
      return;
    case 'let':
      expressionNames(walk, scope, statement.value);
      return declarePattern(walk, scope, 'let', statement.pattern, statement);
    case 'shared':
      word(walk, 'shared', statement.span);
      expressionNames(walk, scope, statement.value);
      return declare(walk, scope, 'shared', statement.name, statement);
    case 'require':
      expressionNames(walk, scope, statement.condition);
      if (statement.message) expressionNames(walk, scope, statement.message);
      return;
    case 'expect': {
      const local = find(scope, statement.subject.name);
      const isMetric = metrics.includes(statement.subject.name);
      if (isMetric) word(walk, statement.subject.name, statement.subject.span);
      else if (local) use(walk, statement.subject, local);
      for (const arg of statement.args ?? []) expressionNames(walk, scope, arg);
      return expressionNames(walk, scope, statement.value);
    }
    case 'input':
      expressionNames(walk, scope, statement.shape);
      return declare(walk, scope, 'input', statement.name, statement);
    case 'output':
      for (const name of statement.names) {
        const local = find(scope, name.name);
        if (local) use(walk, name, local);
      }
      return;
    case 'if':
      for (const { condition, body } of statement.branches) {
        expressionNames(walk, scope, condition);
        bodyNames(walk, scope, body);
      }
      if (statement.else) bodyNames(walk, scope, statement.else);
      return;
    case 'for': {
      expressionNames(walk, scope, statement.iterable);
      const inner: Scope = { names: new Map(), parent: scope };
      declarePattern(walk, inner, 'loop', statement.pattern, statement);
      for (const each of statement.body.statements) statementNames(walk, inner, each);
      return;
    }
    case 'repeat':
      expressionNames(walk, scope, statement.count);
      return bodyNames(walk, scope, statement.body);
  }
}

function elementNames(walk: Walk, scope: Scope, element: ast.Element): void {
  switch (element.kind) {
    case 'flow':
      return;
    case 'name':
      return valueName(walk, scope, element);
    case 'apply':
      return callNames(walk, scope, element.call);
    case 'residual':
    case 'parallel':
    case 'path':
      word(walk, element.kind, element.keyword.span);
      for (const arg of element.args) {
        if (arg.name) word(walk, arg.name.name, arg.name.span);
        if (arg.name?.name === 'join') joinName(walk, arg.value);
        else expressionNames(walk, scope, arg.value);
      }
      bodyNames(walk, scope, element.body);
      if (element.kind !== 'residual' || !element.shortcut) return;
      word(walk, 'shortcut', shortcutWord(element.shortcut));
      bodyNames(walk, scope, element.shortcut);
  }
}

/** The word in front of the body of a shortcut. */
function shortcutWord({ span: { source, start } }: ast.Body): Span {
  const at = source.text.lastIndexOf('shortcut', start);
  return span(source, at, start);
}

/** A join is called by its name alone, whatever else bears that name. */
function joinName(walk: Walk, join: ast.Expression): void {
  if (join.kind === 'name' && isOpName(join.name)) use(walk, join, { kind: 'op', op: join.name });
}

function expressionNames(walk: Walk, scope: Scope, expression: ast.Expression): void {
  switch (expression.kind) {
    case 'name':
      return valueName(walk, scope, expression);
    case 'call':
      return callNames(walk, scope, expression);
    case 'string':
      for (const part of expression.parts) if (typeof part !== 'string') expressionNames(walk, scope, part);
      return;
    case 'list':
    case 'tuple':
      for (const item of expression.items) expressionNames(walk, scope, item);
      return;
    case 'comprehension': {
      let inner = scope;
      for (const { pattern, iterable } of expression.clauses) {
        expressionNames(walk, inner, iterable);
        inner = { names: new Map(), parent: inner };
        declarePattern(walk, inner, 'loop', pattern);
      }
      if (expression.condition) expressionNames(walk, inner, expression.condition);
      return expressionNames(walk, inner, expression.value);
    }
    case 'index':
      expressionNames(walk, scope, expression.target);
      for (const index of expression.indices) expressionNames(walk, scope, index);
      return;
    case 'unary':
      return expressionNames(walk, scope, expression.operand);
    case 'binary':
      expressionNames(walk, scope, expression.first);
      for (const { operand } of expression.rest) expressionNames(walk, scope, operand);
      return;
    case 'conditional':
      expressionNames(walk, scope, expression.condition);
      expressionNames(walk, scope, expression.then);
      return expressionNames(walk, scope, expression.else);
    default:
      return;
  }
}

/** A name where no call stands: a value or tensor first, then a layer. */
function valueName(walk: Walk, scope: Scope, name: ast.NameExpression | ast.NameElement): void {
  const local = find(scope, name.name);
  if (local) return use(walk, name, local);
  const global = walk.module.globals.get(name.name);
  if (global) return use(walk, name, { kind: 'global', global });
  if (isOpName(name.name)) use(walk, name, { kind: 'op', op: name.name });
}

function callNames(walk: Walk, scope: Scope, call: ast.CallExpression): void {
  const callee = walk.program.calls.get(call)?.callee ?? guessCallee(walk, scope, call);
  const meaning = callee && meaningOf(callee, scope);
  if (meaning) use(walk, call.callee, meaning, call);
  for (const arg of call.args) {
    const option = arg.name && callee && parameterMeaning(callee, arg.name.name);
    if (arg.name && option) use(walk, arg.name, option, call);
    if (arg.value.kind !== 'hole') expressionNames(walk, scope, arg.value);
  }
}

/** In text that the checks leave out because it is broken: the nearest thing that may be called. */
function guessCallee(walk: Walk, scope: Scope, { callee }: ast.CallExpression): Callee | undefined {
  const { name } = callee;
  const global = walk.module.globals.get(name);
  if (global) return calleeOf(global);
  if (find(scope, name)) return { kind: 'local', name };
  if (isFunctionName(name)) return { kind: 'function', name };
  return isOpName(name) ? { kind: 'op', op: name } : undefined;
}

function isFunctionName(name: string): name is keyof typeof functions {
  return Object.hasOwn(functions, name);
}

function meaningOf(callee: Callee, scope: Scope): Meaning | undefined {
  switch (callee.kind) {
    case 'local':
      return find(scope, callee.name);
    case 'op':
    case 'function':
      return callee;
    default:
      return { kind: 'global', global: callee.global };
  }
}

/** What the name of an argument stands for: a parameter of what is called. */
function parameterMeaning(callee: Callee, name: string): Meaning | undefined {
  if (callee.kind === 'op') return { kind: 'option', op: callee.op, name };
  if (callee.kind === 'local' || callee.kind === 'function' || callee.kind === 'const') return undefined;
  const owner = callee.global.declaration;
  const parameter = owner.parameters.find((each) => each.name.name === name);
  return (
    parameter && { kind: 'local', origin: 'parameter', name, declared: parameter.name.span, parameter, owner }
  );
}

function find(scope: Scope | undefined, name: string): Meaning | undefined {
  for (let at = scope; at; at = at.parent) {
    const known = at.names.get(name);
    if (known) return known;
  }
  return undefined;
}

function use(
  walk: Walk,
  { name, span: place }: { readonly name: string; readonly span: Span },
  meaning: Meaning,
  call?: ast.CallExpression,
): void {
  const alias = meaning.kind === 'global' ? walk.aliases.get(name) : undefined;
  walk.found.push({ span: place, isDeclaration: false, meaning, alias, call, within: walk.owner });
}

function word(walk: Walk, text: string, at: Span): void {
  const place = span(at.source, at.start, Math.min(at.end, at.start + text.length));
  walk.found.push({
    span: place,
    isDeclaration: false,
    meaning: { kind: 'word', word: text },
    within: walk.owner,
  });
}

/** What is named at an offset, or right before it. */
export function nameAt(snapshot: Snapshot, offset: number): Occurrence | undefined {
  const touching = namesIn(snapshot).filter(({ span }) => span.start <= offset && offset <= span.end);
  return touching.find(({ span }) => offset < span.end) ?? touching[0];
}
