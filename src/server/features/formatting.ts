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
 * What is put in order while it is typed: behind `}`, the lines since its `{`; behind a line end, the line before if a
 * statement begins and ends there, and the new one begins where the style has it.
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
  const whole = formattedWith(source, line);
  const isDone = !isBlank && whole.start >= above && whole.end <= start;
  const edits = isDone ? formatRange(source, line).edits : [];
  const safe = edits
    .filter(({ span }) => span.end < start)
    .map(({ span, text }) => ({ range: rangeOf(span), newText: text }));
  const indent = indentation(source, position);
  return indent ? [...safe, indent] : safe;
}

/** Where the new line begins, if that is not where it does. */
function indentation(source: SourceFile, position: Position): TextEdit | undefined {
  const start = offsetOf(source, { line: position.line, character: 0 });
  const rest = source.text.slice(start);
  const given = /^[ \t]*/.exec(rest)?.[0] ?? '';
  const wanted = ' '.repeat(columnFor(quiet(source.text.slice(0, start)), rest.slice(given.length)));
  if (given === wanted) return undefined;
  const { line } = position;
  return {
    range: { start: { line, character: 0 }, end: { line, character: given.length } },
    newText: wanted,
  };
}

/**
 * Two columns further in than the line on which the innermost open bracket stands, and two more for what goes on with a
 * statement; parameters stand under the first of them.
 */
function columnFor(before: string, rest: string): number {
  const open = openBrackets(before);
  const closed = /^[}\])]*/.exec(rest)?.[0].length ?? 0;
  const inner = open.at(-1);
  if (closed > 0) return open.at(-closed)?.indent ?? 0;
  if (inner?.parameters !== undefined) return inner.parameters;
  const isListed = inner !== undefined && inner.bracket !== '{';
  const isContinued =
    /(?:=|->)\s*$/.test(before) || (!isListed && (/,\s*$/.test(before) || goesOn(before, rest)));
  return (inner ? inner.indent + 2 : 0) + (isContinued ? 2 : 0);
}

/** Whether a line goes on with the statement before it; an `else` of a statement stands behind a brace. */
function goesOn(before: string, rest: string): boolean {
  if (/^else\b/.test(rest)) return !/\}\s*$/.test(before);
  return /^(?:->|[-+*/%|<>:]|[=!]=|(?:then|and|or|in|as)\b)/.test(rest);
}

interface OpenBracket {
  readonly bracket: string;
  /** Where the text of its line begins. */
  readonly indent: number;
  /** The column of the parameters of a declaration, where the first stands behind the bracket. */
  readonly parameters: number | undefined;
}

function openBrackets(code: string): readonly OpenBracket[] {
  const open: OpenBracket[] = [];
  for (const { 0: bracket, index } of code.matchAll(/[{}[\]()]/g)) {
    if ('}])'.includes(bracket)) {
      open.pop();
      continue;
    }
    const line = code.lastIndexOf('\n', index) + 1;
    const indent = /^[ \t]*/.exec(code.slice(line))?.[0].length ?? 0;
    const isHead = bracket === '(' && /^(?:block|network|fn)\s+\w+$/.test(code.slice(line, index));
    const isFollowed = /^[ \t]*\S/.test(code.slice(index + 1));
    open.push({ bracket, indent, parameters: isHead && isFollowed ? index + 1 - line : undefined });
  }
  return open;
}

/** Strings and comments, whose brackets mean nothing. */
const QUIET = /"(?:[^"\\\r\n]|\\.)*"?|\/\/[^\n]*/g;

function quiet(text: string): string {
  return text.replace(QUIET, (match) => ' '.repeat(match.length));
}

/** The `{` that belongs to the `}` at an offset; undefined if that is a letter of a string or a comment. */
function openingBrace(text: string, close: number): number | undefined {
  const code = quiet(text.slice(0, close + 1));
  if (code[close] !== '}') return undefined;
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    if (code[at] === '}') depth++;
    else if (code[at] === '{' && --depth === 0) return at;
  }
  return undefined;
}
