import type { IToken, TokenType } from 'chevrotain';
import * as t from './tokens.ts';

/**
 * What a module is read for. One that is imported is read without its tests, which are its own affair and half of its
 * text; an outline is what it declares, with nothing in the bodies.
 */
export type Use = 'whole' | 'imported' | 'outline';

const withBodies: ReadonlySet<TokenType> = new Set([t.keyword.block, t.keyword.network]);
const declarations: ReadonlySet<TokenType> = new Set([
  ...withBodies,
  t.keyword.import,
  t.keyword.const,
  t.keyword.fn,
  t.keyword.test,
]);
const openers: ReadonlySet<TokenType> = new Set([t.LeftBrace, t.LeftParen, t.LeftBracket]);
const closers: ReadonlySet<TokenType> = new Set([t.RightBrace, t.RightParen, t.RightBracket]);

/** The tokens of a module that are parsed. */
export function tokensFor(use: Use, tokens: IToken[]): IToken[] {
  if (use === 'whole') return tokens;
  const kept: IToken[] = [];
  let depth = 0;
  let word: TokenType | undefined;
  let inBody = false;
  for (const token of tokens) {
    const type = token.tokenType;
    if (depth === 0 && declarations.has(type)) word = type;
    if (closers.has(type)) depth = Math.max(0, depth - 1);
    inBody &&= depth > 0;
    if (word !== t.keyword.test && !inBody) kept.push(token);
    if (type === t.LeftBrace && depth === 0)
      inBody = use === 'outline' && word !== undefined && withBodies.has(word);
    if (openers.has(type)) depth++;
    else if (type === t.RightBrace && depth === 0) word = undefined;
  }
  // Where a brace is missing, nobody knows how far a body goes.
  return use === 'outline' && depth > 0 ? tokensFor('imported', tokens) : kept;
}
