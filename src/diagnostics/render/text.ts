import type { Diagnostic, Fix } from '../diagnostic.ts';
import { type FrameRow, frame } from './frame.ts';
import { type MarkedSource, markedSources } from './marks.ts';
import { type Paint, painted, plain } from './paint.ts';
import { cellsOf } from './width.ts';

export interface TextOptions {
  /** Colours; without it the text is plain. */
  readonly paint?: Paint;
  /** The longest source line shown whole, in columns; longer ones are trimmed around their labels. */
  readonly width?: number;
}

const WIDTH = 160;

/** The lines of a message without control characters, those after the first moved in by `indent` columns. */
function lines(text: string, indent: number): string {
  return text
    .split(/\r?\n/)
    .map((line) =>
      cellsOf(line)
        .map(({ shown }) => shown)
        .join(''),
    )
    .join(`\n${' '.repeat(indent)}`);
}

function headerOf(diagnostic: Diagnostic, paint: Paint): string {
  const { severity, code, message } = diagnostic;
  const head = `${severity}[${code}]`;
  return paint(severity, head) + paint('strong', `: ${lines(message, head.length + 2)}`);
}

function rowText(row: FrameRow, gutter: number, paint: Paint): string {
  const drawing = painted(row.drawing, paint);
  if (row.gutter === '...') return `${paint('gutter', '...')}${' '.repeat(gutter)}${drawing}`.trimEnd();
  return `${paint('gutter', `${row.gutter.padEnd(gutter)} |`)} ${drawing}${row.source}`.trimEnd();
}

function frameText(
  marked: MarkedSource,
  index: number,
  gutter: number,
  width: number,
  paint: Paint,
): string[] {
  const { source, line, column, marks } = marked;
  const arrow = index === 0 ? '-->' : ':::';
  const blank = paint('gutter', `${' '.repeat(gutter)} |`);
  const rows = frame(source, marks, width).map((row) => rowText(row, gutter, paint));
  const header = `${' '.repeat(gutter)}${paint('gutter', arrow)} ${lines(source.path, 0)}:${line}:${column}`;
  return index === 0 ? [header, blank, ...rows] : [blank, header, blank, ...rows];
}

/** Whether the help says what a fix does: in its words, or (where people choose) by the name that it would write. */
function isSaid({ title, unsafe }: Fix, help: readonly string[]): boolean {
  if (help.some((text) => text.includes(title))) return true;
  const name = title.replace(/^write /, '').replace(/"/g, '');
  return unsafe === true && help.some((text) => text.includes(name));
}

function renderOne(diagnostic: Diagnostic, paint: Paint, width: number): string {
  const sources = markedSources(diagnostic);
  const last = Math.max(0, ...sources.flatMap(({ marks }) => marks.map(({ endLine }) => endLine)));
  const gutter = String(last).length;
  const rows = [headerOf(diagnostic, paint)];
  for (const [index, source] of sources.entries())
    rows.push(...frameText(source, index, gutter, width, paint));

  const remarks = [
    ...diagnostic.notes.map((text) => ({ kind: 'note', text })),
    ...diagnostic.help.map((text) => ({ kind: 'help', text })),
    // What the help says already need not be said again.
    ...diagnostic.fixes
      .filter((fix) => !isSaid(fix, diagnostic.help))
      .map(({ title }) => ({ kind: 'fix', text: title })),
  ];
  if (remarks.length > 0 && sources.length > 0) rows.push(paint('gutter', `${' '.repeat(gutter)} |`));
  for (const { kind, text } of remarks) {
    const head = `${' '.repeat(gutter)} ${paint('gutter', '=')} ${paint('strong', kind)}: `;
    rows.push(head + lines(text, gutter + kind.length + 5));
  }
  return `${rows.join('\n')}\n`;
}

/** Diagnostics for people, laid out as rustc's, a blank line between two; empty for none. */
export function renderText(diagnostics: readonly Diagnostic[], options: TextOptions = {}): string {
  const { paint = plain, width = WIDTH } = options;
  return diagnostics.map((diagnostic) => renderOne(diagnostic, paint, width)).join('\n');
}

function counted(count: number, word: string): string[] {
  return count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];
}

/** "2 errors, 1 warning", or "no problems". */
export function summaryLine(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const parts = [...counted(errors, 'error'), ...counted(diagnostics.length - errors, 'warning')];
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}
