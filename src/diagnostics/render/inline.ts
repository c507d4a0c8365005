import type { ShownLine } from './line.ts';
import type { Mark } from './marks.ts';
import { type Canvas, canvas, fill, write } from './paint.ts';

interface Underline {
  readonly mark: Mark;
  readonly start: number;
  readonly end: number;
}

function underline(mark: Mark, line: ShownLine, margin: number): Underline {
  const start = margin + line.startColumn(mark.startUnit);
  return { mark, start, end: Math.max(margin + line.endColumn(mark.endUnit), start + 1) };
}

/** The one whose text may follow its underline: nothing begins or ends behind it, no other text begins inside. */
function textBeside(underlines: readonly Underline[]): Underline | undefined {
  const end = Math.max(...underlines.map((one) => one.end));
  const last = underlines.filter((one) => one.end === end && one.mark.text !== '');
  const [only] = last;
  if (only === undefined || last.length > 1) return undefined;
  const free = underlines.every((one) => one === only || one.mark.text === '' || one.end <= only.start);
  return free ? only : undefined;
}

/**
 * The rows under a source line for the marks that begin and end on it: one row of underlines, then the texts
 * from right to left, each hanging on a `|` below the beginning of its underline.
 */
export function inlineRows(marks: readonly Mark[], line: ShownLine, margin: number): Canvas[] {
  if (marks.length === 0) return [];
  const underlines = marks.map((mark) => underline(mark, line, margin));
  const first = canvas();
  const drawn = [...underlines].sort(
    (a, b) =>
      Number(a.mark.character === '^') - Number(b.mark.character === '^') ||
      b.end - b.start - (a.end - a.start),
  );
  for (const { mark, start, end } of drawn) fill(first, start, end, mark.character, mark.style);
  const beside = textBeside(underlines);
  if (beside) write(first, first.characters.length + 1, beside.mark.text, beside.mark.style);

  const hanging = underlines
    .filter((one) => one !== beside && one.mark.text !== '')
    .sort((a, b) => b.start - a.start);
  if (hanging.length === 0) return [first];
  const connectors = canvas();
  for (const { mark, start } of [...hanging].reverse()) fill(connectors, start, start + 1, '|', mark.style);
  const texts = hanging.map(({ mark, start }, index) => {
    const row = canvas();
    for (const left of hanging.slice(index + 1).reverse()) {
      if (left.start < start) fill(row, left.start, left.start + 1, '|', left.mark.style);
    }
    write(row, start, mark.text, mark.style);
    return row;
  });
  return [first, connectors, ...texts];
}
