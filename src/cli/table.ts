import { type Stream, type Style, styled } from './terminal.ts';

export interface Column {
  readonly title: string;
  /** Numbers stand at the right of their column. */
  readonly right?: boolean;
}

export interface TableOptions {
  /** A last row, below a rule. */
  readonly totals?: readonly string[];
  /** How a row is coloured; undefined: not at all. */
  readonly styleOf?: (row: number) => Style | undefined;
}

/** Rows under titles, columns two blanks apart. */
export function table(
  stream: Stream,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { totals, styleOf }: TableOptions = {},
): string {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, i) =>
    [titles, ...rows, totals ?? []].reduce((width, row) => Math.max(width, row[i]?.length ?? 0), 0),
  );
  const line = (row: readonly string[]) =>
    columns
      .map(({ right }, i) =>
        right ? (row[i] ?? '').padStart(widths[i] ?? 0) : (row[i] ?? '').padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const styledLine = (row: readonly string[], i: number) => {
    const style = styleOf?.(i);
    return style ? styled(stream, style, line(row)) : line(row);
  };
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width, 2 * (columns.length - 1)));
  return [
    styled(stream, 'faint', line(titles)),
    ...rows.map(styledLine),
    ...(totals ? [styled(stream, 'faint', rule), styled(stream, 'strong', line(totals))] : []),
    '',
  ].join('\n');
}
