import type { IToken } from 'chevrotain';
import * as t from './tokens.ts';

/** The tokens of a module that is only imported: its tests are its own affair, and half of its text. */
export function withoutTests(tokens: readonly IToken[]): IToken[] {
  const kept: IToken[] = [];
  let depth = 0;
  let inTest = false;
  for (const token of tokens) {
    const type = token.tokenType;
    if (depth === 0 && type === t.keyword.test) inTest = true;
    if (!inTest) kept.push(token);
    if (type === t.LeftBrace || type === t.LeftParen || type === t.LeftBracket) depth++;
    else if (type === t.RightBrace || type === t.RightParen || type === t.RightBracket) {
      depth = Math.max(0, depth - 1);
      if (depth === 0 && type === t.RightBrace) inTest = false;
    }
  }
  return kept;
}
