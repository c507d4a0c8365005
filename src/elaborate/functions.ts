import { type FunctionName, functionRule, isFunctionName } from '../check/functions.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { ceilRatio, floorRatio } from '../ir/ratio.ts';
import { isExact } from '../ir/size.ts';
import type * as ast from '../parser/ast.ts';
import { spanText } from '../source/source.ts';
import { formatValue } from '../values/coerce.ts';
import { float, numeric, UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { ratioOf, sizeValue } from './operators.ts';
import { report, type Site } from './state.ts';
import { spend } from './steps.ts';

/** A call of a built-in function with known values. */
export function callFunction(
  site: Site,
  call: ast.CallExpression,
  name: FunctionName,
  args: readonly Value[],
): Value {
  const [first = UNKNOWN_VALUE] = args;
  switch (name) {
    case 'int':
    case 'floor':
    case 'ceil':
    case 'round':
      return rounded(site, call, name, first);
    case 'float':
    case 'log':
    case 'exp':
    case 'sqrt':
      return real(site, call, name, first);
    case 'abs': {
      const x = numeric(first);
      if (x === undefined) return wrong(site, call, first);
      return typeof first === 'number' ? Math.abs(x) : float(Math.abs(x));
    }
    case 'min':
    case 'max':
      return extreme(site, call, name, args);
    case 'sum':
      return sum(site, call, first);
    case 'len':
      return length(site, call, first);
    case 'enumerate': {
      const items = itemsOf(first);
      if (!items) return wrong(site, call, first);
      spend(site.frame, 2 * items.length, call.span);
      return { kind: 'list', items: items.map((item, i): Value => ({ kind: 'tuple', items: [i, item] })) };
    }
    case 'zip':
      return zip(site, call, args);
  }
}

function rounded(
  site: Site,
  call: ast.CallExpression,
  name: 'int' | 'floor' | 'ceil' | 'round',
  value: Value,
): Value {
  const size = typeof value === 'number' ? undefined : ratioOf(value);
  if (size) {
    if (name === 'round') return wrong(site, call, value);
    const whole = name === 'ceil' ? ceilRatio(size) : floorRatio(size);
    return isExact(whole) ? sizeValue({ numerator: whole, denominator: 1 }) : wrong(site, call, value);
  }
  const x = numeric(value);
  if (x === undefined) return wrong(site, call, value);
  const result = { int: Math.trunc, floor: Math.floor, ceil: Math.ceil, round: halfToEven }[name](x);
  return whole(site, call, result);
}

function halfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

function whole(site: Site, call: ast.CallExpression, result: number): Value {
  if (Number.isSafeInteger(result)) return result === 0 ? 0 : result;
  report(site.frame, diagnostic('ARC2102', call.span, { what: `\`${spanText(call.span)}\`` }));
  return UNKNOWN_VALUE;
}

function real(
  site: Site,
  call: ast.CallExpression,
  name: 'float' | 'log' | 'exp' | 'sqrt',
  value: Value,
): Value {
  const x = numeric(value);
  if (x === undefined) return wrong(site, call, value);
  const result = { float: (v: number) => v, log: Math.log, exp: Math.exp, sqrt: Math.sqrt }[name](x);
  if (Number.isFinite(result)) return float(result);
  const code = Number.isNaN(result) || name === 'log' ? 'ARC2103' : 'ARC2102';
  const text = `${name}(${formatValue(value)})`;
  report(
    site.frame,
    code === 'ARC2103'
      ? diagnostic(code, call.span, { call: text })
      : diagnostic(code, call.span, { what: `\`${text}\`` }),
  );
  return UNKNOWN_VALUE;
}

function extreme(site: Site, call: ast.CallExpression, name: 'min' | 'max', args: readonly Value[]): Value {
  const [only] = args;
  const items = args.length === 1 && only !== undefined ? itemsOf(only) : args;
  if (!items) return wrong(site, call, only ?? null);
  spend(site.frame, items.length, call.span);
  if (items.length === 0) {
    report(site.frame, diagnostic('ARC2108', call.span, { call: name }));
    return UNKNOWN_VALUE;
  }
  let best: number | undefined;
  let ints = true;
  for (const item of items) {
    const x = numeric(item);
    if (x === undefined) return wrong(site, call, item);
    ints &&= typeof item === 'number';
    if (best === undefined || (name === 'min' ? x < best : x > best)) best = x;
  }
  return best === undefined ? UNKNOWN_VALUE : ints ? best : float(best);
}

function sum(site: Site, call: ast.CallExpression, list: Value): Value {
  const items = itemsOf(list);
  if (!items) return wrong(site, call, list);
  spend(site.frame, items.length, call.span);
  let total = 0;
  let ints = true;
  for (const item of items) {
    const x = numeric(item);
    if (x === undefined) return wrong(site, call, item);
    ints &&= typeof item === 'number';
    total += x;
  }
  if (ints) return whole(site, call, total);
  return Number.isFinite(total) ? float(total) : whole(site, call, total);
}

function length(site: Site, call: ast.CallExpression, value: Value): Value {
  if (typeof value === 'string') return [...value].length;
  if (typeof value === 'object' && (value?.kind === 'list' || value?.kind === 'tuple'))
    return value.items.length;
  return wrong(site, call, value);
}

function zip(site: Site, call: ast.CallExpression, args: readonly Value[]): Value {
  const lists: (readonly Value[])[] = [];
  for (const arg of args) {
    const items = itemsOf(arg);
    if (!items) return wrong(site, call, arg);
    lists.push(items);
  }
  const [first = []] = lists;
  const other = lists.find((list) => list.length !== first.length);
  if (other) {
    report(
      site.frame,
      diagnostic('ARC2107', call.span, {
        what: 'the lists of `zip`',
        expected: 'of one length',
        found: `of ${first.length} and ${other.length} elements`,
      }),
    );
    return UNKNOWN_VALUE;
  }
  spend(site.frame, (args.length + 1) * first.length, call.span);
  return {
    kind: 'list',
    items: first.map((_, i): Value => ({ kind: 'tuple', items: lists.map((list) => list[i] ?? null) })),
  };
}

function itemsOf(value: Value): readonly Value[] | undefined {
  return typeof value === 'object' && value?.kind === 'list' ? value.items : undefined;
}

function wrong(site: Site, call: ast.CallExpression, value: Value): Value {
  if (typeof value === 'object' && value?.kind === 'size') {
    const size = `a matter of ${formatValue(value)}`;
    const help = ['of a symbolic size, `int`, `floor` and `ceil` of a quotient can be taken'];
    report(site.frame, diagnostic('ARC3107', call.span, { name: spanText(call.span), size }, { help }));
    return UNKNOWN_VALUE;
  }
  const { name } = call.callee;
  const what = `the argument of \`${name}\``;
  const takes = isFunctionName(name) ? functionRule(name).takes : 'something else';
  report(
    site.frame,
    diagnostic('ARC2107', call.span, {
      what,
      expected: takes,
      found: formatValue(value),
    }),
  );
  return UNKNOWN_VALUE;
}
