import { addSizes, floorDivide, formatSize, type Size, scaleSize, symbol } from '../../ir/size.ts';

/** The name of an open dimension: the size as the language writes it, without the mark of a symbol. */
export function nameOfSize(size: Size): string {
  return formatSize(size).replaceAll('?', '');
}

/** The size that a name of `nameOfSize` stands for; any other name is a symbol of its own. */
export function sizeOfName(name: string): Size {
  const tokens = name.match(/[A-Za-z_]\w*|\d+|[-+*/()]/g) ?? [];
  const parsed = tokens.join('') === name.replaceAll(' ', '') ? sum(tokens, 0) : undefined;
  return parsed && parsed.next === tokens.length ? parsed.size : symbol(name);
}

interface Parsed {
  readonly size: Size;
  readonly next: number;
}

function sum(tokens: readonly string[], start: number): Parsed | undefined {
  let size: Size = 0;
  let next = start;
  let sign = 1;
  if (tokens[next] === '-') {
    sign = -1;
    next++;
  }
  for (;;) {
    const part = product(tokens, next);
    if (!part) return undefined;
    size = addSizes(size, scaleSize(part.size, sign));
    next = part.next;
    const operator = tokens[next];
    if (operator !== '+' && operator !== '-') return { size, next };
    sign = operator === '+' ? 1 : -1;
    next++;
  }
}

/** `12`, `12 * term` or a term. */
function product(tokens: readonly string[], start: number): Parsed | undefined {
  const token = tokens[start] ?? '';
  if (!/^\d+$/.test(token)) return term(tokens, start);
  if (tokens[start + 1] !== '*') return { size: Number(token), next: start + 1 };
  const factor = term(tokens, start + 2);
  return factor && { size: scaleSize(factor.size, Number(token)), next: factor.next };
}

/** A symbol, `floor(size / n)`, `ceil(size / n)`; a sum that is divided stands in parentheses. */
function term(tokens: readonly string[], start: number): Parsed | undefined {
  const token = tokens[start] ?? '';
  if (!/^[A-Za-z_]/.test(token)) return undefined;
  if (tokens[start + 1] !== '(') return { size: symbol(token), next: start + 1 };
  const inside = tokens[start + 2] === '(' ? sum(tokens, start + 3) : product(tokens, start + 2);
  if (!inside) return undefined;
  const slash = tokens[start + 2] === '(' ? inside.next + 1 : inside.next;
  const divisor = Number(tokens[slash + 1]);
  if (tokens[slash] !== '/' || tokens[slash + 2] !== ')' || !(divisor >= 1)) return undefined;
  const of = token === 'ceil' ? addSizes(inside.size, divisor - 1) : inside.size;
  return token === 'ceil' || token === 'floor'
    ? { size: floorDivide(of, divisor), next: slash + 3 }
    : undefined;
}
