import { lineText, type Position, positionAt } from '../source/lines.ts';
import type { SourceFile, Span } from '../source/source.ts';

/** A span as people count it: lines and columns from 1, `end` exclusive. */
export interface Place {
  readonly source: SourceFile;
  readonly start: Position & { readonly offset: number };
  readonly end: Position & { readonly offset: number };
}

/**
 * Where a span lies. What reaches outside the text is cut off and a reversed span is turned round, so that
 * a mistake of whoever made it can never hide the message.
 */
export function placeOf(span: Span): Place {
  const { source } = span;
  const clamp = (offset: number): number =>
    Math.min(Math.max(Math.trunc(offset) || 0, 0), source.text.length);
  const [one, other] = [clamp(span.start), clamp(span.end)];
  const start = Math.min(one, other);
  const end = Math.max(one, other);
  return {
    source,
    start: { ...positionAt(source, start), offset: start },
    end: { ...positionAt(source, end), offset: end },
  };
}

/** The last line that the span has a character on, and the column after that character; the line end is none. */
export function lastLineOf(place: Place): Position {
  const last =
    place.end.offset > place.start.offset ? positionAt(place.source, place.end.offset - 1) : undefined;
  const { line, column } = last ? { line: last.line, column: last.column + 1 } : place.start;
  return { line, column: Math.min(column, lineText(place.source, line).length + 1) };
}
