import type { IToken } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { type SourceFile, type Span, span } from '../source/source.ts';
import * as t from './tokens.ts';

/** Brackets, prefix operators, `**` and `if`s inside one another (LANGUAGE §2). */
export const MAX_NESTING = 100;
/** Operators in a row. */
export const MAX_OPERATORS = 1000;

interface Frame {
  /** Prefix operators and `**` of the current operand, each of which recurses into its operand. */
  prefixes: number;
  /** `if … then` of the current expression, and `else if` of the current statement. */
  conditionals: number;
  operators: number;
  /** Opened by `(` or `[`. */
  readonly inExpression: boolean;
}

function newFrame(inExpression: boolean): Frame {
  return { prefixes: 0, conditionals: 0, operators: 0, inExpression };
}

const openers = new Set([t.LeftParen, t.LeftBracket, t.LeftBrace]);
const closers = new Set([t.RightParen, t.RightBracket, t.RightBrace]);
/** After these no expression goes on. */
const breaks = new Set(
  [t.Comma, t.Assign, t.Colon, t.Arrow].concat(
    (
      [
        'let',
        'require',
        'expect',
        'input',
        'output',
        'repeat',
        'for',
        'const',
        'fn',
        'block',
        'network',
        'test',
      ] as const
    ).map((word) => t.keyword[word]),
  ),
);

/**
 * Counts nesting and runs of operators over the tokens, before any code that recurses sees them, and says where the
 * first limit is passed. What it lets through keeps every later recursion shallow.
 */
export function checkLimits(source: SourceFile, tokens: readonly IToken[]): Diagnostic | undefined {
  const frames: Frame[] = [newFrame(false)];
  let depth = 0;
  let previous: IToken | undefined;
  for (const token of tokens) {
    const type = token.tokenType;
    const frame = frames[frames.length - 1] ?? newFrame(false);
    if (previous?.tokenType === t.RightBrace && type !== t.keyword.else) frame.conditionals = 0;
    if (openers.has(type)) {
      depth += frame.prefixes + frame.conditionals + 1;
      frames.push(newFrame(type !== t.LeftBrace));
    } else if (closers.has(type)) {
      if (frames.length > 1) {
        frames.pop();
        const outer = frames[frames.length - 1];
        if (outer) depth -= outer.prefixes + outer.conditionals + 1;
      }
    } else if (type === t.keyword.for && frame.inExpression) {
      // The clauses of a comprehension nest: they count like operators.
      frame.operators++;
      frame.prefixes = 0;
    } else if (breaks.has(type)) {
      frame.prefixes = 0;
      frame.operators = 0;
      frame.conditionals = 0;
    } else if (type === t.keyword.if) {
      // An `if` that begins a statement is counted by its braces; `else if` and an `if` inside an expression nest.
      frame.conditionals =
        previous?.tokenType === t.keyword.else || !endsStatement(previous) ? frame.conditionals + 1 : 0;
      frame.prefixes = 0;
      frame.operators = 0;
    } else if (type === t.keyword.then || type === t.keyword.else) {
      frame.prefixes = 0;
      frame.operators = 0;
    } else if (type === t.Power || type === t.keyword.not || (type === t.Minus && !endsOperand(previous))) {
      frame.prefixes++;
      if (type === t.Power) frame.operators++;
    } else if (
      type === t.Bar ||
      type.CATEGORIES?.includes(t.Infix) ||
      type.CATEGORIES?.includes(t.Compare) ||
      isWordOperator(token)
    ) {
      frame.operators++;
      frame.prefixes = 0;
    }
    const current = frames[frames.length - 1] ?? frame;
    if (depth + current.prefixes + current.conditionals > MAX_NESTING) {
      return diagnostic(
        'ARC0014',
        placeOf(source, token),
        { limit: MAX_NESTING },
        { help: ['name an inner part with `let`, or make it a block or a function'] },
      );
    }
    if (frame.operators > MAX_OPERATORS) {
      return diagnostic(
        'ARC0015',
        placeOf(source, token),
        { limit: MAX_OPERATORS },
        { help: ['put the operands in a list and use `sum`, or name parts with `let`'] },
      );
    }
    previous = token;
  }
  return undefined;
}

function placeOf(source: SourceFile, token: IToken): Span {
  return span(source, token.startOffset, token.startOffset + token.image.length);
}

function isWordOperator(token: IToken): boolean {
  return (
    token.tokenType === t.keyword.and || token.tokenType === t.keyword.or || token.tokenType === t.keyword.in
  );
}

/** Whether a statement (or the iterable of a comprehension) may end with this token. */
function endsStatement(token: IToken | undefined): boolean {
  return (
    token === undefined ||
    token.tokenType === t.RightBrace ||
    token.tokenType === t.LeftBrace ||
    endsOperand(token)
  );
}

export function endsOperand(token: IToken | undefined): boolean {
  if (!token) return false;
  const type = token.tokenType;
  return (
    type === t.Identifier ||
    type === t.NumberLiteral ||
    type === t.StringLiteral ||
    type === t.RightParen ||
    type === t.RightBracket ||
    type === t.Underscore ||
    type === t.SizeSymbol ||
    type === t.keyword.true ||
    type === t.keyword.false ||
    type === t.keyword.none ||
    (type.CATEGORIES?.includes(t.Identifier) ?? false)
  );
}
