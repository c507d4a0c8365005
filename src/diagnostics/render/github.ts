import type { Diagnostic } from '../diagnostic.ts';
import { lastLineOf, placeOf } from '../place.ts';

/** GitHub reads a command to the end of its line, and undoes these. */
function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** GitHub knows columns only inside one line; its `endColumn` is the last column that belongs to the range. */
function placeProperties({ primary, file }: Diagnostic): [string, string | number][] {
  if (!primary) return file === undefined ? [] : [['file', file]];
  const place = placeOf(primary.span);
  const last = lastLineOf(place);
  const { line, column } = place.start;
  const lines: [string, string | number][] = [
    ['file', place.source.path],
    ['line', line],
    ['endLine', last.line],
  ];
  if (line !== last.line) return lines;
  return [...lines, ['col', column], ['endColumn', Math.max(column, last.column - 1)]];
}

function command(diagnostic: Diagnostic): string {
  const { code, severity, message, primary, labels, notes, help } = diagnostic;
  const properties = [...placeProperties(diagnostic), ['title', code]]
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  const labelled = labels.filter(({ text }) => text !== '');
  const text = [
    message,
    ...(primary && primary.text !== '' ? [primary.text] : []),
    ...labelled.map(({ span, text: said }) => `${span.source.path}:${placeOf(span).start.line}: ${said}`),
    ...notes.map((note) => `note: ${note}`),
    ...help.map((what) => `help: ${what}`),
  ].join('\n');
  return `::${severity} ${properties}::${escapeMessage(text)}\n`;
}

/** Diagnostics as workflow commands: printed in a GitHub Actions job, each becomes an annotation of the change. */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(command).join('');
}
