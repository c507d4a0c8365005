import type { Position, Range } from 'vscode-languageserver';
import { lineStarts, positionAt } from '../source/lines.ts';
import type { SourceFile, Span } from '../source/source.ts';

/** Lines and characters of the protocol count from 0, characters in UTF-16 units as ours. */
export function positionOf(source: SourceFile, offset: number): Position {
  const { line, column } = positionAt(source, Math.max(0, Math.min(offset, source.text.length)));
  return { line: line - 1, character: column - 1 };
}

export function rangeOf({ source, start, end }: Span): Range {
  return { start: positionOf(source, start), end: positionOf(source, end) };
}

/** The offset of a position; beyond the end of a line or of the text, that end. */
export function offsetOf(source: SourceFile, { line, character }: Position): number {
  const starts = lineStarts(source);
  const start = starts[line];
  if (start === undefined) return source.text.length;
  const end = (starts[line + 1] ?? source.text.length + 1) - 1;
  return Math.min(start + character, Math.max(start, end));
}

export function spanOf(source: SourceFile, range: Range): Span {
  return { source, start: offsetOf(source, range.start), end: offsetOf(source, range.end) };
}

export function contains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/**
 * Where an offset of one text lies in another that differs from it in one stretch; undefined inside that stretch. This
 * is how what was known of a text before it broke is found again.
 */
export function offsetMap(from: string, to: string): (offset: number) => number | undefined {
  const most = Math.min(from.length, to.length);
  let before = 0;
  while (before < most && from.charCodeAt(before) === to.charCodeAt(before)) before++;
  let behind = 0;
  while (
    behind < most - before &&
    from.charCodeAt(from.length - 1 - behind) === to.charCodeAt(to.length - 1 - behind)
  )
    behind++;
  return (offset) => {
    if (offset <= before) return offset;
    return offset >= from.length - behind ? offset + to.length - from.length : undefined;
  };
}
