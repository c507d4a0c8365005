import { type Stream, styled } from './terminal.ts';

export interface Column {
  readonly title: string;
  /** Numbers stand at the right of their column. */
  readonly right?: boolean;
}

/** Rows under titles, and a last row of totals, columns two blanks apart. */
export function table(
  stream: Stream,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  totals: readonly string[],
): string {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, i) =>
    [titles, ...rows, totals].reduce((width, row) => Math.max(width, row[i]?.length ?? 0), 0),
  );
  const line = (row: readonly string[]) =>
    columns
      .map(({ right }, i) =>
        right ? (row[i] ?? '').padStart(widths[i] ?? 0) : (row[i] ?? '').padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width, 2 * (columns.length - 1)));
  return [
    styled(stream, 'faint', line(titles)),
    ...rows.map(line),
    styled(stream, 'faint', rule),
    styled(stream, 'strong', line(totals)),
    '',
  ].join('\n');
}
