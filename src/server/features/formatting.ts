import type { Position, TextEdit } from 'vscode-languageserver';
import { formatRange, formattedWith, type Range } from '../../format/range.ts';
import type { SourceFile } from '../../source/source.ts';
import { offsetOf, rangeOf } from '../positions.ts';

/** The changes that bring a file, or the statements of a range, into the style of the language. */
export function formattingEdits(
  source: SourceFile,
  range: Range = { start: 0, end: source.text.length },
): TextEdit[] {
  return formatRange(source, range).edits.map(({ span, text }) => ({ range: rangeOf(span), newText: text }));
}

/**
 * What is put in order while it is typed: behind `}`, the lines since its `{`; behind a line end, the line before, and
 * the new one begins where its statement does.
 */
export function onTypeEdits(source: SourceFile, position: Position, typed: string): TextEdit[] {
  const offset = offsetOf(source, position);
  if (typed === '}') {
    const open = openingBrace(source.text, offset - 1);
    return open === undefined ? [] : formattingEdits(source, { start: open, end: offset });
  }
  const start = offset - position.character;
  const above = source.text.lastIndexOf('\n', start - 2) + 1;
  const isBlank = source.text.slice(above, start).trim() === '';
  const line = { start: above, end: start - 1 };
  // A statement that goes on is left as it is being written. Of one that is done, what lies between the line above and
  // the next token is where the cursor stands.
  const isDone = !isBlank && formattedWith(source, line).end <= start;
  const edits = isDone ? formatRange(source, line).edits : [];
  const safe = edits
    .filter(({ span }) => span.end < start)
    .map(({ span, text }) => ({ range: rangeOf(span), newText: text }));
  const indent = indentation(source, position);
  return indent ? [...safe, indent] : safe;
}

/** The new line begins two columns further in for each brace around it. */
function indentation(source: SourceFile, position: Position): TextEdit | undefined {
  const start = offsetOf(source, { line: position.line, character: 0 });
  const rest = source.text.slice(start);
  const given = /^[ \t]*/.exec(rest)?.[0] ?? '';
  const closes = /^[}\])]/.test(rest.slice(given.length));
  const depth = Math.max(0, bracketDepth(source.text.slice(0, start)) - (closes ? 1 : 0));
  const wanted = '  '.repeat(depth);
  if (given === wanted) return undefined;
  const { line } = position;
  return {
    range: { start: { line, character: 0 }, end: { line, character: given.length } },
    newText: wanted,
  };
}

/** Strings and comments, whose brackets mean nothing. */
const QUIET = /"(?:[^"\\\r\n]|\\.)*"?|\/\/[^\n]*/g;

function quiet(text: string): string {
  return text.replace(QUIET, (match) => ' '.repeat(match.length));
}

function bracketDepth(text: string): number {
  let depth = 0;
  for (const letter of quiet(text)) {
    if ('{[('.includes(letter)) depth++;
    else if ('}])'.includes(letter)) depth = Math.max(0, depth - 1);
  }
  return depth;
}

/** The `{` that belongs to the `}` at an offset. */
function openingBrace(text: string, close: number): number | undefined {
  const code = quiet(text.slice(0, close + 1));
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    if (code[at] === '}') depth++;
    else if (code[at] === '{' && --depth === 0) return at;
  }
  return undefined;
}
