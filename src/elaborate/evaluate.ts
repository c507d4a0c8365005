import { readType } from '../check/types.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { formatSize, symbol } from '../ir/size.ts';
import type * as ast from '../parser/ast.ts';
import { coerce, formatValue } from '../values/coerce.ts';
import { formatType } from '../values/type.ts';
import { float, isUnknown, numeric, orUnknown, UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { define, type Env, innerEnv, lookUp } from './environment.ts';
import { callFunction } from './functions.ts';
import { layerOfCallee, layerValue } from './layers.ts';
import { applyOperator, negate } from './operators.ts';
import { bind } from './patterns.ts';
import { report, type Site } from './state.ts';
import { enterCall, spend } from './steps.ts';
import { wrongType } from './wrong-type.ts';

/** Evaluates an expression. A mistake is reported once and gives the unknown value, which spreads silently. */
export function evaluate(site: Site, expression: ast.Expression): Value {
  const { build } = site.frame;
  if (--build.stepsLeft < 0) spend(site.frame, 0, expression.span);
  switch (expression.kind) {
    case 'int':
      return expression.value;
    case 'float':
      return float(expression.value);
    case 'bool':
      return expression.value;
    case 'none':
      return null;
    case 'string':
      return text(site, expression);
    case 'name':
      return valueOfName(site, expression);
    case 'symbol': {
      const size = symbol(expression.name ?? anonymous(site));
      return { kind: 'size', size: { numerator: size, denominator: 1 } };
    }
    case 'hole':
      return UNKNOWN_VALUE;
    case 'list':
      return collected(site, 'list', expression);
    case 'tuple':
      return collected(site, 'tuple', expression);
    case 'comprehension':
      return comprehension(site, expression);
    case 'call':
      return call(site, expression);
    case 'index':
      return index(site, expression);
    case 'unary':
      return unary(site, expression);
    case 'binary':
      return binary(site, expression);
    case 'conditional': {
      const condition = evaluate(site, expression.condition);
      if (typeof condition !== 'boolean')
        return wrongType(site, expression.condition, condition, 'a condition', 'a bool');
      return evaluate(site, condition ? expression.then : expression.else);
    }
  }
}

/** The name of a `?`: a symbol of its own, called after the axis that it stands in. */
function anonymous(site: Site): string {
  const name = lookUp(site.env, ANONYMOUS);
  if (typeof name !== 'string') return 'size';
  define(site.env, ANONYMOUS, `${name}_`);
  return name;
}

/** The name under which an environment holds what a `?` is called; no program can write it. */
export const ANONYMOUS = '?';

/** An int, or undefined where there is none (as reported). */
export function evaluateInt(site: Site, expression: ast.Expression, what: string): number | undefined {
  const value = evaluate(site, expression);
  if (typeof value === 'number') return value;
  wrongType(site, expression, value, what, 'an int');
  return undefined;
}

export function evaluateBool(site: Site, expression: ast.Expression, what: string): boolean | undefined {
  const value = evaluate(site, expression);
  if (typeof value === 'boolean') return value;
  wrongType(site, expression, value, what, 'a bool');
  return undefined;
}

/** A list or tuple of what its elements are; one unknown element makes it unknown. */
function collected(
  site: Site,
  kind: 'list' | 'tuple',
  expression: Extract<ast.Expression, { readonly kind: 'list' | 'tuple' }>,
): Value {
  spend(site.frame, expression.items.length, expression.span);
  const items = expression.items.map((item) => evaluate(site, item));
  return items.some(isUnknown) ? UNKNOWN_VALUE : { kind, items };
}

function text(site: Site, expression: ast.StringExpression): Value {
  let result = '';
  const inside: Site = site.sizes ? site : { ...site, sizes: true };
  for (const part of expression.parts) {
    if (typeof part === 'string') {
      result += part;
      continue;
    }
    const value = evaluate(inside, part);
    if (isUnknown(value)) return UNKNOWN_VALUE;
    const shown = typeof value === 'string' ? value : formatValue(value);
    spend(site.frame, shown.length, part.span);
    result += shown;
  }
  spend(site.frame, result.length, expression.span);
  return result;
}

function valueOfName(site: Site, expression: ast.NameExpression): Value {
  const resolved = site.frame.build.program.names.get(expression);
  if (resolved?.kind === 'const')
    return orUnknown(site.frame.build.constants.get(resolved.global.declaration));
  if (resolved?.kind === 'layer') return layerOfCallee(site, resolved.callee, expression);
  const value = lookUp(site.env, expression.name);
  if (value === undefined || (typeof value === 'object' && value?.kind === 'tensor')) return UNKNOWN_VALUE;
  if (!site.sizes && typeof value === 'object' && value?.kind === 'size') {
    const size = formatSize(value.size.numerator);
    report(
      site.frame,
      diagnostic(
        'ARC3107',
        expression.span,
        { name: expression.name, size },
        {
          help: ['give the input a known size, or take the size out of the computation'],
        },
      ),
    );
    return UNKNOWN_VALUE;
  }
  return value;
}

function comprehension(site: Site, expression: ast.ComprehensionExpression): Value {
  const items: Value[] = [];
  const complete = clause(site, expression, 0, items);
  return complete ? { kind: 'list', items } : UNKNOWN_VALUE;
}

/** Runs the clauses from `depth` on; false if one of them has no list. */
function clause(site: Site, expression: ast.ComprehensionExpression, depth: number, into: Value[]): boolean {
  const current = expression.clauses[depth];
  if (!current) {
    if (expression.condition) {
      const holds = evaluateBool(site, expression.condition, 'a condition');
      if (holds === undefined) return false;
      if (!holds) return true;
    }
    spend(site.frame, 1, expression.span);
    const value = evaluate(site, expression.value);
    into.push(value);
    return !isUnknown(value);
  }
  const list = evaluateList(site, current.iterable);
  if (!list) return false;
  const env = innerEnv(site.env);
  const inner: Site = { ...site, env };
  for (const item of list) {
    spend(site.frame, 1, current.iterable.span);
    if (!bind(inner, current.pattern, item)) return false;
    if (!clause(inner, expression, depth + 1, into)) return false;
  }
  return true;
}

/** The elements of a list to loop over; undefined where there is none (as reported). */
export function evaluateList(site: Site, expression: ast.Expression): readonly Value[] | undefined {
  const value = evaluate(site, expression);
  if (typeof value === 'object' && value?.kind === 'list') return value.items;
  wrongType(site, expression, value, 'what a loop runs over', 'a list');
  return undefined;
}

function call(site: Site, expression: ast.CallExpression): Value {
  const resolved = site.frame.build.program.calls.get(expression);
  if (!resolved) return UNKNOWN_VALUE;
  const { callee, args } = resolved;
  if (callee.kind === 'function') {
    const values = args.map((arg) => (arg ? evaluate(site, arg.value) : UNKNOWN_VALUE));
    return values.some(isUnknown) ? UNKNOWN_VALUE : callFunction(site, expression, callee.name, values);
  }
  if (callee.kind !== 'fn') return layerValue(site, expression, resolved);
  const { declaration } = callee.global;
  const env: Env = innerEnv(undefined);
  const inner: Site = {
    frame: enterCall(site.frame, expression.span, declaration.name.name),
    env,
    sizes: site.sizes,
  };
  for (const [i, parameter] of declaration.parameters.entries()) {
    const arg = args[i];
    const type = site.frame.build.program.parameters.get(declaration)?.[i]?.type ?? { kind: 'unknown' };
    const value = arg
      ? evaluate(site, arg.value)
      : parameter.default
        ? evaluate(inner, parameter.default)
        : UNKNOWN_VALUE;
    const fitted = site.sizes && isSize(value) ? value : coerce(value, type);
    if (fitted === undefined) {
      const place = arg?.value ?? parameter.default ?? expression;
      return wrongType(
        site,
        place,
        value,
        `\`${parameter.name.name}\` of \`${declaration.name.name}\``,
        formatType(type),
      );
    }
    define(env, parameter.name.name, fitted);
  }
  const result = evaluate(inner, declaration.value);
  const type = readType(declaration.result, () => {});
  const fitted = isSize(result) ? result : coerce(result, type);
  if (fitted !== undefined) return fitted;
  const what = `the result of \`${declaration.name.name}\``;
  return wrongType(inner, declaration.value, result, what, formatType(type));
}

function isSize(value: Value): boolean {
  return typeof value === 'object' && value?.kind === 'size';
}

function index(site: Site, expression: ast.IndexExpression): Value {
  let value = evaluate(site, expression.target);
  for (const each of expression.indices) {
    if (isUnknown(value)) return UNKNOWN_VALUE;
    if (typeof value !== 'object' || (value?.kind !== 'list' && value?.kind !== 'tuple')) {
      return wrongType(site, expression.target, value, 'what is indexed', 'a list or a tuple');
    }
    const at = evaluateInt(site, each, 'an index');
    if (at === undefined) return UNKNOWN_VALUE;
    const { items } = value;
    const item: Value | undefined = items[at < 0 ? items.length + at : at];
    if (item === undefined) {
      report(site.frame, diagnostic('ARC2106', each.span, { index: at, length: items.length }));
      return UNKNOWN_VALUE;
    }
    value = item;
  }
  return value;
}

function unary(site: Site, expression: ast.UnaryExpression): Value {
  const value = evaluate(site, expression.operand);
  if (isUnknown(value)) return value;
  if (expression.operator === 'not') {
    return typeof value === 'boolean'
      ? !value
      : wrongType(site, expression.operand, value, 'the operand of `not`', 'a bool');
  }
  if (numeric(value) === undefined && !isSize(value)) {
    return wrongType(site, expression.operand, value, 'the operand of `-`', 'a number');
  }
  return negate(value);
}

function binary(site: Site, expression: ast.BinaryExpression): Value {
  let left = evaluate(site, expression.first);
  for (const step of expression.rest) {
    // `and` and `or` look at the right side only where it matters.
    if ((step.operator === 'and' && left === false) || (step.operator === 'or' && left === true)) continue;
    const right = evaluate(site, step.operand);
    left = isUnknown(left) || isUnknown(right) ? UNKNOWN_VALUE : applyOperator(site, step, left, right);
  }
  return left;
}
