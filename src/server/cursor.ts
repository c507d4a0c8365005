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

/** A name that the text before the cursor makes. */
export interface NearName {
  readonly name: string;
  readonly kind: 'parameter' | 'value' | 'tensor' | 'shared';
  /** Of a parameter: its type as written. */
  readonly type: string;
}

/** The names of the body around the cursor: parameters, sizes of the signature, and what statements before it make. */
export function namesBefore({ before, declaration }: Cursor): readonly NearName[] {
  if (declaration < 0) return [];
  const scopes: NearName[][] = [[]];
  const add = (name: string | undefined, kind: NearName['kind'], type = '') => {
    if (name !== undefined && /^\w+$/.test(name)) scopes[scopes.length - 1]?.push({ name, kind, type });
  };
  let inBody = false;
  let loop: readonly string[] = [];
  for (let i = declaration + 1; i < before.length; i++) {
    const token = before[i];
    const next = before[i + 1];
    if (!token || !next) break;
    const type = token.tokenType;
    if (type === t.LeftBrace) {
      inBody = true;
      scopes.push([]);
      for (const name of loop) add(name, 'value');
      loop = [];
    } else if (type === t.RightBrace) {
      if (scopes.length > 1) scopes.pop();
    } else if (!inBody && isName(type) && next.tokenType === t.Colon) {
      add(token.image, 'parameter', typeText(before, i + 2));
    } else if (!inBody && isName(type) && insideShape(before, i)) add(token.image, 'value');
    else if (type === t.keyword.let) for (const name of patternAt(before, i + 1)) add(name, 'value');
    else if (type === t.keyword.for) loop = patternAt(before, i + 1);
    else if (type === t.keyword.as || type === t.keyword.input) add(next.image, 'tensor');
    else if (type === t.Shared && isName(next.tokenType)) add(next.image, 'shared');
  }
  return scopes.flat();
}

/** Whether a name stands alone between brackets and commas, as the sizes of a signature do. */
function insideShape(before: readonly IToken[], i: number): boolean {
  const left = before[i - 1]?.tokenType;
  const right = before[i + 1]?.tokenType;
  return (left === t.LeftBracket || left === t.Comma) && (right === t.RightBracket || right === t.Comma);
}

function typeText(before: readonly IToken[], from: number): string {
  const words: string[] = [];
  let depth = 0;
  for (let i = from; i < before.length; i++) {
    const token = before[i];
    if (!token) break;
    const type = token.tokenType;
    if (depth === 0 && (type === t.Comma || type === t.Assign || type === t.RightParen)) break;
    if (openers.has(type)) depth++;
    if (closers.has(type)) depth--;
    words.push(token.image);
  }
  return words.join(' ');
}

function patternAt(before: readonly IToken[], from: number): string[] {
  const names: string[] = [];
  for (let i = from; i < before.length; i++) {
    const token = before[i];
    if (!token || token.tokenType === t.Assign || token.tokenType === t.keyword.in) break;
    if (isName(token.tokenType)) names.push(token.image);
  }
  return names;
}
