import type { IToken, TokenType } from 'chevrotain';
import { endsOperand } from '../parser/limits.ts';
import { isName } from '../parser/recovery.ts';
import * as t from '../parser/tokens.ts';
import { type Cursor, isCloser, isOpener, openerOf, outerTokens, tokenBefore, typeBefore } from './cursor.ts';

/** What could stand at a place, seen by the tokens before it alone. */
export type Slot =
  /** A new name, or something else that nobody can guess. */
  | { readonly kind: 'nothing' }
  /** One of a few words is due. */
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** A name between the braces of an import, which begins at an offset. */
  | { readonly kind: 'imported'; readonly start: number }
  | { readonly kind: 'declaration' | 'module' | 'code' | 'type' | 'shape' | 'metric' | 'output' }
  /** An element of a chain; a statement; a value. */
  | { readonly kind: 'element' | 'statement' | 'expression' };

const NOTHING: Slot = { kind: 'nothing' };
const STATEMENT: Slot = { kind: 'statement' };
const { keyword } = t;

export function slotAt(text: string, cursor: Cursor): Slot {
  const { before, declaration, open } = cursor;
  const imported = importSlot(cursor);
  if (imported) return imported;
  const word = before[declaration]?.tokenType;
  if (!word || isDone(text, cursor)) return topSlot(cursor);
  const isInBody = open.some((at) => before[at]?.tokenType === t.LeftBrace);
  return isInBody ? bodySlot(text, cursor) : headSlot(text, cursor, word);
}

// ─── outside of bodies ───────────────────────────────────────────────────────────────────────────────────────────

/** Inside of `import { … }`. */
function importSlot(cursor: Cursor): Slot | undefined {
  const word = cursor.before[(cursor.open.at(-1) ?? -1) - 1];
  if (word?.tokenType !== keyword.import) return undefined;
  const last = typeBefore(cursor);
  if (last === keyword.as) return NOTHING;
  if (last === t.LeftBrace || last === t.Comma) return { kind: 'imported', start: word.startOffset };
  return { kind: 'words', words: typeBefore(cursor, 2) === keyword.as ? [] : ['as'] };
}

function topSlot(cursor: Cursor): Slot {
  const last = typeBefore(cursor);
  if (last === t.From) return { kind: 'module' };
  if (last === keyword.import) return NOTHING;
  const brace = last === t.RightBrace ? openerOf(cursor, cursor.before.length - 1) : -1;
  const isImport = cursor.before[brace - 1]?.tokenType === keyword.import;
  return isImport ? { kind: 'words', words: ['from'] } : { kind: 'declaration' };
}

/** Whether a `const` or `fn`, which no brace closes, is done on a line before. */
function isDone(text: string, cursor: Cursor): boolean {
  const word = cursor.before[cursor.declaration]?.tokenType;
  if ((word !== keyword.const && word !== keyword.fn) || cursor.open.length > 0) return false;
  return isComplete(text, cursor);
}

/** Whether an operand stands on a line before, and no `if` waits for more, so that something new may begin. */
export function isComplete(text: string, cursor: Cursor): boolean {
  const last = tokenBefore(cursor);
  if (!last || !endsOperand(last)) return false;
  if (!text.slice(endOf(last), cursor.offset - cursor.prefix.length).includes('\n')) return false;
  return dueInConditional(valueTokens(text, cursor).map(({ tokenType }) => tokenType)) === undefined;
}

/** The outer tokens of the value that is being written: behind the `=` of a declaration, or in a statement. */
function valueTokens(text: string, cursor: Cursor): readonly IToken[] {
  const { before, open, declaration } = cursor;
  const innermost = open.at(-1) ?? declaration;
  const isBody = before[innermost]?.tokenType === t.LeftBrace;
  return outerTokens(cursor, isBody ? statementStart(text, cursor, innermost) : innermost);
}

function endOf({ startOffset, image }: IToken): number {
  return startOffset + image.length;
}

/** In front of the body of a declaration, or in all of one that has none. */
function headSlot(text: string, cursor: Cursor, word: TokenType): Slot {
  const { before, declaration, open } = cursor;
  const last = before.length - 1;
  if (last === declaration) return NOTHING;
  if (word === keyword.test) {
    if (typeBefore(cursor) === t.Fails) return { kind: 'code' };
    return last === declaration + 1 ? { kind: 'words', words: ['fails'] } : NOTHING;
  }
  const [first] = open;
  if (first !== undefined && first === declaration + 2 && before[first]?.tokenType === t.LeftParen)
    return parameterSlot(text, cursor, first);
  const outer = outerTokens(cursor, declaration);
  const equals = outer.find(({ tokenType }) => tokenType === t.Assign);
  if (equals) return expressionSlot(text, cursor, before.indexOf(equals));
  if (word === keyword.fn && outer.some(({ tokenType }) => tokenType === t.Arrow)) return typeSlot(cursor);
  // The sizes of a signature.
  return word === keyword.block && open.length > 0 ? expressionSlot(text, cursor, declaration) : NOTHING;
}

/** A parameter is a name, `:` and a type, and may have `=` and a default. */
function parameterSlot(text: string, cursor: Cursor, paren: number): Slot {
  const marks = outerTokens(cursor, paren).filter(
    ({ tokenType }) => tokenType === t.Comma || tokenType === t.Colon || tokenType === t.Assign,
  );
  const mark = marks.at(-1)?.tokenType;
  if (mark === t.Assign) return expressionSlot(text, cursor, paren);
  return mark === t.Colon ? typeSlot(cursor) : NOTHING;
}

function typeSlot(cursor: Cursor): Slot {
  return endsOperand(tokenBefore(cursor)) ? NOTHING : { kind: 'type' };
}

// ─── in bodies ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Statements whose first word is followed by an expression, sooner or later. */
const withValue = new Set<TokenType | undefined>([
  keyword.let,
  keyword.require,
  keyword.expect,
  keyword.if,
  keyword.for,
  keyword.repeat,
  t.Shared,
]);

function bodySlot(text: string, cursor: Cursor): Slot {
  const { before, open } = cursor;
  const innermost = open.at(-1) ?? -1;
  if (before[innermost]?.tokenType !== t.LeftBrace)
    return isPattern(cursor, innermost) ? NOTHING : expressionSlot(text, cursor, innermost);
  const start = statementStart(text, cursor, innermost);
  const head = before[start]?.tokenType;
  const last = typeBefore(cursor);
  if (start > before.length - 1 || last === t.RightBrace || isComplete(text, cursor)) return STATEMENT;
  if (last === t.Arrow) return { kind: 'element' };
  if (last === t.Colon && head === keyword.input) return { kind: 'shape' };
  // A label is one name.
  if (last === t.Colon) return start === before.length - 2 ? { kind: 'element' } : NOTHING;
  if (last === keyword.as || last === keyword.input) return NOTHING;
  if (last === keyword.else && before[before.length - 2]?.tokenType === t.RightBrace)
    return { kind: 'words', words: ['if'] };
  if (head === keyword.output)
    return last === keyword.output || last === t.Comma ? { kind: 'output' } : NOTHING;
  if (!withValue.has(head)) return STATEMENT;
  if (last === keyword.expect) return { kind: 'metric' };
  const tokens = outerTokens(cursor, start);
  const said = tokens.map(({ tokenType }) => tokenType);
  if (head === keyword.expect && !tokens.some(isOperator)) return NOTHING;
  // The message of a `require` is a text.
  if (head === keyword.require && said.includes(t.Comma)) return NOTHING;
  const isNaming = head === keyword.let || head === t.Shared;
  if (isNaming && !said.includes(t.Assign)) return NOTHING;
  if (head === keyword.for && !said.includes(keyword.in)) return patternSlot(cursor);
  return expressionSlot(text, cursor, start);
}

/** Behind `for`: names, then `in`. */
function patternSlot(cursor: Cursor): Slot {
  return typeBefore(cursor) === keyword.for ? NOTHING : { kind: 'words', words: ['in'] };
}

/** Whether brackets hold the names that a `let` or a `for` makes. */
function isPattern(cursor: Cursor, bracket: number): boolean {
  const { before, open } = cursor;
  const behind = before[bracket - 1]?.tokenType;
  if (before[bracket]?.tokenType !== t.LeftParen || !behind || isName(behind)) return false;
  if (behind === keyword.let || behind === keyword.for) return true;
  const around = open[open.indexOf(bracket) - 1];
  return around !== undefined && isPattern(cursor, around);
}

/** The first token of the statement that is being written; beyond the last one where none is. */
export function statementStart(text: string, { before, open }: Cursor, brace: number): number {
  let depth = open.filter((at) => at > brace).length;
  for (let i = before.length - 1; i > brace; i--) {
    const token = before[i];
    const previous = before[i - 1];
    if (!token || !previous) break;
    if (isCloser(token.tokenType)) depth++;
    else if (isOpener(token.tokenType)) depth--;
    if (depth > 0) continue;
    const begins = text.slice(endOf(previous), token.startOffset).includes('\n');
    if (i === brace + 1 || (begins && !goesOn(previous) && !isContinuation(token, previous))) return i;
  }
  return before.length;
}

const between = new Set<TokenType>([
  ...(['and', 'or', 'in', 'then'] as const).map((word) => keyword[word]),
  t.Arrow,
]);

export function isOperator({ tokenType }: IToken): boolean {
  const kinds = tokenType.CATEGORIES ?? [];
  return kinds.includes(t.Infix) || kinds.includes(t.Compare) || between.has(tokenType);
}

/** Behind it the statement goes on, even on the next line. */
function goesOn(token: IToken): boolean {
  const { tokenType: type } = token;
  const words = type === keyword.not || type === keyword.if || type === keyword.else;
  return isOperator(token) || words || type === t.Assign || type === t.Comma || type === t.Colon;
}

function isContinuation(token: IToken, previous: IToken): boolean {
  const isElse = token.tokenType === keyword.else && previous.tokenType !== t.RightBrace;
  return isOperator(token) || isElse || token.tokenType === keyword.as;
}

// ─── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A value, or behind one the words that join it with another; `from`: what the expression lies behind. */
function expressionSlot(text: string, cursor: Cursor, from: number): Slot {
  const opener = cursor.open.at(-1);
  const around = opener === undefined ? from : Math.max(from, opener);
  const said = outerTokens(cursor, around).map(({ tokenType }) => tokenType);
  if (cursor.before[around]?.tokenType === t.LeftBracket) {
    const clause = said.slice(said.lastIndexOf(keyword.for));
    if (clause[0] === keyword.for && !clause.includes(keyword.in)) return patternSlot(cursor);
  }
  if (!endsOperand(tokenBefore(cursor))) return { kind: 'expression' };
  // Directly behind a number it is still being written.
  if (cursor.prefix === '' && /\w$/.test(text.slice(0, cursor.offset))) return NOTHING;
  return { kind: 'words', words: joining(said, cursor.before[around]?.tokenType === t.LeftBracket) };
}

function joining(said: readonly TokenType[], isList: boolean): readonly string[] {
  const isFiltered = isList && said.includes(keyword.for);
  const due = dueInConditional(said);
  return [
    ...(due && !(isFiltered && due === 'then') ? [due] : []),
    ...['and', 'or', 'in', 'not in'],
    ...(isList ? ['for'] : []),
    ...(isFiltered ? ['if'] : []),
  ];
}

/** What an `if` of an expression waits for. */
function dueInConditional(said: readonly TokenType[]): 'then' | 'else' | undefined {
  const count = (type: TokenType) => said.filter((each) => each === type).length;
  if (count(keyword.if) > count(keyword.then)) return 'then';
  return count(keyword.then) > count(keyword.else) ? 'else' : undefined;
}

/** What the statement begins with that is being written, or that stands before the cursor. */
export function statementHead(text: string, cursor: Cursor): TokenType | undefined {
  const brace = cursor.open.at(-1) ?? -1;
  return cursor.before[statementStart(text, cursor, brace)]?.tokenType;
}

/** Whether a statement makes values, or conditions, and no tensor. */
export function isCompileTime(head: TokenType | undefined): boolean {
  return withValue.has(head);
}

/** What a `{` belongs to: `residual`, `if`, `repeat`; undefined where it is the body of a declaration. */
export function bodyWord(cursor: Cursor, brace: number): string | undefined {
  const { before } = cursor;
  for (let i = brace - 1; i >= 0; i--) {
    const token = before[i];
    if (!token) return undefined;
    if (isCloser(token.tokenType)) i = openerOf(cursor, i);
    else if (isOpener(token.tokenType)) return undefined;
    else if (t.constructWords.some((word) => word === token.image)) return token.image;
    else if ([keyword.if, keyword.for, keyword.repeat, keyword.else].includes(token.tokenType))
      return token.image;
    if (token.tokenType === keyword.block || token.tokenType === keyword.network) return undefined;
  }
  return undefined;
}
