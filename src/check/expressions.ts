import { diagnostic } from '../diagnostics/report.ts';
import { adviceFor, quoted } from '../diagnostics/suggest.ts';
import type * as ast from '../parser/ast.ts';
import { hasKind } from '../values/assignable.ts';
import {
  BOOL,
  FLOAT,
  formatType,
  INT,
  LAYER,
  listOf,
  literalType,
  NONE,
  STRING,
  type Type,
  tupleOf,
  UNKNOWN,
  unionOf,
} from '../values/type.ts';
import { checkCall, checkCallOf } from './calls.ts';
import { type Context, mention, withScope } from './context.ts';
import { expect } from './expect.ts';
import { itemType } from './functions.ts';
import { excerpt, isJoin, isOpName, reportUnknownValue } from './lookup.ts';
import { arithmeticType, binaryType, elementType, mayEqual } from './operators.ts';
import { bindPattern } from './patterns.ts';
import type { Callee } from './program.ts';
import { describeBinding, find, innerScope } from './scope.ts';
import { withArticle } from './words.ts';

/** The type of an expression; what is wrong in it is reported, and has the unknown type. */
export function typeOf(context: Context, expression: ast.Expression): Type {
  switch (expression.kind) {
    case 'int':
      return INT;
    case 'float':
      return FLOAT;
    case 'bool':
      return BOOL;
    case 'none':
      return NONE;
    case 'string':
      return typeOfString(context, expression);
    case 'name':
      return typeOfName(context, expression);
    case 'symbol':
      if (!context.symbols) context.report(diagnostic('ARC2015', expression.span, {}));
      return INT;
    case 'hole':
      context.report(
        diagnostic(
          'ARC2016',
          expression.span,
          { problem: '`_` is a tensor here, not a compile-time value' },
          {
            help: ['`_` stands in joins, in chains, in patterns, and in the input half of a signature'],
          },
        ),
      );
      return UNKNOWN;
    case 'list':
      return listOf(elementType(expression.items.map((item) => typeOf(context, item))));
    case 'tuple':
      return tupleOf(...expression.items.map((item) => typeOf(context, item)));
    case 'comprehension':
      return typeOfComprehension(context, expression);
    case 'call':
      return checkCall(context, expression);
    case 'index':
      return typeOfIndex(context, expression);
    case 'unary':
      return typeOfUnary(context, expression);
    case 'binary':
      return typeOfBinary(context, expression);
    case 'conditional': {
      expect(context, expression.condition, BOOL, 'a condition');
      return elementType([typeOf(context, expression.then), typeOf(context, expression.else)]) ?? UNKNOWN;
    }
  }
}

function typeOfString(context: Context, expression: ast.StringExpression): Type {
  const [first, ...others] = expression.parts;
  if (first === undefined) return literalType('');
  if (typeof first === 'string' && others.length === 0) return literalType(first);
  for (const part of expression.parts) if (typeof part !== 'string') typeOf(context, part);
  return STRING;
}

function typeOfName(context: Context, expression: ast.NameExpression): Type {
  const { name, span } = expression;
  const local = find(context.scope, name);
  if (local) {
    local.used = true;
    if (local.kind === 'tensor') {
      context.report(
        diagnostic(
          'ARC2009',
          span,
          { name, what: describeBinding(local) },
          {
            labels: [{ span: local.span, text: `\`${name}\` is a tensor from here on` }],
          },
        ),
      );
      return UNKNOWN;
    }
    context.findings.names.set(expression, { kind: 'local' });
    return local.kind === 'shared' ? LAYER : local.type;
  }
  const global = context.module.globals.get(name);
  if (global) {
    mention(context, global, span, name);
    const { declaration } = global;
    if (declaration.kind === 'const') {
      context.findings.names.set(expression, {
        kind: 'const',
        global: { declaration, module: global.module },
      });
      return context.findings.constantTypes.get(declaration) ?? UNKNOWN;
    }
    if (declaration.kind === 'block') {
      return bareLayer(context, expression, {
        kind: 'block',
        global: { declaration, module: global.module },
      });
    }
    const what = declaration.kind === 'fn' ? 'a function' : 'a network';
    const help = declaration.kind === 'fn' ? [`call it: \`${name}(…)\``] : [];
    context.report(diagnostic('ARC2009', span, { name, what }, { help }));
    return UNKNOWN;
  }
  if (!context.module.unresolved.has(name) && isOpName(name))
    return bareLayer(context, expression, { kind: 'op', op: name });
  reportUnknownValue(context, expression);
  return UNKNOWN;
}

/** A layer's or block's name without parentheses: a layer value, if it needs no arguments. */
function bareLayer(context: Context, expression: ast.NameExpression, callee: Callee): Type {
  if (callee.kind === 'op' && isJoin(callee.op)) {
    context.report(diagnostic('ARC2026', expression.span, { name: expression.name }));
    return UNKNOWN;
  }
  const call: ast.CallExpression = { kind: 'call', callee: expression, args: [], span: expression.span };
  let sound = true;
  const report: Context['report'] = (problem) => {
    sound = false;
    context.report(problem);
  };
  checkCallOf({ ...context, report }, call, callee);
  context.findings.names.set(expression, { kind: 'layer', callee });
  return sound ? LAYER : UNKNOWN;
}

function typeOfComprehension(context: Context, expression: ast.ComprehensionExpression): Type {
  let inner = context;
  for (const clause of expression.clauses) {
    const items = iterated(inner, clause.iterable);
    inner = withScope(inner, innerScope(inner.scope));
    bindPattern(inner, clause.pattern, items, 'loop');
  }
  if (expression.condition) expect(inner, expression.condition, BOOL, 'a condition');
  return listOf(typeOf(inner, expression.value));
}

/** The type of what a loop over the expression visits. */
export function iterated(context: Context, iterable: ast.Expression): Type {
  const type = typeOf(context, iterable);
  if (hasKind(type, 'list')) return itemType(type);
  const help =
    type.kind === 'int'
      ? [`to count, write \`0..${excerpt(iterable)}\``]
      : type.kind === 'tuple'
        ? ['write it in square brackets']
        : [];
  context.report(diagnostic('ARC2013', iterable.span, { found: withArticle(type) }, { help }));
  return UNKNOWN;
}

function typeOfIndex(context: Context, expression: ast.IndexExpression): Type {
  let type = typeOf(context, expression.target);
  for (const index of expression.indices) {
    expect(context, index, INT, 'an index');
    type = indexed(context, expression, type, index);
  }
  return type;
}

function indexed(context: Context, expression: ast.IndexExpression, type: Type, index: ast.Expression): Type {
  if (type.kind === 'unknown') return UNKNOWN;
  const options = type.kind === 'union' ? type.options : [type];
  const results: Type[] = [];
  for (const option of options) {
    if (option.kind === 'list') results.push(option.item ?? UNKNOWN);
    if (option.kind === 'tuple') {
      const item = index.kind === 'int' ? option.items[index.value] : unionOf(...option.items);
      if (index.kind === 'int' && !item) {
        context.report(
          diagnostic('ARC2106', index.span, { index: index.value, length: option.items.length }),
        );
        return UNKNOWN;
      }
      if (item) results.push(item);
    }
  }
  if (results.length > 0) return unionOf(...results);
  context.report(diagnostic('ARC2011', expression.target.span, { found: withArticle(type) }));
  return UNKNOWN;
}

function typeOfUnary(context: Context, expression: ast.UnaryExpression): Type {
  if (expression.operator === 'not') {
    expect(context, expression.operand, BOOL, 'the operand of `not`');
    return BOOL;
  }
  const type = typeOf(context, expression.operand);
  const result = arithmeticType(type, INT);
  if (result) return result;
  context.report(
    diagnostic('ARC2001', expression.operand.span, {
      what: 'the operand of `-`',
      expected: 'a number',
      found: withArticle(type),
    }),
  );
  return UNKNOWN;
}

function typeOfBinary(context: Context, expression: ast.BinaryExpression): Type {
  let left = typeOf(context, expression.first);
  for (const { operator, operatorSpan, operand } of expression.rest) {
    const right = typeOf(context, operand);
    const result = binaryType(operator, left, right);
    if (!result) {
      context.report(
        diagnostic(
          'ARC2008',
          operatorSpan,
          { operator, left: withArticle(left), right: withArticle(right) },
          {
            labels: [{ span: operand.span, text: `this is ${withArticle(right)}` }],
            help:
              operator === '+' && hasKind(left, 'string', 'literal')
                ? ['join text by interpolation: `"{a}{b}"`']
                : [],
          },
        ),
      );
    } else {
      reportNeverEqual(context, expression, operator, left, right, operand);
    }
    left = result ?? UNKNOWN;
  }
  return left;
}

/** A comparison with a value that the other side can never be is a slip: `residual == "requird"`. */
function reportNeverEqual(
  context: Context,
  expression: ast.BinaryExpression,
  operator: ast.BinaryOperator,
  left: Type,
  right: Type,
  operand: ast.Expression,
): void {
  const membership = operator === 'in' || operator === 'not in';
  if (!membership && operator !== '==' && operator !== '!=') return;
  const items = membership ? itemType(right) : right;
  // A constant that is written out may be what its author changes from time to time.
  if ((left.kind === 'literal' && items.kind === 'literal') || left.kind === 'none') return;
  if (mayEqual(left, items)) return;
  const strings =
    left.kind === 'union'
      ? left.options.flatMap((option) => (option.kind === 'literal' ? [option.value] : []))
      : [];
  const advice = items.kind === 'literal' ? adviceFor(operand.span, items.value, strings, quoted) : {};
  context.report(
    diagnostic(
      'ARC2024',
      operand.span,
      { left: `\`${excerpt(expression.first)}\``, right: formatType(items) },
      advice,
    ),
  );
}
