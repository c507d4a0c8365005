import { listAnd } from '../diagnostics/lists.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { adviceFor } from '../diagnostics/suggest.ts';
import { ops } from '../ops/table.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import { LAYER, type Type, UNKNOWN } from '../values/type.ts';
import type { Context } from './context.ts';
import { expect } from './expect.ts';
import { functionRule } from './functions.ts';
import { isJoin, lookUpCallee } from './lookup.ts';
import type { Callee, ParameterInfo } from './program.ts';
import { readType } from './types.ts';
import { withArticle } from './words.ts';

/** The type of a call in an expression: the result of a function, or a layer value. */
export function checkCall(context: Context, call: ast.CallExpression): Type {
  const callee = lookUpCallee(context, call.callee);
  if (!callee) {
    for (const arg of call.args) context.checks.typeOf(context, arg.value);
    return UNKNOWN;
  }
  return checkCallOf(context, call, callee);
}

/** The same for a callee that is already looked up. */
export function checkCallOf(context: Context, call: ast.CallExpression, callee: Callee): Type {
  switch (callee.kind) {
    case 'local':
    case 'const':
      refuseArguments(context, call);
      context.findings.calls.set(call, { callee, args: [] });
      return LAYER;
    case 'function':
      return checkFunction(context, call, callee);
    case 'network':
      context.report(diagnostic('ARC2022', call.span, { name: call.callee.name }));
      return UNKNOWN;
    case 'fn': {
      matchParameters(
        context,
        call,
        callee,
        parametersOf(context, callee),
        callee.global.declaration.name.span,
      );
      return readType(callee.global.declaration.result, () => {});
    }
    case 'op':
      if (isJoin(callee.op)) {
        context.report(diagnostic('ARC2026', call.span, { name: call.callee.name }));
        return UNKNOWN;
      }
      matchParameters(context, call, callee, parametersOf(context, callee), undefined);
      return LAYER;
    case 'block':
      matchParameters(
        context,
        call,
        callee,
        parametersOf(context, callee),
        callee.global.declaration.name.span,
      );
      return LAYER;
  }
}

/** A layer value has its arguments already; applying it takes none. */
export function refuseArguments(context: Context, call: ast.CallExpression): void {
  if (call.args.length === 0) return;
  for (const arg of call.args) context.checks.typeOf(context, arg.value);
  context.report(
    diagnostic(
      'ARC2020',
      call.span,
      { name: call.callee.name },
      {
        help: [`give the arguments where the value is made, and write \`${call.callee.name}()\` here`],
      },
    ),
  );
}

function checkFunction(
  context: Context,
  call: ast.CallExpression,
  callee: Extract<Callee, { kind: 'function' }>,
): Type {
  const rule = functionRule(callee.name);
  const types = call.args.map((arg) => context.checks.typeOf(context, arg.value));
  context.findings.calls.set(call, { callee, args: call.args });
  for (const arg of call.args) {
    if (!arg.name) continue;
    context.report(
      diagnostic(
        'ARC2002',
        arg.name.span,
        { callee: callee.name, name: arg.name.name },
        {
          help: ['the built-in functions take their arguments by position'],
        },
      ),
    );
    return UNKNOWN;
  }
  if (types.length < rule.least || types.length > rule.most) {
    if (types.length < rule.least) {
      context.report(diagnostic('ARC2003', call.span, { callee: callee.name, missing: rule.takes }));
    } else {
      context.report(
        diagnostic('ARC2005', call.span, { callee: callee.name, takes: rule.takes, given: types.length }),
      );
    }
    return UNKNOWN;
  }
  for (const [i, type] of types.entries()) {
    const arg = call.args[i];
    if (!arg || rule.accepts(type, types.length)) continue;
    context.report(
      diagnostic('ARC2001', arg.value.span, {
        what: `the argument of \`${callee.name}\``,
        expected: rule.takes,
        found: withArticle(type),
      }),
    );
    return UNKNOWN;
  }
  return rule.result(types);
}

/** The parameters of a layer, block or function. */
export function parametersOf(
  context: Context,
  callee: Extract<Callee, { kind: 'op' | 'block' | 'fn' | 'network' }>,
): readonly ParameterInfo[] {
  if (callee.kind === 'op') return opParameters(callee.op);
  return context.findings.parameters.get(callee.global.declaration) ?? [];
}

const opTable = new Map<string, readonly ParameterInfo[]>();

export function opParameters(op: keyof typeof ops): readonly ParameterInfo[] {
  let infos = opTable.get(op);
  if (!infos) {
    infos = ops[op].parameters.map(({ name, type, default: value }) => ({
      name,
      type,
      hasDefault: value !== undefined,
      bound: false,
    }));
    opTable.set(op, infos);
  }
  return infos;
}

/** Gives each argument to its parameter, checks its type, and notes which parameter got what. */
export function matchParameters(
  context: Context,
  call: ast.CallExpression,
  callee: Extract<Callee, { kind: 'op' | 'block' | 'fn' | 'network' }>,
  parameters: readonly ParameterInfo[],
  declared: Span | undefined,
): void {
  const name = call.callee.name;
  // The parameters of a declaration with a syntax error may be misread.
  const broken = callee.kind !== 'op' && callee.global.declaration.broken;
  const labels = declared ? [{ span: declared, text: `\`${name}\` is declared here` }] : [];
  const matched: (ast.Argument | undefined)[] = parameters.map(() => undefined);
  let named = false;
  let extra = false;
  if (broken) {
    for (const arg of call.args) context.checks.typeOf(context, arg.value);
    context.findings.calls.set(call, { callee, args: matched });
    return;
  }
  for (const [i, arg] of call.args.entries()) {
    if (arg.name) named = true;
    else if (named) {
      context.report(diagnostic('ARC2006', arg.span, { callee: name }, { help: ['give it by name'] }));
      context.checks.typeOf({ ...context, report: () => {} }, arg.value);
      continue;
    }
    const index = arg.name ? parameters.findIndex((each) => each.name === arg.name?.name) : i;
    const parameter = parameters[index];
    if (!parameter) {
      context.checks.typeOf(context, arg.value);
      if (arg.name) {
        const known = parameters.map((each) => each.name);
        const near = adviceFor(arg.name.span, arg.name.name, known);
        const advice = near.help.length > 0 ? near : { help: [parameterList(name, parameters)] };
        context.report(
          diagnostic('ARC2002', arg.name.span, { callee: name, name: arg.name.name }, { labels, ...advice }),
        );
      } else if (!extra) {
        extra = true;
        const takes = `${parameters.length} argument${parameters.length === 1 ? '' : 's'}`;
        context.report(
          diagnostic(
            'ARC2005',
            arg.span,
            { callee: name, takes, given: call.args.length },
            {
              labels,
              help: [parameterList(name, parameters)],
            },
          ),
        );
      }
      continue;
    }
    const earlier = matched[index];
    if (earlier) {
      context.checks.typeOf(context, arg.value);
      const label = { span: earlier.span, text: 'given here already' };
      context.report(
        diagnostic(
          'ARC2004',
          arg.span,
          { callee: name, name: parameter.name },
          { labels: [label, ...labels] },
        ),
      );
      continue;
    }
    matched[index] = arg;
    expect(context, arg.value, parameter.type, `\`${parameter.name}\` of \`${name}\``);
  }
  const missing = parameters.filter((each, i) => !matched[i] && !each.hasDefault && !each.bound);
  if (missing.length > 0) {
    context.report(
      diagnostic(
        'ARC2003',
        call.span,
        { callee: name, missing: listAnd(missing.map((each) => `\`${each.name}\``)) },
        {
          labels,
          help: [parameterList(name, parameters)],
        },
      ),
    );
  }
  context.findings.calls.set(call, { callee, args: matched });
}

function parameterList(name: string, parameters: readonly ParameterInfo[]): string {
  if (parameters.length === 0) return `\`${name}\` takes no arguments`;
  return `the parameters of \`${name}\` are ${listAnd(parameters.map((each) => `\`${each.name}\``))}`;
}
