import { diagnostic } from '../diagnostics/report.ts';
import { addRatios, type Ratio, scaleRatio, wholeRatio } from '../ir/ratio.ts';
import { equalSizes, formatSize, isExact } from '../ir/size.ts';
import type * as ast from '../parser/ast.ts';
import { formatValue } from '../values/coerce.ts';
import { equalValues, float, numeric, UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { report, type Site } from './state.ts';
import { spend } from './steps.ts';

type Step = ast.BinaryExpression['rest'][number];

/** `left operator right`, of known values. What cannot be computed is reported at the operator. */
export function applyOperator(site: Site, step: Step, left: Value, right: Value): Value {
  switch (step.operator) {
    case 'and':
    case 'or':
      // Reached only when the left side leaves it open.
      return typeof left === 'boolean' && typeof right === 'boolean'
        ? right
        : mismatch(site, step, left, right);
    case '==':
    case '!=':
      if (equal(left, right)) return step.operator === '==';
      return isSize(left) || isSize(right) ? undecided(site, step, left, right) : step.operator === '!=';
    case 'in':
    case 'not in': {
      if (typeof right !== 'object' || right?.kind !== 'list') return mismatch(site, step, left, right);
      spend(site.frame, right.items.length, step.operatorSpan);
      return right.items.some((item) => equalValues(left, item)) === (step.operator === 'in');
    }
    case '..':
      return range(site, step, left, right);
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const x = numeric(left);
      const y = numeric(right);
      if (isSize(left) || isSize(right)) return undecided(site, step, left, right);
      return x === undefined || y === undefined
        ? mismatch(site, step, left, right)
        : compare(step.operator, x, y);
    }
    default:
      return arithmetic(site, step, step.operator, left, right);
  }
}

export function compare(operator: ast.Comparison, x: number, y: number): boolean {
  switch (operator) {
    case '==':
      return x === y;
    case '!=':
      return x !== y;
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
  }
}

export function negate(value: Value): Value {
  const size = ratioOf(value);
  if (size && typeof value !== 'number') return sizeValue(scaleRatio(size, -1));
  const x = numeric(value);
  if (x === undefined) return UNKNOWN_VALUE;
  return typeof value === 'number' ? (x === 0 ? 0 : -x) : float(-x);
}

function equal(left: Value, right: Value): boolean {
  if (
    typeof left === 'object' &&
    left?.kind === 'size' &&
    typeof right === 'object' &&
    right?.kind === 'size'
  ) {
    return (
      left.size.denominator === right.size.denominator &&
      equalSizes(left.size.numerator, right.size.numerator)
    );
  }
  return equalValues(left, right);
}

function range(site: Site, step: Step, left: Value, right: Value): Value {
  if (typeof left !== 'number' || typeof right !== 'number') return mismatch(site, step, left, right);
  const length = Math.max(0, right - left);
  spend(site.frame, length, step.operatorSpan);
  const items = new Array<number>(length);
  for (let i = 0; i < length; i++) items[i] = left + i;
  return { kind: 'list', items };
}

type Arithmetic = '+' | '-' | '*' | '/' | '%' | '**';

function arithmetic(site: Site, step: Step, operator: Arithmetic, left: Value, right: Value): Value {
  if (isSize(left) || isSize(right)) return sizeArithmetic(site, step, operator, left, right);
  if (operator === '+' && isList(left) && isList(right)) {
    spend(site.frame, left.items.length + right.items.length, step.operatorSpan);
    return { kind: 'list', items: [...left.items, ...right.items] };
  }
  const x = numeric(left);
  const y = numeric(right);
  if (x === undefined || y === undefined) return mismatch(site, step, left, right);
  const ints = typeof left === 'number' && typeof right === 'number';
  if ((operator === '/' || operator === '%') && y === 0) {
    report(
      site.frame,
      diagnostic(
        'ARC2101',
        step.operatorSpan,
        {},
        { labels: [{ span: step.operand.span, text: 'this is 0' }] },
      ),
    );
    return UNKNOWN_VALUE;
  }
  if (ints && operator === '**' && y < 0) {
    report(
      site.frame,
      diagnostic(
        'ARC2105',
        step.operand.span,
        { exponent: y },
        { help: ['make the base a float: `2.0 ** -1`'] },
      ),
    );
    return UNKNOWN_VALUE;
  }
  return checked(site, step, compute(operator, x, y), ints && operator !== '/');
}

function compute(operator: Arithmetic, x: number, y: number): number {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%': {
      // The sign of the divisor, as in Python.
      const rest = x % y;
      return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
    }
    case '**':
      return x ** y;
  }
}

function checked(site: Site, step: Step, result: number, isInt: boolean): Value {
  if (Number.isNaN(result)) {
    report(site.frame, diagnostic('ARC2103', step.operatorSpan, { call: step.operator }));
    return UNKNOWN_VALUE;
  }
  if (isInt ? !Number.isSafeInteger(result) : !Number.isFinite(result)) {
    report(
      site.frame,
      diagnostic('ARC2102', step.operatorSpan, { what: `the result of \`${step.operator}\`` }),
    );
    return UNKNOWN_VALUE;
  }
  return isInt ? (result === 0 ? 0 : result) : float(result);
}

// ─── symbolic sizes ──────────────────────────────────────────────────────────────────────────────────────────────

function sizeArithmetic(site: Site, step: Step, operator: Arithmetic, left: Value, right: Value): Value {
  const a = ratioOf(left);
  const b = ratioOf(right);
  if (!a || !b) return mismatch(site, step, left, right);
  const result = combine(
    operator,
    a,
    b,
    typeof left === 'number' ? left : undefined,
    typeof right === 'number' ? right : undefined,
  );
  if (result === 'zero') {
    report(site.frame, diagnostic('ARC2101', step.operatorSpan, {}));
    return UNKNOWN_VALUE;
  }
  if (!result && operator !== '*') return undecided(site, step, left, right);
  if (!result || !isExact(result.numerator)) {
    report(
      site.frame,
      diagnostic(
        'ARC3108',
        step.operatorSpan,
        { left: shown(a), right: shown(b) },
        {
          help: ['shapes are sums of multiples of the symbols and their quotients'],
        },
      ),
    );
    return UNKNOWN_VALUE;
  }
  return sizeValue(result);
}

function combine(
  operator: Arithmetic,
  a: Ratio,
  b: Ratio,
  left: number | undefined,
  right: number | undefined,
): Ratio | 'zero' | undefined {
  switch (operator) {
    case '+':
      return addRatios(a, b);
    case '-':
      return addRatios(a, scaleRatio(b, -1));
    case '*':
      if (left !== undefined) return scaleRatio(b, left);
      return right === undefined ? undefined : scaleRatio(a, right);
    case '/':
      if (right === 0) return 'zero';
      return right === undefined ? undefined : scaleRatio(a, 1, right);
    default:
      return undefined;
  }
}

/** A comparison or a remainder that depends on a symbol, which shapes cannot hold. */
function undecided(site: Site, step: Step, left: Value, right: Value): Value {
  const name = `${formatValue(left)} ${step.operator} ${formatValue(right)}`;
  const size = `a matter of ${formatValue(isSize(left) ? left : right)}`;
  const help = ['give the input a known size, or take the size out of the computation'];
  report(site.frame, diagnostic('ARC3107', step.operatorSpan, { name, size }, { help }));
  return UNKNOWN_VALUE;
}

/** A size as a value; one without symbols is an int. */
export function sizeValue(size: Ratio): Value {
  const whole = wholeRatio(size);
  return typeof whole === 'number' ? whole : { kind: 'size', size };
}

export function ratioOf(value: Value): Ratio | undefined {
  if (typeof value === 'number') return { numerator: value, denominator: 1 };
  return typeof value === 'object' && value?.kind === 'size' ? value.size : undefined;
}

function shown(size: Ratio): string {
  const text = formatSize(size.numerator);
  return size.denominator === 1 ? `\`${text}\`` : `\`(${text}) / ${size.denominator}\``;
}

function isSize(value: Value): boolean {
  return typeof value === 'object' && value?.kind === 'size';
}

function isList(value: Value): value is Extract<Value, { kind: 'list' }> {
  return typeof value === 'object' && value?.kind === 'list';
}

/** A union let the operator through at the definition, and here its values do not fit. */
function mismatch(site: Site, step: Step, left: Value, right: Value): Value {
  report(
    site.frame,
    diagnostic('ARC2107', step.operatorSpan, {
      what: `the operands of \`${step.operator}\``,
      expected: step.operator === 'and' || step.operator === 'or' ? 'bools' : 'numbers',
      found: `${formatValue(left)} and ${formatValue(right)}`,
    }),
  );
  return UNKNOWN_VALUE;
}
