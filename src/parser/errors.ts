import { EOF, type IRecognitionException, type IToken, tokenMatcher } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { positionAt } from '../source/lines.ts';
import { type SourceFile, type Span, span } from '../source/source.ts';
import { describeToken } from './expected.ts';
import * as t from './tokens.ts';

/** At most so many syntax errors are shown for one file. */
const SHOWN = 20;

/**
 * The parser's errors as diagnostics: one a line at the most, since what follows an error on its line is mostly its
 * echo; a bracket that is never closed is said at the bracket.
 */
export function syntaxErrors(
  source: SourceFile,
  tokens: readonly IToken[],
  errors: readonly IRecognitionException[],
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const lines = new Set<number>();
  const brackets = new Set<number>();
  for (const error of errors) {
    const place = placeOf(source, tokens, error);
    const line = positionAt(source, place.start).line;
    if (lines.has(line)) continue;
    lines.add(line);
    const made = oneError(source, tokens, error, place, brackets);
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
  source: SourceFile,
  tokens: readonly IToken[],
  error: IRecognitionException,
  place: Span,
  brackets: Set<number>,
): Diagnostic | undefined {
  const expected = error.message;
  const closer = /^`([)\]}])`$/.exec(expected)?.[1];
  const wantsCloser = closer !== undefined || (error.token.tokenType === EOF && expected.includes('`}`'));
  if (wantsCloser) {
    const open = innermostOpen(tokens, error.token);
    if (open && (error.token.tokenType === EOF || !/^[,\w"]/.test(error.token.image))) {
      if (brackets.has(open.startOffset)) return undefined;
      brackets.add(open.startOffset);
      const at = span(source, open.startOffset, open.startOffset + 1);
      return diagnostic(
        'ARC0011',
        at,
        { bracket: open.image },
        {
          label: 'opened here',
          labels: [{ span: place, text: `expected ${expected} before ${describeToken(error.token)}` }],
        },
      );
    }
  }
  if (error.token.tokenType === EOF) return diagnostic('ARC0020', place, { what: expected });
  if (expected === 'a name' && tokenMatcher(error.token, t.Reserved)) {
    return diagnostic(
      'ARC0017',
      place,
      { word: error.token.image, expected: 'a name' },
      {
        help: [
          'the constructs `residual`, `parallel`, `path` and `shortcut` are not reserved, but this word is',
        ],
      },
    );
  }
  return diagnostic(
    'ARC0010',
    place,
    { expected, found: describeToken(error.token) },
    { help: hint(error, expected) },
  );
}

function hint(error: IRecognitionException, expected: string): string[] {
  const { token } = error;
  const before = 'previousToken' in error ? (error.previousToken as IToken | undefined)?.image : undefined;
  if (token.tokenType === t.Assign && expected.startsWith('a comparison')) return ['write `==` to compare'];
  if (token.tokenType === t.Assign && before !== undefined && /^\w/.test(before))
    return [`write \`let ${before} = …\` to name a value`];
  if (token.tokenType === t.Dots) return ['a range needs both ends: `0..n`'];
  if (token.tokenType === t.Arrow && expected.includes('type'))
    return ['parameters are written `name: type`'];
  if (expected === '`:`' && token.tokenType === t.Assign)
    return ['write the type of the parameter: `name: int = 3`'];
  return [];
}

/** The token, or the end of the one before it where the file ends. */
function placeOf(source: SourceFile, tokens: readonly IToken[], error: IRecognitionException): Span {
  const { token } = error;
  if (token.tokenType !== EOF && token.image) {
    return span(source, token.startOffset, token.startOffset + token.image.length);
  }
  const last = tokens[tokens.length - 1];
  const end = last ? last.startOffset + last.image.length : 0;
  return span(source, end, end);
}

const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The bracket that is still open where the token stands. */
function innermostOpen(tokens: readonly IToken[], until: IToken): IToken | undefined {
  const open: IToken[] = [];
  for (const token of tokens) {
    if (token === until) break;
    if (
      token.tokenType === t.LeftParen ||
      token.tokenType === t.LeftBracket ||
      token.tokenType === t.LeftBrace
    )
      open.push(token);
    else if (pairs[token.image] !== undefined && open[open.length - 1]?.image === pairs[token.image])
      open.pop();
  }
  return open[open.length - 1];
}
