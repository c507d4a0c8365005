import { diagnostic } from '../diagnostics/report.ts';
import { type Advice, adviceFor } from '../diagnostics/suggest.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import { BOOL, UNKNOWN } from '../values/type.ts';
import { checkCallOf, matchParameters, parametersOf, refuseArguments } from './calls.ts';
import { type Context, isUnresolved, type Place, reportUnknown } from './context.ts';
import { expect } from './expect.ts';
import { typeOf } from './expressions.ts';
import { isJoin, isOpName, lookUpCallee, opNames } from './lookup.ts';
import { declare } from './patterns.ts';
import type { Callee } from './program.ts';
import { describeBinding, find, findCallable } from './scope.ts';
import { isTensor, useTensor } from './tensors.ts';

/** The joins that constructs may name. */
export const joins = ['add', 'multiply', 'concat', 'maximum', 'average'] as const;
export type JoinName = (typeof joins)[number];

export function isJoinName(name: string): name is JoinName {
  return joins.some((join) => join === name);
}

/** Checks `label: a() -> b() as name`. */
export function checkChain(context: Context, chain: ast.Chain, place: Place): void {
  const [first] = chain.elements;
  const alone = chain.elements.length === 1;
  for (const element of chain.elements)
    checkElement(context, element, element === first, alone, chain, place);
  if (chain.as) declare(context, { kind: 'tensor', ...chain.as, type: UNKNOWN, origin: 'as', used: false });
}

function checkElement(
  context: Context,
  element: ast.Element,
  isFirst: boolean,
  alone: boolean,
  chain: ast.Chain,
  place: Place,
): void {
  switch (element.kind) {
    case 'flow':
      if (!isFirst) {
        const problem = 'only the first element of a chain may be a tensor';
        context.report(diagnostic('ARC2016', element.span, { problem }));
      } else if (alone && chain.as && chain.label) {
        const problem = 'a label names a part, and `_ as name` makes none';
        context.report(
          diagnostic('ARC2025', chain.label.span, { problem }, { help: ['take the label out'] }),
        );
      } else if (alone && !chain.as) {
        context.report(
          diagnostic(
            'ARC2025',
            element.span,
            { problem: '`_` alone does nothing' },
            { help: ['name it: `_ as name`'] },
          ),
        );
      }
      return;
    case 'name':
      return checkBareName(context, element, isFirst, alone && !chain.as);
    case 'apply':
      return checkApplied(context, element.call, { alone, chain, place });
    case 'residual':
      checkConstruct(context, element, ['when', 'join']);
      context.checks.body(context, element.body, 'inner');
      if (element.shortcut) context.checks.body(context, element.shortcut, 'inner');
      return;
    case 'parallel':
      checkConstruct(context, element, ['join']);
      if (!element.args.some((arg) => arg.name?.name === 'join')) {
        const problem = '`join` says how the paths come together';
        context.report(
          diagnostic(
            'ARC2023',
            element.keyword.span,
            { construct: 'parallel', problem },
            { help: [`write \`parallel(join = concat)\`, or one of ${joins.join(', ')}`] },
          ),
        );
      }
      return context.checks.body(context, element.body, 'parallel');
    case 'path':
      if (place !== 'parallel') {
        const where = 'outside of a `parallel`';
        context.report(diagnostic('ARC2014', element.keyword.span, { what: 'a `path`', where }));
      }
      checkConstruct(context, element, []);
      return context.checks.body(context, element.body, 'inner');
  }
}

function checkBareName(context: Context, element: ast.NameElement, isFirst: boolean, alone: boolean): void {
  const { name, span } = element;
  if (!isTensor(context, name)) return reportNoCall(context, element, alone);
  useTensor(context, element, 'a chain');
  if (!isFirst) {
    context.report(
      diagnostic(
        'ARC2025',
        span,
        { problem: `\`${name}\` is a tensor, and only the first element of a chain may be one` },
        {
          help: [`to join it with what flows, write \`concat(_, ${name})\` or \`add(_, ${name})\``],
        },
      ),
    );
  } else if (alone) {
    context.report(
      diagnostic(
        'ARC2025',
        span,
        { problem: `the tensor \`${name}\` alone does nothing` },
        { help: [`go on from it: \`${name} -> …\``] },
      ),
    );
  }
}

/** A bare name that is no tensor: a layer that is not applied, a value, or nothing known. */
function reportNoCall(context: Context, element: ast.NameElement, alone: boolean): void {
  const { name, span } = element;
  const local = find(context.scope, name);
  if (local) local.used = true;
  const isLayer =
    findCallable(context.scope, name) || (!local && (isOpName(name) || context.module.globals.has(name)));
  if (isLayer) {
    const help = local
      ? [`write \`${name}()\` to apply it; a tensor gets its name from \`… as ${name}\``]
      : [`write \`${name}()\``];
    context.report(diagnostic('ARC2017', span, { name }, { help }));
    const callee = lookUpCallee({ ...context, report: () => {} }, element);
    if (callee) context.findings.names.set(element, { kind: 'layer', callee });
  } else if (local) {
    const problem = `\`${name}\` is ${describeBinding(local)}, neither a tensor nor a layer`;
    const labels = [{ span: local.span, text: 'declared here' }];
    context.report(
      diagnostic('ARC2025', span, { problem }, { labels, help: ['a tensor gets its name from `… as name`'] }),
    );
  } else if (!isUnresolved(context, name)) {
    reportUnknown(context, element, 'tensor or layer', () => {
      const near = adviceFor(span, name, [...opNames, ...context.module.globals.keys()]);
      return near.help.length === 0 && alone && isBeforeLayer(span) ? colonAdvice(element) : near;
    });
  }
}

/** Whether a layer follows, on the same line or where the formatter puts it: `stem conv2d(8)`. */
function isBeforeLayer({ source, end }: Span): boolean {
  return /^\s+(?:\w+\(|(?:residual|parallel)\b)/.test(source.text.slice(end, end + 200));
}

function colonAdvice({ name, span }: ast.NameElement): Advice {
  const edits = [{ span: { ...span, start: span.end }, text: ':' }];
  return {
    help: [`a label has a colon behind it: \`${name}: …\``],
    fixes: [{ title: `write \`${name}:\``, unsafe: true, edits }],
  };
}

interface AppliedIn {
  readonly alone: boolean;
  readonly chain: ast.Chain;
  readonly place: Place;
}

/** A call as a statement: a layer, a block, a layer value, a join, or (in a test) a network. */
function checkApplied(context: Context, call: ast.CallExpression, where: AppliedIn): void {
  const callee = lookUpCallee(context, call.callee);
  if (!callee) {
    for (const arg of call.args) if (arg.value.kind !== 'hole') quietly(context, arg.value);
    return;
  }
  switch (callee.kind) {
    case 'local':
    case 'const':
      refuseArguments(context, call);
      context.findings.calls.set(call, { callee, args: [] });
      return;
    case 'fn':
    case 'function':
      context.report(
        diagnostic(
          'ARC2018',
          call.callee.span,
          { name: call.callee.name },
          {
            help: [
              `name its result and apply that: \`let layer = ${call.callee.name}(…)\`, then \`layer()\``,
            ],
          },
        ),
      );
      checkCallOf(context, call, callee);
      return;
    case 'network':
      return checkNetworkCall(context, call, callee, where);
    case 'op':
      if (isJoin(callee.op)) return checkJoin(context, call, callee);
      checkCallOf(context, call, callee);
      return;
    case 'block':
      checkCallOf(context, call, callee);
  }
}

/** Finds what an argument of an unknown layer mentions, without adding to the error. */
function quietly(context: Context, expression: ast.Expression): void {
  typeOf({ ...context, report: () => {} }, expression);
}

function checkNetworkCall(
  context: Context,
  call: ast.CallExpression,
  callee: Extract<Callee, { kind: 'network' }>,
  where: AppliedIn,
): void {
  const { declaration } = context;
  matchParameters(context, call, callee, parametersOf(context, callee), callee.global.declaration.name.span);
  const inTest = declaration.kind === 'test' && where.place === 'top';
  const others = declaration.kind === 'test' ? declaration.body.statements.filter(builds) : [];
  if (!inTest || others.length !== 1) {
    const help =
      declaration.kind === 'test'
        ? ['a test builds one network, at its top, and has no inputs of its own then']
        : ['make the part that both need a `block`'];
    // Of two networks in one test, the second is one too many.
    if (!inTest || others[0] !== where.chain || others.some((each) => each.kind !== 'chain')) {
      context.report(diagnostic('ARC2022', call.span, { name: call.callee.name }, { help }));
    }
    return;
  }
  if (!where.alone || where.chain.label || where.chain.as) {
    context.report(
      diagnostic(
        'ARC2022',
        where.chain.span,
        { name: call.callee.name },
        {
          help: ['the call stands alone: without a label, `as`, or other elements of a chain'],
        },
      ),
    );
  }
}

/** Whether a statement of a test takes part in what it builds. */
function builds(statement: ast.Statement): boolean {
  return statement.kind !== 'expect' && statement.kind !== 'let' && statement.kind !== 'require';
}

/** `concat(_, skip, axis = 0)`: tensors by position, options by name. */
function checkJoin(
  context: Context,
  call: ast.CallExpression,
  callee: Extract<Callee, { kind: 'op' }>,
): void {
  const options: ast.Argument[] = [];
  for (const arg of call.args) {
    if (arg.name) options.push(arg);
    else if (arg.value.kind === 'name')
      useTensor(context, { name: arg.value.name, span: arg.value.span }, `\`${callee.op}\``);
    else if (arg.value.kind !== 'hole') {
      context.report(
        diagnostic(
          'ARC2019',
          arg.value.span,
          { join: `\`${callee.op}\``, found: 'an expression' },
          {
            help: [
              'a join takes the names of tensors, and `_` for the one that flows; name a tensor with `… as name`',
            ],
          },
        ),
      );
    }
  }
  const optionCall: ast.CallExpression = { ...call, args: options };
  matchParameters(context, optionCall, callee, parametersOf(context, callee), undefined);
  const matched = context.findings.calls.get(optionCall);
  context.findings.calls.delete(optionCall);
  context.findings.calls.set(call, { callee, args: matched?.args ?? [] });
}

/** The arguments of a construct: `when` is a bool, `join` the name of a join. */
function checkConstruct(
  context: Context,
  element: ast.ResidualElement | ast.ParallelElement | ast.PathElement,
  known: readonly string[],
): void {
  const construct = element.kind;
  const seen = new Set<string>();
  for (const arg of element.args) {
    const name = arg.name?.name;
    if (name === undefined || !known.includes(name) || seen.has(name)) {
      const problem =
        name === undefined
          ? 'its arguments are given by name'
          : seen.has(name)
            ? `\`${name}\` is given twice`
            : `it has no argument \`${name}\``;
      const help =
        known.length > 0
          ? [`it takes ${known.map((each) => `\`${each}\``).join(' and ')}`]
          : ['it takes no arguments'];
      context.report(diagnostic('ARC2023', arg.span, { construct, problem }, { help }));
      continue;
    }
    seen.add(name);
    if (name === 'when') expect(context, arg.value, BOOL, '`when`');
    else if (arg.value.kind !== 'name' || !isJoinName(arg.value.name)) {
      const written = arg.value.kind === 'name' ? arg.value.name : '';
      const advice = adviceFor(arg.value.span, written, joins);
      context.report(
        diagnostic(
          'ARC2023',
          arg.value.span,
          { construct, problem: `\`join\` must be one of ${joins.join(', ')}` },
          advice,
        ),
      );
    }
  }
}
