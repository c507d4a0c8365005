import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import { parse } from '../parser/parse.ts';
import { archLexer } from '../parser/tokens.ts';
import { type SourceFile, span } from '../source/source.ts';
import { cursorOver } from './cursor.ts';
import { type FormatOptions, format, problemsOf } from './format.ts';
import { LINE_WIDTH } from './line-width.ts';
import { bodiesOf, brokenUnits } from './units.ts';

/** A half-open range of offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface RangeFormatted {
  /** In order, none overlapping another: white space between tokens, and commas at the end of lists. */
  readonly edits: Fix['edits'];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The edits that bring a range into the one style: all of each statement or declaration that it touches, and nothing
 * of the others. Over a whole text they do what `format` does.
 */
export function formatRange(source: SourceFile, range: Range, options: FormatOptions = {}): RangeFormatted {
  const { text, diagnostics } = format(source, options);
  const { start, end } = withBroken(source, diagnostics, formattedWith(source, range));
  const before = anchorsOf(source);
  const after = anchorsOf({ path: source.path, text });
  const edits: { span: Fix['edits'][number]['span']; text: string }[] = [];
  for (let i = 0; i <= before.length; i++) {
    const from = before[i - 1]?.end ?? 0;
    const to = before[i]?.start ?? source.text.length;
    const gap = text.slice(after[i - 1]?.end ?? 0, after[i]?.start ?? text.length);
    if (to < start || to > end || gap === source.text.slice(from, to)) continue;
    edits.push({ span: span(source, from, to), text: gap });
  }
  return { edits, diagnostics };
}

/** A range with all of the broken text that it touches: that only moves as a whole. */
function withBroken(source: SourceFile, diagnostics: readonly Diagnostic[], range: Range): Range {
  if (diagnostics.length === 0) return range;
  const cursor = cursorOver(source, problemsOf(source, diagnostics), LINE_WIDTH);
  const touched = brokenUnits(cursor, parse(source).module).filter(
    ({ start, end }) => start <= range.end && end >= range.start,
  );
  return {
    start: Math.min(range.start, ...touched.map(({ start }) => start)),
    end: Math.max(range.end, ...touched.map(({ end }) => end)),
  };
}

/** All that formatting leaves as it is and in its order: tokens but for commas, and comments. */
function anchorsOf(source: SourceFile): readonly Range[] {
  const { tokens, groups } = archLexer().tokenize(source.text);
  const kept = tokens.filter(({ image }) => image !== ',');
  return [...kept, ...(groups.unexpected ?? []), ...(groups.comments ?? [])]
    .map(({ image, startOffset }) => ({ start: startOffset, end: startOffset + image.trimEnd().length }))
    .sort((a, b) => a.start - b.start);
}

/** All that is formatted with a range: the statements or declarations that it touches, the innermost that hold it. */
export function formattedWith(source: SourceFile, range: Range): Range {
  const { module } = parse(source);
  if (range.start <= 0 && range.end >= source.text.length) return range;
  let nodes: readonly (ast.Import | ast.Declaration | ast.Statement)[] = [
    ...module.imports,
    ...module.declarations,
  ];
  const touches = ({ span: { start, end } }: { readonly span: Range }) =>
    start <= range.end && end >= range.start && (start < range.end || range.start === range.end);
  for (;;) {
    const touched = nodes.filter(touches);
    const [first] = touched;
    const last = touched[touched.length - 1];
    if (!first || !last) return range;
    const bodies = touched.length > 1 ? [] : bodiesIn(first);
    const around = bodies.find((body) => body.span.start < range.start && range.end < body.span.end);
    if (!around) return spanning([first, last, ...module.comments.filter(touches)]);
    nodes = around.statements;
  }
}

function spanning(parts: readonly { readonly span: Range }[]): Range {
  return {
    start: Math.min(...parts.map(({ span: { start } }) => start)),
    end: Math.max(...parts.map(({ span: { end } }) => end)),
  };
}

function bodiesIn(node: ast.Import | ast.Declaration | ast.Statement): readonly ast.Body[] {
  switch (node.kind) {
    case 'block':
    case 'network':
    case 'test':
      return [node.body];
    case 'import':
    case 'const':
    case 'fn':
      return [];
    default:
      return bodiesOf(node);
  }
}
