import type { Costs } from '../ir/costs.ts';
import { formatShape, type Shape } from '../ir/shape.ts';
import { spanText } from '../source/source.ts';
import { formatValue } from '../values/coerce.ts';
import type { Value } from '../values/value.ts';

/** `3,504,872` */
export function exactly(count: number): string {
  return count.toLocaleString('en-US');
}

/** `3.5M`, for where there is no room. */
export function roughly(count: number): string {
  for (const [size, unit] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'K'],
  ] as const) {
    if (count < size) continue;
    const scaled = count / size;
    return `${scaled < 10 ? scaled.toFixed(2) : scaled < 100 ? scaled.toFixed(1) : scaled.toFixed(0)}${unit}`;
  }
  return `${count}`;
}

/** `14,080 parameters, 2.8M MACs`; what costs nothing is left out. */
export function costText({ params, macs }: Costs): string {
  const parts = [`${exactly(params)} parameters`];
  if (macs === undefined) parts.push('MACs depend on the size of the input');
  else if (macs > 0) parts.push(`${roughly(macs)} MACs`);
  return parts.join(', ');
}

/** One text where all are equal; else the first and the last with how many there are. */
export function inShort(texts: readonly string[], count = texts.length): string {
  const [first = ''] = texts;
  const last = texts[texts.length - 1] ?? first;
  return texts.every((text) => text === first) ? first : `${first} … ${last} ×${count}`;
}

export function shapesText(shapes: readonly Shape[], count = shapes.length): string {
  return inShort(shapes.map(formatShape), count);
}

/** The different values of a name, at most five of them. */
export function valuesText(values: readonly Value[]): string {
  const texts = [...new Set(values.map((value) => shortened(valueText(value))))];
  return texts.length <= 5
    ? texts.join(', ')
    : `${texts.slice(0, 4).join(', ')}, … ${texts[texts.length - 1]}`;
}

/** Of a layer value the call that made it, with its arguments. */
function valueText(value: Value): string {
  const written = typeof value === 'object' && value?.kind === 'layer' ? spanText(value.span) : '';
  return written.endsWith(')') ? written.replace(/\s+/g, ' ') : formatValue(value);
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
