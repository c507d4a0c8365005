import { type Cell, cellsOf, columnsOf } from './width.ts';

/** A range of UTF-16 units inside a line that must stay visible. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A source line as it is printed, and where its units came to stand. Columns count from 0. */
export interface ShownLine {
  readonly text: string;
  /** The column at which the character that holds this unit begins. */
  startColumn(unit: number): number;
  /** The column just after the last character in front of this unit. */
  endColumn(unit: number): number;
}

const ELLIPSIS = '…';
const CONTEXT = 48;

/** What is kept of a long line: the ends of every range with some context, as few pieces as possible. */
function pieces(length: number, ranges: readonly Range[], limit: number): Range[] {
  const ends = ranges.flatMap(({ start, end }) =>
    end - start <= CONTEXT
      ? [{ start, end }]
      : [
          { start, end: start + 1 },
          { start: end - 1, end },
        ],
  );
  if (ends.length === 0) return [{ start: 0, end: Math.min(length, limit) }];
  ends.sort((a, b) => a.start - b.start);
  for (let context = CONTEXT; ; context = context >> 1) {
    const kept: { start: number; end: number }[] = [];
    for (const range of ends) {
      const start = Math.max(0, range.start - context);
      const end = Math.min(length, range.end + context);
      const last = kept.at(-1);
      if (last && start <= last.end + 1) last.end = Math.max(last.end, end);
      else kept.push({ start: start <= 1 ? 0 : start, end });
    }
    const total = kept.reduce((sum, { start, end }) => sum + end - start, 0);
    if (total <= limit || context === 0) return kept;
  }
}

/** Not between the halves of a surrogate pair. */
function boundary(line: string, unit: number): number {
  const inside = unit > 0 && unit < line.length && (line.codePointAt(unit - 1) ?? 0) > 0xffff;
  return inside ? unit - 1 : unit;
}

function trimmed(line: string, ranges: readonly Range[], limit: number): Cell[] {
  const cells: Cell[] = [];
  let reached = 0;
  const skipTo = (unit: number): void => {
    if (unit > reached) cells.push({ offset: reached, shown: ELLIPSIS, width: 1 });
  };
  for (const piece of pieces(line.length, ranges, limit)) {
    const start = boundary(line, piece.start);
    const end = boundary(line, piece.end);
    skipTo(start);
    cells.push(...cellsOf(line.slice(start, end), start));
    reached = end;
  }
  skipTo(line.length);
  return cells;
}

/**
 * Lays out a source line. One that is longer than `limit` columns keeps what is around the ranges, and `…`
 * stands for the rest; a range that reaches into the rest ends at the `…`.
 */
export function showLine(line: string, ranges: readonly Range[], limit: number): ShownLine {
  const long = line.length > limit || columnsOf(line) > limit;
  const cells = long ? trimmed(line, ranges, limit) : cellsOf(line);
  const columns: number[] = [];
  let width = 0;
  for (const { width: own } of cells) {
    columns.push(width);
    width += own;
  }
  return {
    text: cells.map(({ shown }) => shown).join(''),
    startColumn(unit) {
      if (unit >= line.length) return width;
      return columns[cells.findLastIndex(({ offset }) => offset <= unit)] ?? 0;
    },
    endColumn: (unit) => columns[cells.findIndex(({ offset }) => offset >= unit)] ?? width,
  };
}
