import { EOF, type IToken, type TokenType } from 'chevrotain';
import { isName, startsDeclaration } from '../parser/recovery.ts';
import * as t from '../parser/tokens.ts';

/**
 * What stands around a place in the text, seen by its tokens alone, so that it is known in text of any kind of
 * brokenness: a tree may have lost what is just being written.
 */
export interface Cursor {
  readonly offset: number;
  /** The tokens that end before the place, or at it without going on there. */
  readonly before: readonly IToken[];
  /** The letters of a name or word that stand right before the place. */
  readonly prefix: string;
  /** The string that the place lies in: its text so far, and where all of its text begins and ends. */
  readonly inString: { readonly text: string; readonly start: number; readonly end: number } | undefined;
  readonly inComment: boolean;
  /** The brackets that are open, the innermost last: indices of their tokens. */
  readonly open: readonly number[];
  /** The index of the word that begins the declaration around; -1 outside of all. */
  readonly declaration: number;
}

const openers = new Set<TokenType>([t.LeftParen, t.LeftBracket, t.LeftBrace]);
const closers = new Map<TokenType, TokenType>([
  [t.RightParen, t.LeftParen],
  [t.RightBracket, t.LeftBracket],
  [t.RightBrace, t.LeftBrace],
]);

export function isOpener(type: TokenType): boolean {
  return openers.has(type);
}

export function isCloser(type: TokenType): boolean {
  return closers.has(type);
}

export function cursorAt(text: string, offset: number): Cursor {
  const { tokens, groups } = t.archLexer().tokenize(text);
  const endOf = (token: IToken) => token.startOffset + token.image.length;
  const comment = (groups.comments ?? []).find((each) => each.startOffset < offset && offset <= endOf(each));
  const at = tokens.find((each) => each.startOffset < offset && offset <= endOf(each));
  const isString = at?.tokenType === t.StringLiteral && !(offset === endOf(at) && isClosed(at.image));
  const isWord = at !== undefined && /^[A-Za-z_]/.test(at.image);
  const before = tokens.filter((each) => endOf(each) <= offset && !(each === at && (isString || isWord)));
  const open: number[] = [];
  let declaration = -1;
  for (const [i, token] of before.entries()) {
    const type = token.tokenType;
    const opener = closers.get(type);
    // A declaration is never inside of another: what is still open then was never closed.
    if (startsDeclaration(token) && type !== t.keyword.import) {
      open.length = 0;
      declaration = i;
    } else if (openers.has(type)) open.push(i);
    else if (opener) closeTo(open, before, opener);
    if (type === t.RightBrace && open.length === 0) declaration = -1;
  }
  return {
    offset,
    before,
    prefix: at && isWord ? text.slice(at.startOffset, offset) : '',
    inString: at && isString ? stringAround(text, at, offset) : undefined,
    inComment: comment !== undefined,
    open,
    declaration,
  };
}

/** What nobody has closed goes on to the end of the line, and may hold what is not meant to be in it. */
function stringAround(text: string, { image, startOffset }: IToken, offset: number): Cursor['inString'] {
  const start = startOffset + 1;
  const end = isClosed(image) ? startOffset + image.length - 1 : offset;
  return { text: text.slice(start, offset), start, end };
}

function isClosed(image: string): boolean {
  return image.length > 1 && image.endsWith('"');
}

function closeTo(open: number[], tokens: readonly IToken[], opener: TokenType): void {
  for (let i = open.length - 1; i >= 0; i--) {
    if (tokens[open[i] ?? -1]?.tokenType !== opener) continue;
    open.length = i;
    return;
  }
}

/** The token so many places before the cursor; 1 is the last. */
export function tokenBefore({ before }: Cursor, back = 1): IToken | undefined {
  return before[before.length - back];
}

export function typeBefore(cursor: Cursor, back = 1): TokenType {
  return tokenBefore(cursor, back)?.tokenType ?? EOF;
}

/** A call whose argument list is open at the cursor. */
export interface OpenCall {
  readonly callee: string;
  /** Where its name begins. */
  readonly start: number;
  /** How many commas stand before the cursor, in this list itself. */
  readonly index: number;
  /** The name of the argument that is being written: `stride` of `stride = `. */
  readonly named: string | undefined;
  /** The names of the arguments that are given already. */
  readonly given: readonly string[];
}

/** The innermost call around the cursor, even from inside of a list in its arguments if `through` says so. */
export function openCall(cursor: Cursor, through = false): OpenCall | undefined {
  const { before, open } = cursor;
  for (let i = open.length - 1; i >= 0; i--) {
    const at = open[i] ?? -1;
    const callee = before[at - 1];
    const isParen = before[at]?.tokenType === t.LeftParen;
    const isCall = isParen && callee !== undefined && isName(callee.tokenType);
    const word = before[at - 2];
    if (isCall && !(word && startsDeclaration(word))) return callAt(before, at, callee);
    if (!through || before[at]?.tokenType === t.LeftBrace) return undefined;
  }
  return undefined;
}

function callAt(before: readonly IToken[], at: number, callee: IToken): OpenCall {
  let depth = 0;
  let index = 0;
  let named: string | undefined;
  const given: string[] = [];
  for (let i = at + 1; i < before.length; i++) {
    const token = before[i];
    if (!token) break;
    if (openers.has(token.tokenType)) depth++;
    else if (closers.has(token.tokenType)) depth--;
    else if (depth === 0 && token.tokenType === t.Comma) {
      index++;
      named = undefined;
    } else if (depth === 0 && token.tokenType === t.Assign) {
      named = before[i - 1]?.image;
      if (named !== undefined) given.push(named);
    }
  }
  return { callee: callee.image, start: callee.startOffset, index, named, given };
}

/** Where the bracket opens that closes at an index; -1 if nothing does. */
export function openerOf({ before }: Cursor, close: number): number {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    const type = before[i]?.tokenType;
    if (!type) continue;
    if (closers.has(type)) depth++;
    else if (openers.has(type) && --depth === 0) return i;
  }
  return -1;
}

/** The tokens behind an index that stand in no further brackets. */
export function outerTokens({ before }: Cursor, from: number): readonly IToken[] {
  const outer: IToken[] = [];
  let depth = 0;
  for (const token of before.slice(from + 1)) {
    const { tokenType: type } = token;
    if (closers.has(type)) depth = Math.max(0, depth - 1);
    if (depth === 0 && !closers.has(type) && !openers.has(type)) outer.push(token);
    if (openers.has(type)) depth++;
  }
  return outer;
}
