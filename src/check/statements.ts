import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { BOOL, FLOAT, INT, LAYER, listOf, UNKNOWN, unionOf } from '../values/type.ts';
import { checkChain } from './chains.ts';
import { type Context, type Place, withScope } from './context.ts';
import { expect } from './expect.ts';
import { iterated, typeOf } from './expressions.ts';

import { bindPattern, declare } from './patterns.ts';
import { innerScope } from './scope.ts';
import { useTensor } from './tensors.ts';
import { reportUnused } from './unused.ts';
import { metrics } from './words.ts';

/** Checks a body in a scope of its own. */
export function checkBody(context: Context, body: ast.Body, place: Place): void {
  const scope = innerScope(context.scope);
  checkStatements(withScope(context, scope), body, place);
  reportUnused(context, scope);
}

/** Checks the statements in the scope of the context. */
export function checkStatements(context: Context, body: ast.Body, place: Place): void {
  let flowing = false;
  let output: ast.OutputStatement | undefined;
  for (const statement of body.statements) {
    checkStatement(context, statement, place);
    if (statement.kind === 'input') {
      checkInputPlace(context, statement, place, flowing);
    } else if (statement.kind === 'output') {
      checkOutputPlace(context, statement, place, output);
      output ??= statement;
    } else if (statement.kind !== 'let' && statement.kind !== 'require' && statement.kind !== 'shared') {
      flowing = true;
    }
  }
}

function checkInputPlace(
  context: Context,
  statement: ast.InputStatement,
  place: Place,
  flowing: boolean,
): void {
  const where =
    context.declaration.kind === 'block'
      ? 'in a block'
      : place !== 'top'
        ? 'inside of other statements'
        : flowing
          ? 'behind other statements'
          : '';
  if (where === '') return;
  const help =
    context.declaration.kind === 'block'
      ? 'a tensor flows into a block; its signature says which shape it has'
      : 'inputs stand first';
  context.report(diagnostic('ARC2014', statement.span, { what: 'an `input`', where }, { help: [help] }));
}

function checkOutputPlace(
  context: Context,
  statement: ast.OutputStatement,
  place: Place,
  earlier: ast.OutputStatement | undefined,
): void {
  const where =
    context.declaration.kind === 'block' ? 'in a block' : place !== 'top' ? 'inside of other statements' : '';
  if (where !== '') {
    const help =
      context.declaration.kind === 'block' ? ['what flows at the end of a block is its result'] : [];
    context.report(diagnostic('ARC2014', statement.span, { what: 'an `output`', where }, { help }));
  } else if (earlier) {
    context.report(
      diagnostic(
        'ARC2014',
        statement.span,
        { what: 'a second `output`', where: 'behind the first' },
        {
          labels: [{ span: earlier.span, text: 'the first' }],
          help: ['one `output` lists them all: `output a, b`'],
        },
      ),
    );
  }
}

function checkStatement(context: Context, statement: ast.Statement, place: Place): void {
  if (place === 'parallel') refuseInParallel(context, statement);
  switch (statement.kind) {
    case 'chain':
      return checkChain(context, statement, place);
    case 'let':
      return bindPattern(context, statement.pattern, typeOf(context, statement.value), 'let');
    case 'shared': {
      const type = expect(context, statement.value, LAYER, 'what is shared');
      const { name, span } = statement.name;
      const kind = type.kind === 'unknown' ? 'value' : 'shared';
      return declare(context, { kind, name, span, type, origin: 'shared', used: false });
    }
    case 'require':
      expect(context, statement.condition, BOOL, 'a requirement');
      if (statement.message) typeOf(context, statement.message);
      return;
    case 'expect':
      return checkExpect(context, statement);
    case 'input': {
      checkShape({ ...context, symbols: true }, statement.shape, 'a size');
      const { name, span } = statement.name;
      return declare(context, { kind: 'tensor', name, span, type: UNKNOWN, origin: 'input', used: false });
    }
    case 'output':
      return checkOutputs(context, statement);
    case 'if':
      for (const { condition, body } of statement.branches) {
        expect(context, condition, BOOL, 'a condition');
        checkBody(context, body, inside(place));
      }
      if (statement.else) checkBody(context, statement.else, inside(place));
      return;
    case 'for': {
      const items = iterated(context, statement.iterable);
      const scope = innerScope(context.scope);
      const inner = withScope(context, scope);
      bindPattern(inner, statement.pattern, items, 'loop');
      checkStatements(inner, statement.body, inside(place));
      reportUnused(context, scope);
      return;
    }
    case 'repeat':
      expect(context, statement.count, INT, 'the count of a `repeat`');
      return checkBody(context, statement.body, inside(place));
  }
}

function inside(place: Place): Place {
  return place === 'parallel' ? 'parallel' : 'inner';
}

/** The body of a `parallel` holds paths, and what decides which of them there are. */
function refuseInParallel(context: Context, statement: ast.Statement): void {
  const allowed = ['let', 'require', 'if', 'for', 'repeat'];
  if (allowed.includes(statement.kind)) return;
  if (statement.kind === 'chain') {
    const [first] = statement.elements;
    if (first?.kind === 'path' && statement.elements.length === 1 && !statement.as) return;
  }
  context.report(
    diagnostic(
      'ARC2014',
      statement.span,
      { what: 'this statement', where: 'between the paths of a `parallel`' },
      {
        help: ['put it into a `path { … }`'],
      },
    ),
  );
}

/** Sizes are ints; a float is told how to become one. */
export function checkShape(context: Context, shape: ast.ListExpression, what: string): void {
  for (const item of shape.items) expect(context, item, INT, what);
}

/** Each name is a tensor, and stands once: outputs are told apart by their names. */
function checkOutputs(context: Context, statement: ast.OutputStatement): void {
  const seen = new Map<string, ast.Identifier>();
  for (const name of statement.names) {
    useTensor(context, name, 'an `output`');
    const earlier = seen.get(name.name);
    if (earlier) {
      const labels = [{ span: earlier.span, text: 'listed here already' }];
      context.report(diagnostic('ARC1005', name.span, { name: name.name }, { labels }));
    }
    seen.set(name.name, name);
  }
}

function checkExpect(context: Context, statement: ast.ExpectStatement): void {
  const { subject, value } = statement;
  const isMetric = metrics.includes(subject.name);
  if (!isMetric && !useTensor(context, subject, 'an `expect`', metrics)) {
    typeOf({ ...context, symbols: true }, value);
    return;
  }
  if (isMetric && subject.name !== 'shape' && context.declaration.kind === 'block') {
    context.report(
      diagnostic(
        'ARC2014',
        statement.span,
        { what: `an \`expect\` of \`${subject.name}\``, where: 'in a block' },
        {
          help: [
            'in a block, `expect shape == …` checks the tensor that flows; the rest belongs into a test',
          ],
        },
      ),
    );
  }
  if (statement.args && subject.name !== 'macs') {
    const problem = `\`${subject.name}\` takes no sizes`;
    context.report(
      diagnostic('ARC2027', statement.span, { problem }, { help: ['only `macs(224, 224)` does'] }),
    );
  }
  for (const arg of statement.args ?? []) expect(context, arg, INT, 'a size given to `macs`');
  if (subject.name === 'params' || subject.name === 'macs') {
    expect(context, value, unionOf(INT, FLOAT), `what \`${subject.name}\` is compared with`);
    return;
  }
  if (statement.operator !== '==') {
    const problem = `a shape is compared with \`==\`, found \`${statement.operator}\``;
    context.report(diagnostic('ARC2027', statement.span, { problem }));
  }
  if (value.kind === 'list') checkShape({ ...context, symbols: true }, value, 'a size');
  else expect({ ...context, symbols: true }, value, listOf(INT), 'a shape');
}
