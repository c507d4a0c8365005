import type { IToken } from 'chevrotain';
import { isName } from '../parser/recovery.ts';
import * as t from '../parser/tokens.ts';
import { type Cursor, isCloser, isOpener, outerTokens } from './cursor.ts';
import { isComplete, statementStart } from './slot.ts';

/** A name that the text before the cursor makes. */
export interface NearName {
  readonly name: string;
  readonly kind: 'parameter' | 'value' | 'tensor' | 'shared';
  /** Of a parameter: its type as written. */
  readonly type: string;
}

/** The names of the body around the cursor: parameters, sizes of the signature, and what statements before it make. */
export function namesBefore(text: string, cursor: Cursor): readonly NearName[] {
  const { before, declaration, open } = cursor;
  if (declaration < 0) return [];
  /** One for each brace and each list that is open; what a comprehension binds ends with it. */
  const scopes: NearName[][] = [[]];
  const add = (name: string | undefined, kind: NearName['kind'], type = '') => {
    if (name !== undefined && /^\w+$/.test(name)) scopes.at(-1)?.push({ name, kind, type });
  };
  // What is being declared is not there yet.
  const brace = open.findLast((at) => before[at]?.tokenType === t.LeftBrace) ?? declaration;
  const current = isComplete(text, cursor) ? -1 : statementStart(text, cursor, brace);
  const own = parameterBeingWritten(cursor);
  let inBody = false;
  let parens = 0;
  let loop: readonly string[] = [];
  for (let i = declaration + 1; i < before.length; i++) {
    const token = before[i];
    const next = before[i + 1];
    if (!token) break;
    const type = token.tokenType;
    if (type === t.LeftParen) parens++;
    else if (type === t.RightParen) parens--;
    else if (type === t.LeftBracket) scopes.push([]);
    else if (type === t.LeftBrace) {
      inBody = true;
      scopes.push([]);
      for (const name of loop) add(name, 'value');
      loop = [];
    } else if (type === t.RightBrace || type === t.RightBracket) {
      const closed = scopes.length > 1 ? scopes.pop() : [];
      // The sizes of a signature are known behind its brackets.
      if (!inBody) scopes.at(-1)?.push(...(closed ?? []));
    } else if (!inBody && isName(type) && next?.tokenType === t.Colon) {
      if (token !== own) add(token.image, 'parameter', typeText(before, i + 2));
    } else if (!inBody && parens === 0 && isName(type) && insideShape(before, i)) add(token.image, 'value');
    else if (type === t.keyword.let && i !== current)
      for (const name of patternAt(before, i + 1)) add(name, 'value');
    else if (type === t.keyword.for && isInList(before, i))
      for (const name of patternAt(before, i + 1)) add(name, 'value');
    else if (type === t.keyword.for) loop = patternAt(before, i + 1);
    else if (type === t.keyword.as || type === t.keyword.input) add(next?.image, 'tensor');
    else if (type === t.Shared && next && isName(next.tokenType) && i !== current) add(next.image, 'shared');
  }
  return scopes.flat();
}

/** The name of the parameter whose type or default the cursor stands in. */
function parameterBeingWritten(cursor: Cursor): IToken | undefined {
  const { before, declaration, open } = cursor;
  const [paren] = open;
  if (paren !== declaration + 2 || before[paren]?.tokenType !== t.LeftParen) return undefined;
  const outer = outerTokens(cursor, paren);
  return outer[outer.findLastIndex(({ tokenType }) => tokenType === t.Comma) + 1];
}

/** Whether a `for` is one of a comprehension: nothing but values stands between it and a `[`. */
function isInList(before: readonly IToken[], at: number): boolean {
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    const type = before[i]?.tokenType;
    if (type === t.LeftBrace || type === t.RightBrace) return false;
    if (type === t.RightBracket || type === t.RightParen) depth++;
    else if ((type === t.LeftBracket || type === t.LeftParen) && --depth < 0) return type === t.LeftBracket;
  }
  return false;
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
    if (isOpener(type)) depth++;
    if (isCloser(type)) depth--;
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
