import type { IToken, TokenType } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { type SourceFile, span } from '../source/source.ts';
import { endsOperand } from './limits.ts';
import * as t from './tokens.ts';

const divisor = /^\/\/[ \t]*([A-Za-z_][A-Za-z0-9_]*|\d[\d_.]*)[ \t]*([)\]}][ \t)\]},]*)?$/;

/** So many are reported and mended; in a text with more, the rest are comments. */
const MOST = 20;
/** How far back an operand is followed over its brackets. */
const REACH = 400;

export interface SlashReading {
  readonly diagnostics: readonly Diagnostic[];
  /** The comments meant as divisions. */
  readonly mistaken: ReadonlySet<IToken>;
}

/**
 * Finds comments that were meant as Python's integer division: right after an operand on the same line, with only a
 * number or the name of a value in scope behind the slashes. The scopes are followed over the tokens, since the
 * closing brackets that the comment swallowed would otherwise spoil the tree.
 */
export function findDivisions(
  source: SourceFile,
  tokens: readonly IToken[],
  comments: readonly IToken[],
): SlashReading {
  const candidates = comments.filter(
    (comment) => !beginsLine(source, comment) && divisor.test(comment.image.trimEnd()),
  );
  if (candidates.length === 0) return { diagnostics: [], mistaken: new Set() };
  const diagnostics: Diagnostic[] = [];
  const mistaken = new Set<IToken>();
  const scopes: Set<string>[] = [new Set()];
  let header = new Set<string>();
  let next = 0;
  for (let i = 0; i <= tokens.length && mistaken.size < MOST; i++) {
    const token = tokens[i];
    for (
      let comment = candidates[next];
      comment && mistaken.size < MOST && comment.startOffset < (token?.startOffset ?? Infinity);
      comment = candidates[++next]
    ) {
      const [, name = ''] = divisor.exec(comment.image.trimEnd()) ?? [];
      const inScope = /^\d/.test(name) || header.has(name) || scopes.some((scope) => scope.has(name));
      const left = tokens[i - 1];
      if (!left || !inScope || !isOperand(tokens, i - 1) || hasNewline(source, left, comment)) continue;
      mistaken.add(comment);
      const text = operandText(source, tokens, i - 1);
      diagnostics.push(
        diagnostic(
          'ARC0016',
          span(source, comment.startOffset, comment.startOffset + 2),
          { left: text, right: name },
          {
            label: 'everything from here on is a comment',
          },
        ),
      );
    }
    if (!token) break;
    header = follow(tokens, i, token, scopes, header);
  }
  return { diagnostics, mistaken };
}

function beginsLine({ text }: SourceFile, { startOffset }: IToken): boolean {
  let at = startOffset - 1;
  while (text[at] === ' ' || text[at] === '\t') at--;
  return at < 0 || text[at] === '\n';
}

/** Declared names: parameters and patterns belong to the body that follows, `let` and `const` to the scope around. */
function follow(
  tokens: readonly IToken[],
  i: number,
  token: IToken,
  scopes: Set<string>[],
  header: Set<string>,
): Set<string> {
  const type = token.tokenType;
  if (type === t.LeftBrace) {
    scopes.push(header);
    return new Set();
  }
  if (type === t.RightBrace && scopes.length > 1) scopes.pop();
  const current = scopes[scopes.length - 1];
  const after = tokens[i + 1];
  if (type === t.keyword.let || type === t.keyword.const) {
    for (const name of patternNames(tokens, i + 1, t.Assign)) current?.add(name);
  } else if (type === t.keyword.for) {
    for (const name of patternNames(tokens, i + 1, t.keyword.in)) header.add(name);
  } else if (type === t.keyword.fn || type === t.keyword.block || type === t.keyword.network) {
    return new Set();
  } else if (
    after?.tokenType === t.Colon &&
    (tokens[i - 1]?.tokenType === t.LeftParen || tokens[i - 1]?.tokenType === t.Comma)
  ) {
    header.add(token.image);
  }
  return header;
}

function* patternNames(tokens: readonly IToken[], from: number, end: TokenType): Iterable<string> {
  for (let i = from; i < tokens.length && i < from + 64; i++) {
    const token = tokens[i];
    if (!token || token.tokenType === end) return;
    if (/^[A-Za-z_]/.test(token.image)) yield token.image;
  }
}

/** Whether the token ends an operand of an expression, rather than a layer call, a name after `as`, or an output. */
function isOperand(tokens: readonly IToken[], at: number): boolean {
  const token = tokens[at];
  if (!endsOperand(token)) return false;
  const start = operandStart(tokens, at);
  const before = tokens[start - 1]?.tokenType;
  if (before === undefined) return false;
  if (before === t.keyword.as || before === t.keyword.output || before === t.keyword.input) return false;
  const opensExpression = [
    t.Assign,
    t.LeftParen,
    t.LeftBracket,
    t.Comma,
    t.keyword.repeat,
    t.keyword.in,
    t.keyword.require,
  ];
  const operators = [
    t.keyword.if,
    t.keyword.then,
    t.keyword.else,
    t.keyword.and,
    t.keyword.or,
    t.keyword.not,
  ];
  return (
    [...opensExpression, ...operators].includes(before) ||
    ((tokens[start - 1]?.tokenType.CATEGORIES?.length ?? 0) > 0 && !endsOperand(tokens[start - 1]))
  );
}

/** The first token of the operand that ends at `at`: over brackets, and over the name in front of them. */
function operandStart(tokens: readonly IToken[], at: number): number {
  let i = at;
  for (;;) {
    const type = tokens[i]?.tokenType;
    if (type !== t.RightParen && type !== t.RightBracket) return i;
    let depth = 0;
    for (; i >= Math.max(at - REACH, 0); i--) {
      const each = tokens[i]?.tokenType;
      if (each === t.RightParen || each === t.RightBracket) depth++;
      else if ((each === t.LeftParen || each === t.LeftBracket) && --depth === 0) break;
    }
    if (i > 0 && endsOperand(tokens[i - 1])) i--;
    else return Math.max(i, 0);
  }
}

function operandText(source: SourceFile, tokens: readonly IToken[], at: number): string {
  const first = tokens[operandStart(tokens, at)];
  const last = tokens[at];
  return first && last ? source.text.slice(first.startOffset, last.startOffset + last.image.length) : '';
}

function hasNewline(source: SourceFile, left: IToken, comment: IToken): boolean {
  return source.text.slice(left.startOffset + left.image.length, comment.startOffset).includes('\n');
}
