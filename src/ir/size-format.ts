import type { Size, SymbolicSize, Term } from './size-form.ts';

/** As the language writes it: `224`, `16 * ?h`, `ceil(?h / 2) + 1`, `2 * ?h - 3`. */
export function formatSize(size: Size): string {
  if (typeof size === 'number') return Number.isNaN(size) ? '(too large)' : `${size}`;
  const parts = size.terms.map(({ coefficient, term }) => ({ coefficient, text: formatTerm(term) }));
  // What is added comes before what is taken away, so that no sum begins with a minus if it can be helped.
  const ordered = [
    ...parts.filter((part) => part.coefficient > 0),
    ...parts.filter((part) => part.coefficient < 0),
  ];
  const pieces = ordered.map(({ coefficient, text }) => ({
    negative: coefficient < 0,
    text: Math.abs(coefficient) === 1 ? text : `${Math.abs(coefficient)} * ${text}`,
  }));
  const constant = { negative: size.constant < 0, text: `${Math.abs(size.constant)}` };
  const leads = pieces[0]?.negative === true && size.constant > 0;
  const all = size.constant === 0 ? pieces : leads ? [constant, ...pieces] : [...pieces, constant];
  let text = '';
  for (const { negative, text: piece } of all) {
    if (text === '') text = negative ? `-${piece}` : piece;
    else text += negative ? ` - ${piece}` : ` + ${piece}`;
  }
  return text;
}

function formatTerm(term: Term): string {
  if (term.kind === 'symbol') return `?${term.name}`;
  const { of, divisor } = term;
  // floor((x + d - 1) / d) is the normal form of ceil(x / d), and reads better as that.
  const isCeil = of.constant === divisor - 1;
  const inside: SymbolicSize = isCeil ? { constant: 0, terms: of.terms } : of;
  const isSum = inside.terms.length > 1 || inside.constant !== 0;
  const text = formatSize(inside);
  return `${isCeil ? 'ceil' : 'floor'}(${isSum ? `(${text})` : text} / ${divisor})`;
}
