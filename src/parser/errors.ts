import { EOF, type IRecognitionException, type IToken, type TokenType, tokenMatcher } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { positionAt, startOf } from '../source/lines.ts';
import { type SourceFile, type Span, span } from '../source/source.ts';
import { unclosedBrace } from './braces.ts';
import { describeToken, type SyntaxProblem } from './expected.ts';
import { hint } from './hints.ts';
import { beginsLine, indexAt, startsDeclaration, startsStatement } from './recovery.ts';
import * as t from './tokens.ts';

/** At most so many syntax errors are shown for one file. */
export const SHOWN = 20;

/** The tokens of a source, with what is wrong about them. */
interface Text {
  readonly source: SourceFile;
  readonly tokens: readonly IToken[];
}

export function problemOf(error: IRecognitionException): SyntaxProblem {
  const previous = 'previousToken' in error ? (error.previousToken as IToken | undefined) : undefined;
  const { ruleStack } = error.context;
  return {
    expected: error.message,
    token: error.token,
    previous,
    rule: ruleStack[ruleStack.length - 1] ?? '',
  };
}

/**
 * The problems as diagnostics: one a line at the most, and none where `others` has one, since what follows an error on its line is mostly its echo; a
 * bracket that is never closed is said at the bracket, once.
 */
export function syntaxErrors(
  source: SourceFile,
  tokens: readonly IToken[],
  problems: readonly SyntaxProblem[],
  others: readonly Diagnostic[],
): Diagnostic[] {
  const text = { source, tokens };
  const found: Diagnostic[] = [];
  const lines = new Set(others.flatMap((each) => (each.primary ? [startOf(each.primary.span).line] : [])));
  const brackets = new Set<number>();
  const placed = problems.map((problem) => ({ problem, place: placeOf(text, problem.token) }));
  placed.sort((a, b) => a.place.start - b.place.start);
  for (const { problem, place } of placed) {
    const line = positionAt(source, place.start).line;
    if (lines.has(line)) continue;
    lines.add(line);
    const made = oneError(text, problem, place, brackets);
    if (!made) continue;
    if (found.length === SHOWN) {
      found.push(diagnostic('ARC0021', place, { shown: SHOWN }));
      break;
    }
    found.push(made);
  }
  return found;
}

function oneError(
  text: Text,
  problem: SyntaxProblem,
  place: Span,
  brackets: Set<number>,
): Diagnostic | undefined {
  const { token, expected } = problem;
  const open = unclosed(text, problem);
  if (open) {
    if (brackets.has(open.startOffset)) return undefined;
    brackets.add(open.startOffset);
    return diagnostic(
      'ARC0011',
      span(text.source, open.startOffset, open.startOffset + 1),
      { bracket: open.image },
      {
        label: 'opened here',
        labels: [{ span: place, text: `expected ${expected} before ${describeToken(token)}` }],
      },
    );
  }
  if (token.tokenType === EOF) return diagnostic('ARC0020', place, { what: expected });
  const word = reservedName(text, problem);
  if (word) {
    return diagnostic(
      'ARC0017',
      span(text.source, word.startOffset, word.startOffset + word.image.length),
      { word: word.image, expected: 'a name' },
      {
        help: [
          word.tokenType === t.keyword.input
            ? 'an input has a name: `input image: [224, 224, 3]`'
            : `choose another name, such as \`${word.image}_\``,
        ],
      },
    );
  }
  return diagnostic('ARC0010', place, { expected, found: describeToken(token) }, { help: hint(problem) });
}

/** The reserved word that stands where a name should. */
function reservedName(
  { tokens }: Text,
  { expected, token, previous, rule }: SyntaxProblem,
): IToken | undefined {
  if (expected.startsWith('a name') && tokenMatcher(token, t.Reserved)) return token;
  // `for: relu()` and `f(input = 3)`: the word has begun something else before the name could be missed.
  const isLabel = token.tokenType === t.Colon && rule !== 'parameter';
  if (isLabel && previous && tokenMatcher(previous, t.Reserved)) return previous;
  const next = tokens[indexAt(tokens, token.startOffset) + 1];
  const isArgument = next?.tokenType === t.Assign && tokenMatcher(token, t.Reserved);
  return isArgument && expected.includes('an expression') ? token : undefined;
}

/** The bracket to blame: still open where a closing one is expected, and never closed behind it. */
function unclosed(text: Text, { expected, token, rule }: SyntaxProblem): IToken | undefined {
  const closer = /`([)\]}])`$/.exec(expected)?.[1];
  if (!closer) return undefined;
  const atEnd = token.tokenType === EOF || startsDeclaration(token);
  if (closer === '}' && rule === 'body') return atEnd ? unclosedBrace(text.source, text.tokens) : undefined;
  const at = token.tokenType === EOF ? text.tokens.length : indexAt(text.tokens, token.startOffset);
  const open = innermostOpen(text.tokens, at);
  if (!open || pairs[open.image] !== closer) return undefined;
  return atEnd ||
    beginsLine(text.source, text.tokens, at) ||
    token.image === '{' ||
    token.image === '}' ||
    isCloser(token.tokenType)
    ? closedLater(text.tokens, at, closer)
      ? undefined
      : open
    : undefined;
}

/** Whether the bracket that is open before `at` is closed before the next statement. */
function closedLater(tokens: readonly IToken[], at: number, closer: string): boolean {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token || startsDeclaration(token)) return false;
    if (
      tokenMatcher(token, t.Reserved) &&
      startsStatement(token) &&
      token.tokenType !== t.keyword.if &&
      token.tokenType !== t.keyword.for
    )
      return false;
    if (token.tokenType === t.LeftBrace || token.tokenType === t.RightBrace) return false;
    if (token.tokenType === t.LeftParen || token.tokenType === t.LeftBracket) depth++;
    else if (isCloser(token.tokenType)) {
      if (depth === 0) return token.image === closer;
      depth--;
    }
  }
  return false;
}

function isCloser(type: TokenType): boolean {
  return type === t.RightParen || type === t.RightBracket || type === t.RightBrace;
}

/** The token, or the end of the one before it where the file ends. */
function placeOf({ source, tokens }: Text, token: IToken): Span {
  if (token.tokenType !== EOF && token.image) {
    return span(source, token.startOffset, token.startOffset + token.image.length);
  }
  const last = tokens[tokens.length - 1];
  const end = last ? last.startOffset + last.image.length : 0;
  return span(source, end, end);
}

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The bracket that is still open before a token. */
function innermostOpen(tokens: readonly IToken[], until: number): IToken | undefined {
  const open: IToken[] = [];
  for (let i = 0; i < until; i++) {
    const token = tokens[i];
    if (!token) break;
    if (pairs[token.image] !== undefined && token.tokenType !== t.StringLiteral) open.push(token);
    else if (isCloser(token.tokenType) && pairs[open[open.length - 1]?.image ?? ''] === token.image)
      open.pop();
  }
  return open[open.length - 1];
}
