import type { IToken, TokenType } from 'chevrotain';
import type { SourceFile } from '../source/source.ts';
import * as t from './tokens.ts';

const declarations = new Set<TokenType>(
  (['import', 'const', 'fn', 'block', 'network', 'test'] as const).map((word) => t.keyword[word]),
);
/** Reserved words that stand nowhere but at the beginning of a statement. */
const statements = new Set<TokenType>(
  (['let', 'require', 'expect', 'input', 'output', 'repeat'] as const).map((word) => t.keyword[word]),
);
const openers = new Map<TokenType, TokenType>([
  [t.LeftParen, t.RightParen],
  [t.LeftBracket, t.RightBracket],
  [t.LeftBrace, t.RightBrace],
]);
/** Behind these the text goes on, even on the next line. */
const joins = new Set<TokenType>([t.Arrow, t.Comma, t.Assign, t.Colon]);

export function startsDeclaration(token: IToken): boolean {
  return declarations.has(token.tokenType);
}

export function startsStatement(token: IToken): boolean {
  const type = token.tokenType;
  return (
    statements.has(type) ||
    type === t.keyword.if ||
    type === t.keyword.for ||
    type === t.Underscore ||
    isName(type)
  );
}

export function isName(type: TokenType): boolean {
  return type === t.Identifier || (type.CATEGORIES?.includes(t.Identifier) ?? false);
}

/**
 * Where to go on after an error at `at` in a statement that begins at `from`: the first token of the next statement,
 * or the `}` of the body around. The brackets that the statement has opened are followed; a line that can only begin
 * a statement ends it whatever is still open, so that a forgotten bracket costs one statement and not the file.
 */
export function statementEnd(
  source: SourceFile,
  tokens: readonly IToken[],
  from: number,
  at: number,
): number {
  const open: TokenType[] = [];
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    const type = token.tokenType;
    if (i >= at && i > from) {
      if (declarations.has(type)) return i;
      const fresh = beginsLine(source, tokens, i);
      const inBody = open.includes(t.RightBrace);
      if (statements.has(type) && !inBody && tokens[i - 1]?.tokenType !== t.keyword.expect) return i;
      if (fresh && !inBody && isName(type) && tokens[i + 1]?.tokenType === t.Colon) return i;
      if (fresh && open.length === 0 && startsStatement(token) && !goesOn(tokens[i - 1])) return i;
      if (type === t.RightBrace && !inBody) return i;
    }
    const closer = openers.get(type);
    if (closer) open.push(closer);
    else if (open.includes(type)) open.length = open.lastIndexOf(type);
  }
  return tokens.length;
}

/** The next declaration. */
export function declarationEnd(tokens: readonly IToken[], at: number): number {
  for (let i = at; i < tokens.length; i++)
    if (declarations.has(tokens[i]?.tokenType ?? t.EndOfFile)) return i;
  return tokens.length;
}

export function beginsLine(source: SourceFile, tokens: readonly IToken[], index: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (!token || !before) return true;
  return source.text.slice(before.startOffset + before.image.length, token.startOffset).includes('\n');
}

function goesOn(token: IToken | undefined): boolean {
  return (
    token !== undefined &&
    (joins.has(token.tokenType) || (token.tokenType.CATEGORIES?.includes(t.Infix) ?? false))
  );
}

/** The index of the token that begins at the offset, or the one after it. */
export function indexAt(tokens: readonly IToken[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.startOffset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
