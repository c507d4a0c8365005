import { lineText } from '../../source/lines.ts';
import type { SourceFile } from '../../source/source.ts';
import { inlineRows } from './inline.ts';
import { type Range, type ShownLine, showLine } from './line.ts';
import type { Mark } from './marks.ts';
import { type Canvas, canvas, fill, write } from './paint.ts';

/** One row of a frame. `gutter` is a line's number, `...` for lines left out, or empty for a row of marks. */
export interface FrameRow {
  readonly gutter: string;
  /** What stands left of the source text: the bars of marks over several lines, and the marks themselves. */
  readonly drawing: Canvas;
  readonly source: string;
}

/** A mark over several lines, with the bar that joins its ends; bars count from 0 at the left. */
interface Bracket {
  readonly mark: Mark;
  readonly bar: number;
  /** Nothing but blanks stands in front of it, so that `/` in the margin can begin it. */
  readonly atLineStart: boolean;
}

/** Columns of one bar. */
const BAR = 2;
/** A bracket of up to this many lines is shown whole, of a longer one the ends. */
const WHOLE = 5;

function brackets(source: SourceFile, marks: readonly Mark[]): Bracket[] {
  const placed: Bracket[] = [];
  const several = marks.filter(({ startLine, endLine }) => startLine < endLine);
  several.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
  for (const mark of several) {
    const taken = new Set(
      placed.filter((other) => other.mark.endLine >= mark.startLine).map(({ bar }) => bar),
    );
    let bar = 0;
    while (taken.has(bar)) bar++;
    const before = lineText(source, mark.startLine).slice(0, mark.startUnit);
    placed.push({ mark, bar, atLineStart: before.trim() === '' });
  }
  return placed;
}

/** The lines that are shown, in order: those with marks, short brackets whole, and single lines in between. */
function shownLines(marks: readonly Mark[]): number[] {
  const lines = new Set<number>();
  for (const { startLine, endLine } of marks) {
    const whole = endLine - startLine < WHOLE;
    for (let line = startLine; line <= endLine; line += whole ? 1 : endLine - startLine || 1) lines.add(line);
  }
  const sorted = [...lines].sort((a, b) => a - b);
  return sorted.flatMap((line, index) => (sorted[index + 1] === line + 2 ? [line, line + 1] : [line]));
}

function rangesOn(line: number, marks: readonly Mark[]): Range[] {
  return marks.flatMap((mark) => {
    if (mark.startLine === line && mark.endLine === line)
      return [{ start: mark.startUnit, end: mark.endUnit }];
    if (mark.startLine === line) return [{ start: mark.startUnit, end: mark.startUnit + 1 }];
    if (mark.endLine === line) return [{ start: Math.max(0, mark.endUnit - 1), end: mark.endUnit }];
    return [];
  });
}

function drawBars(on: Canvas, open: ReadonlySet<Bracket>): Canvas {
  for (const { bar, mark } of open) fill(on, bar * BAR, bar * BAR + 1, '|', mark.style);
  return on;
}

/** A row that leads from the margin to a bracket's first or last character. */
function arm(bracket: Bracket, column: number, open: ReadonlySet<Bracket>, side: 'start' | 'end'): Canvas {
  const { mark, bar } = bracket;
  const row = canvas();
  fill(row, bar * BAR + 1, column, '_', mark.style);
  drawBars(row, open);
  fill(row, column, column + 1, mark.character, mark.style);
  if (side === 'end') write(row, column + 2, mark.text, mark.style);
  return row;
}

/** The bracket rows under a line: those that end there, innermost first, then those that begin there. */
function bracketRows(
  line: number,
  all: readonly Bracket[],
  open: Set<Bracket>,
  shown: ShownLine,
  margin: number,
): Canvas[] {
  const rows: Canvas[] = [];
  const ending = all.filter(({ mark }) => mark.endLine === line).sort((a, b) => b.bar - a.bar);
  for (const bracket of ending) {
    const column = margin + Math.max(0, shown.endColumn(bracket.mark.endUnit) - 1);
    rows.push(arm(bracket, column, open, 'end'));
    open.delete(bracket);
  }
  for (const bracket of all) {
    if (bracket.mark.startLine !== line || bracket.atLineStart) continue;
    rows.push(arm(bracket, margin + shown.startColumn(bracket.mark.startUnit), open, 'start'));
    open.add(bracket);
  }
  return rows;
}

/**
 * Draws the marked lines of one source as rustc does: underlines on one line, brackets with bars in the left
 * margin over several, `...` for what lies between. `limit` is the longest source line shown whole, in columns.
 */
export function frame(source: SourceFile, marks: readonly Mark[], limit: number): FrameRow[] {
  const rows: FrameRow[] = [];
  const all = brackets(source, marks);
  const margin = BAR * Math.max(0, ...all.map(({ bar }) => bar + 1));
  const open = new Set<Bracket>();
  let previous: number | undefined;
  for (const line of shownLines(marks)) {
    if (previous !== undefined && line > previous + 1) {
      rows.push({ gutter: '...', drawing: drawBars(canvas(), open), source: '' });
    }
    previous = line;
    const shown = showLine(lineText(source, line), rangesOn(line, marks), limit);
    const drawing = drawBars(canvas(), open);
    for (const bracket of all) {
      if (bracket.mark.startLine !== line || !bracket.atLineStart) continue;
      fill(drawing, bracket.bar * BAR, bracket.bar * BAR + 1, '/', bracket.mark.style);
      open.add(bracket);
    }
    if (margin > 0) fill(drawing, drawing.characters.length, margin, ' ', 'gutter');
    rows.push({ gutter: String(line), drawing, source: shown.text });
    const inline = marks.filter(({ startLine, endLine }) => startLine === line && endLine === line);
    const below = inlineRows(inline, shown, margin).map((row) => drawBars(row, open));
    below.push(...bracketRows(line, all, open, shown, margin));
    rows.push(...below.map((row) => ({ gutter: '', drawing: row, source: '' })));
  }
  return rows;
}
