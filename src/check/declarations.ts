import { codes } from '../diagnostics/registry.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { INT } from '../values/type.ts';
import { type Context, withScope } from './context.ts';
import { expect } from './expect.ts';
import { typeOf } from './expressions.ts';
import { declare } from './patterns.ts';
import type { ParameterInfo } from './program.ts';
import { innerScope } from './scope.ts';
import { checkStatements } from './statements.ts';
import { readType } from './types.ts';
import { reportUnused } from './unused.ts';

/** The parameters of a declaration as calls see them; what is wrong with the types is reported where they are checked. */
export function parameterInfos(declaration: ast.Declaration): readonly ParameterInfo[] {
  if (declaration.kind === 'const' || declaration.kind === 'test') return [];
  const bound = declaration.kind === 'block' ? boundNames(declaration) : new Set<string>();
  return declaration.parameters.map((parameter) => ({
    name: parameter.name.name,
    type: readType(parameter.type, () => {}),
    hasDefault: parameter.default !== undefined,
    bound: bound.has(parameter.name.name),
  }));
}

/** The names that stand alone in the input half of a signature. */
function boundNames(declaration: ast.BlockDeclaration): Set<string> {
  const items = declaration.signature?.input.items ?? [];
  return new Set(items.flatMap((item) => (item.kind === 'name' ? [item.name] : [])));
}

/** Checks one declaration by itself, used or not. */
export function checkDeclaration(context: Context, declaration: ast.Declaration): void {
  switch (declaration.kind) {
    case 'const':
      context.findings.constantTypes.set(declaration, typeOf(context, declaration.value));
      return;
    case 'fn': {
      const scope = innerScope(undefined);
      const inner = withScope(context, scope);
      declareParameters(inner, declaration.parameters);
      const result = readType(declaration.result, context.report);
      expect(inner, declaration.value, result, `the result of \`${declaration.name.name}\``);
      reportUnused(context, scope);
      return;
    }
    case 'block': {
      const scope = innerScope(undefined);
      const inner = withScope(context, scope);
      checkBlockHead(inner, declaration);
      checkStatements(inner, declaration.body, 'top');
      reportUnused(context, scope);
      return;
    }
    case 'network': {
      const scope = innerScope(undefined);
      const inner = withScope(context, scope);
      declareParameters(inner, declaration.parameters);
      checkStatements(inner, declaration.body, 'top');
      reportUnused(context, scope);
      return;
    }
    case 'test': {
      checkFails(context, declaration);
      const scope = innerScope(undefined);
      checkStatements(withScope(context, scope), declaration.body, 'top');
      reportUnused(context, scope);
    }
  }
}

/** `fails` gives a code, or the beginning of one that there is: an empty one would pass whatever goes wrong. */
function checkFails(context: Context, declaration: ast.TestDeclaration): void {
  const { fails } = declaration;
  if (!fails || (/^ARC\d/.test(fails.name) && codes.some((code) => code.startsWith(fails.name)))) return;
  context.unexpected(
    diagnostic(
      'ARC2027',
      fails.span,
      { problem: `no code begins with "${fails.name}"` },
      { help: ['write a code such as "ARC3101", or the beginning of several: "ARC3"'] },
    ),
  );
}

function declareParameters(
  context: Context,
  parameters: readonly ast.Parameter[],
  isBound = (_name: string) => false,
): void {
  for (const parameter of parameters) {
    const type = readType(parameter.type, context.report);
    const { name, span } = parameter.name;
    if (parameter.default && isBound(name)) {
      context.report(
        diagnostic(
          'ARC2021',
          parameter.default.span,
          { name },
          { help: ['leave the default out: the tensor gives the size'] },
        ),
      );
    } else if (parameter.default) {
      expect(context, parameter.default, type, `the default of \`${name}\``);
    }
    declare(context, { kind: 'value', name, span, type, origin: 'parameter', used: isBound(name) });
  }
}

/** Parameters and signature: names that stand alone in the input half bind, the rest are expressions. */
function checkBlockHead(context: Context, declaration: ast.BlockDeclaration): void {
  const { signature, parameters } = declaration;
  const parameterNames = new Set(parameters.map((parameter) => parameter.name.name));
  const bound = boundNames(declaration);
  // The sizes that the signature binds are known before the defaults of the parameters.
  for (const item of signature?.input.items ?? []) {
    if (item.kind !== 'name' || parameterNames.has(item.name) || context.scope?.names.has(item.name))
      continue;
    // A constant is no new name: the size must equal it.
    if (context.module.globals.get(item.name)?.declaration.kind === 'const') continue;
    declare(context, {
      kind: 'value',
      name: item.name,
      span: item.span,
      type: INT,
      origin: 'signature',
      used: false,
    });
  }
  declareParameters(context, parameters, (name) => bound.has(name));
  if (!signature) return;
  for (const item of signature.input.items) {
    if (item.kind === 'hole') continue;
    // A name that the signature binds is no use of it; a parameter's or a constant's is.
    if (item.kind === 'name' && context.scope?.names.get(item.name)?.origin === 'signature') continue;
    expect(context, item, INT, 'a size of a signature');
  }
  for (const item of signature.output.items) {
    if (item.kind === 'hole') {
      const problem = '`_` stands only in the input half of a signature';
      context.report(
        diagnostic(
          'ARC2028',
          item.span,
          { problem },
          { help: ['name the size in the input half and use the name here'] },
        ),
      );
    } else {
      expect(context, item, INT, 'a size of a signature');
    }
  }
}
