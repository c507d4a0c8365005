import type { SourceFile } from '../../source/source.ts';
import type { Diagnostic, Label } from '../diagnostic.ts';
import { lastLineOf, placeOf } from '../place.ts';
import type { Style } from './paint.ts';
import { inOneLine } from './width.ts';

/** A label, placed: lines count from 1, units inside their lines from 0; `endUnit` is exclusive. */
export interface Mark {
  readonly startLine: number;
  readonly startUnit: number;
  readonly endLine: number;
  readonly endUnit: number;
  readonly text: string;
  readonly style: Style;
  /** `^` under the primary place, `-` under the others. */
  readonly character: '^' | '-';
}

/** The marks in one source; `line` and `column` are shown in its header. */
export interface MarkedSource {
  readonly source: SourceFile;
  readonly line: number;
  readonly column: number;
  readonly marks: readonly Mark[];
}

function markOf(label: Label, style: Style, character: '^' | '-'): Mark {
  const place = placeOf(label.span);
  const last = lastLineOf(place);
  return {
    startLine: place.start.line,
    startUnit: place.start.column - 1,
    endLine: last.line,
    endUnit: last.column - 1,
    text: inOneLine(label.text),
    style,
    character,
  };
}

/** The labels of a diagnostic by source, the primary one's first, in the order in which they first appear. */
export function markedSources(diagnostic: Diagnostic): MarkedSource[] {
  const sources = new Map<SourceFile, { line: number; column: number; marks: Mark[] }>();
  const add = (label: Label, style: Style, character: '^' | '-'): void => {
    const mark = markOf(label, style, character);
    const known = sources.get(label.span.source);
    if (known) known.marks.push(mark);
    else sources.set(label.span.source, { line: mark.startLine, column: mark.startUnit + 1, marks: [mark] });
  };
  if (diagnostic.primary) add(diagnostic.primary, diagnostic.severity, '^');
  for (const label of diagnostic.labels) add(label, 'secondary', '-');
  return [...sources].map(([source, rest]) => ({ source, ...rest }));
}
