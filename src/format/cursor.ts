import { builders } from 'prettier/doc';
import type { Comment } from '../parser/ast.ts';
import { commentOf } from '../parser/parse.ts';
import { archLexer } from '../parser/tokens.ts';
import type { SourceFile, Span } from '../source/source.ts';
import type { Doc } from './documents.ts';

const { breakParent, hardline, ifBreak, lineSuffix } = builders;

/** A token, or a run of characters that mean nothing. */
export interface Token {
  readonly image: string;
  readonly start: number;
  readonly end: number;
}

/** Where syntax errors lie, and which of them are braces that are never closed. */
export interface Problems {
  readonly places: readonly number[];
  readonly braces: readonly number[];
}

/**
 * The tokens and comments of a source while they are laid out. The tree says how, but every token is taken from here,
 * in its order and once, with the comments around it: so none can be lost.
 */
export interface Cursor {
  readonly source: SourceFile;
  readonly width: number;
  readonly tokens: readonly Token[];
  /** For each bracket that opens, by its index, the one that closes it. */
  readonly closers: ReadonlyMap<number, number>;
  readonly comments: readonly Comment[];
  readonly problems: Problems;
  /** The next token, and the next comment. */
  at: number;
  comment: number;
  /** Comments that a comma has been moved in front of. */
  deferred: readonly Comment[];
  /** The comment behind the last token, on its line. */
  behind: Comment | undefined;
  /** A comment ends the line, so that nothing may follow on it. */
  pending: boolean;
  /** How many bodies are open. */
  depth: number;
  /** The tokens are not those that the tree speaks of: the text is broken here. */
  lost: boolean;
}

export function cursorOver(source: SourceFile, problems: Problems, width: number): Cursor {
  const lexed = archLexer().tokenize(source.text);
  const tokens = [...lexed.tokens, ...(lexed.groups.unexpected ?? [])].map(({ image, startOffset }) => ({
    image,
    start: startOffset,
    end: startOffset + image.length,
  }));
  if (lexed.groups.unexpected) tokens.sort((a, b) => a.start - b.start);
  return {
    source,
    width,
    tokens,
    closers: matchBrackets(tokens),
    // Those too that the parser reads as divisions: here they are text like any other.
    comments: (lexed.groups.comments ?? []).map((token) => commentOf(source, token)),
    problems,
    at: 0,
    comment: 0,
    deferred: [],
    behind: undefined,
    pending: false,
    depth: 0,
    lost: false,
  };
}

function matchBrackets(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const closers = new Map<number, number>();
  const open: number[] = [];
  for (const [i, { image }] of tokens.entries()) {
    if (image === '(' || image === '[' || image === '{') open.push(i);
    else if (image === ')' || image === ']' || image === '}') {
      const opener = open.pop();
      if (opener !== undefined) closers.set(opener, i);
    }
  }
  return closers;
}

// ─── what comes next ─────────────────────────────────────────────────────────────────────────────────────────────

export function nextToken(cursor: Cursor): Token | undefined {
  return cursor.tokens[cursor.at];
}

/** Where the next token begins, or the file ends. */
function tokenStart({ tokens, at, source }: Cursor): number {
  return tokens[at]?.start ?? source.text.length;
}

/** Where the next token, or a comment before it, begins. */
export function nextStart(cursor: Cursor): number {
  const comment = cursor.deferred[0] ?? cursor.comments[cursor.comment];
  return Math.min(comment?.span.start ?? Number.POSITIVE_INFINITY, tokenStart(cursor));
}

export function isNext(cursor: Cursor, image: string): boolean {
  return nextToken(cursor)?.image === image;
}

/** Whether something stands between here and the next token that ends the line. */
export function mustBreak(cursor: Cursor): boolean {
  return cursor.pending || cursor.behind !== undefined || nextStart(cursor) < tokenStart(cursor);
}

export function hasNewline(cursor: Cursor, from: number, to: number): boolean {
  const at = cursor.source.text.indexOf('\n', from);
  return at >= 0 && at < to;
}

export function hasComment(cursor: Cursor, from: number, to: number): boolean {
  return cursor.comments.some(({ span }) => span.start >= from && span.start < to);
}

/** Whether a line without text stands before an offset. */
export function hasBlankLine({ source }: Cursor, before: number): boolean {
  let lines = 0;
  for (let at = before - 1; at >= 0 && lines < 2; at--) {
    const character = source.text[at] ?? '';
    if (!' \t\r\n\uFEFF'.includes(character)) return false;
    if (character === '\n') lines++;
  }
  return lines === 2;
}

// ─── taking tokens ───────────────────────────────────────────────────────────────────────────────────────────────

/** The next token, on the line of the one before it wherever a comment lets it. */
export function take(cursor: Cursor, image?: string): Doc {
  const token = nextToken(cursor);
  if (!token || (image !== undefined && token.image !== image)) {
    cursor.lost = true;
    return '';
  }
  const before = mustBreak(cursor) ? [endOfLine(cursor), hardline, leading(cursor)] : '';
  cursor.at++;
  cursor.behind = commentBehind(cursor, token.end);
  cursor.pending = false;
  return before === '' ? token.image : [before, token.image];
}

/** The token that makes up a name, a number, a string. */
export function takeAt(cursor: Cursor, { start, end }: Span): Doc {
  const token = nextToken(cursor);
  if (token?.start === start && token.end === end) return take(cursor);
  cursor.lost = true;
  return '';
}

/** A space, where no comment ends the line. */
export function space(cursor: Cursor): Doc {
  return mustBreak(cursor) ? '' : ' ';
}

/** The place in front of the next token where a line may end; it does where a comment stands. */
export function separator(cursor: Cursor, kind: Doc): Doc {
  if (!mustBreak(cursor)) return kind;
  const before = endOfLine(cursor);
  cursor.pending = false;
  return [before, hardline, leading(cursor)];
}

/** The comment that ends the line, if there is one: the next place where a line may end must end it. */
export function endOfLine(cursor: Cursor): Doc {
  const { behind } = cursor;
  if (!behind) return '';
  cursor.behind = undefined;
  cursor.pending = true;
  return lineSuffix(` ${textOf(cursor, behind)}`);
}

/** A comma. Comments in front of it go behind it, since nothing would show what they belong to. */
export function comma(cursor: Cursor): Doc {
  if (!isNext(cursor, ',')) cursor.lost = true;
  dropComma(cursor);
  return [',', endOfLine(cursor)];
}

/** A comma behind the last of a list: only where its lines are broken. */
export function lastComma(cursor: Cursor, list: symbol): Doc {
  dropComma(cursor);
  return [ifBreak(',', '', { groupId: list }), endOfLine(cursor)];
}

/** Goes over a comma, if there is one. */
export function dropComma(cursor: Cursor): void {
  const token = nextToken(cursor);
  if (token?.image !== ',') return;
  cursor.deferred = [...cursor.deferred, ...commentsBefore(cursor, token.start)];
  cursor.at++;
  const behind = commentBehind(cursor, token.end);
  if (!behind) return;
  if (!cursor.behind && !cursor.pending && cursor.deferred.length === 0) cursor.behind = behind;
  else cursor.deferred = [...cursor.deferred, behind];
}

/** What comes before a closing bracket: comments, to be indented, and how the line before it ends. */
export function closing(
  cursor: Cursor,
  kind: Doc,
  isEmpty = false,
): { readonly comments: Doc; readonly line: Doc } {
  const before = endOfLine(cursor);
  const comments = ownComments(cursor);
  const line = cursor.pending || comments.length > 0 ? hardline : kind;
  cursor.pending = false;
  const lines = comments.map((comment, i) => [
    hardline,
    hasBlankLine(cursor, comment.span.start) && !(isEmpty && i === 0) ? hardline : '',
    textOf(cursor, comment),
  ]);
  return { comments: [before, lines], line };
}

/** Everything up to an offset, as it was written; its other lines keep their places below the first. */
export function verbatim(cursor: Cursor, end: number): Doc {
  return verbatimFrom(cursor, end, columnOf(cursor, tokenStart(cursor)));
}

/** Everything up to an offset with the place that each of its lines has. */
export function untouched(cursor: Cursor, end: number): Doc {
  const { text } = cursor.source;
  const start = tokenStart(cursor);
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return [before.trim() === '' ? before : '', verbatimFrom(cursor, end, 0)];
}

function verbatimFrom(cursor: Cursor, end: number, column: number): Doc {
  const [first = '', ...lines] = cursor.source.text.slice(tokenStart(cursor), end).split(/\r?\n/);
  while (tokenStart(cursor) < end) cursor.at++;
  while ((cursor.comments[cursor.comment]?.span.start ?? end) < end) cursor.comment++;
  cursor.behind = commentBehind(cursor, end);
  cursor.pending = false;
  const below = lines.map((line) => {
    const text = line.trimStart();
    return [hardline, ' '.repeat(text === '' ? 0 : Math.max(0, line.length - text.length - column)), text];
  });
  return [first, below];
}

/** The column of an offset; of what does not begin its line, the one that a body on that line has. */
export function columnOf({ source }: Cursor, offset: number): number {
  const before = source.text.slice(source.text.lastIndexOf('\n', offset - 1) + 1, offset);
  const given = before.length - before.trimStart().length;
  return before.trim() === '' ? given : given + 2;
}

// ─── comments ────────────────────────────────────────────────────────────────────────────────────────────────────

function textOf({ source }: Cursor, { span }: Comment): string {
  return source.text.slice(span.start, span.end);
}

/** The comments on lines of their own before the next token, each with the end of its line. */
function leading(cursor: Cursor): Doc {
  const comments = ownComments(cursor);
  return comments.map((comment, i) => {
    const next = comments[i + 1]?.span.start ?? tokenStart(cursor);
    const belongs = comment.doc && comments[i + 1] === undefined && isDocumented(nextToken(cursor));
    return [
      textOf(cursor, comment),
      hardline,
      !belongs && hasBlankLine(cursor, next) ? hardline : '',
      breakParent,
    ];
  });
}

function isDocumented(token: Token | undefined): boolean {
  return token !== undefined && /^(?:const|fn|block|network|test)$/.test(token.image);
}

function ownComments(cursor: Cursor): readonly Comment[] {
  const comments = [...cursor.deferred, ...commentsBefore(cursor, tokenStart(cursor))];
  cursor.deferred = [];
  return comments;
}

function commentsBefore(cursor: Cursor, end: number): readonly Comment[] {
  const from = cursor.comment;
  while ((cursor.comments[cursor.comment]?.span.start ?? end) < end) cursor.comment++;
  return cursor.comments.slice(from, cursor.comment);
}

/** Takes the comment on the line of the token that ends here. */
function commentBehind(cursor: Cursor, end: number): Comment | undefined {
  const comment = cursor.comments[cursor.comment];
  const follows = comment && comment.span.start < tokenStart(cursor);
  if (!follows || hasNewline(cursor, end, comment.span.start)) return undefined;
  cursor.comment++;
  return comment;
}
