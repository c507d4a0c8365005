import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { type Span, spanning } from '../source/source.ts';
import type { BinaryExpression, BinaryOperator, Expression } from './ast.ts';

/** A flat run of an expression, as the grammar reads it: prefixes, operands and operators in order. */
export type Piece =
  | { readonly kind: 'prefix'; readonly operator: '-' | 'not'; readonly span: Span }
  | { readonly kind: 'operand'; readonly expression: Expression }
  | { readonly kind: 'infix'; readonly operator: BinaryOperator; readonly span: Span };

/** From loosest to tightest; `not` stands between `and` and the comparisons, unary minus between `*` and `**`. */
const levels: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  in: 4,
  'not in': 4,
  '..': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
  '**': 9,
};
const NOT = 3;
const COMPARISON = 4;
const RANGE = 5;
const MINUS = 8;

interface Run {
  readonly pieces: readonly Piece[];
  at: number;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Builds the tree of a run by precedence climbing; undefined if an operand is missing (reported by the grammar). */
export function climb(pieces: readonly Piece[], report: (d: Diagnostic) => void): Expression | undefined {
  return operators({ pieces, at: 0, report }, 1);
}

function operators(run: Run, lowest: number): Expression | undefined {
  let left = prefixed(run, lowest);
  for (;;) {
    const piece = run.pieces[run.at];
    if (!left || piece?.kind !== 'infix' || levels[piece.operator] < lowest) return left;
    const level = levels[piece.operator];
    if (level === 9) {
      run.at++;
      // To the right: a ** b ** c is a ** (b ** c), and 2 ** -1 takes its minus.
      const operand = operators(run, MINUS);
      left = operand && binary(left, [{ operator: '**', operatorSpan: piece.span, operand }]);
    } else {
      left = sameLevel(run, left, level);
    }
  }
}

/** All operators of one level in a row, from the left. */
function sameLevel(run: Run, first: Expression, level: number): Expression | undefined {
  const rest: BinaryExpression['rest'][number][] = [];
  for (;;) {
    const piece = run.pieces[run.at];
    if (piece?.kind !== 'infix' || levels[piece.operator] !== level) break;
    if (rest.length === 1 && (level === COMPARISON || level === RANGE)) {
      run.report(
        diagnostic(
          'ARC0012',
          piece.span,
          {},
          {
            label: 'a second comparison or range',
            help: [
              level === COMPARISON
                ? 'write `a < b and b < c`, or put parentheses'
                : 'a range has two ends: `0..n`',
            ],
          },
        ),
      );
    }
    run.at++;
    const operand = operators(run, level + 1);
    if (!operand) return undefined;
    rest.push({ operator: piece.operator, operatorSpan: piece.span, operand });
  }
  return binary(first, rest);
}

function prefixed(run: Run, lowest: number): Expression | undefined {
  const piece = run.pieces[run.at];
  run.at++;
  if (piece?.kind === 'operand') return piece.expression;
  if (piece?.kind !== 'prefix') return undefined;
  const level = piece.operator === 'not' ? NOT : MINUS;
  if (lowest > level && piece.operator === 'not') {
    run.report(
      diagnostic(
        'ARC0013',
        piece.span,
        { word: 'not' },
        { help: ['put parentheses around `not` and its operand'] },
      ),
    );
  }
  const operand = operators(run, piece.operator === 'not' ? NOT : MINUS);
  return (
    operand && { kind: 'unary', operator: piece.operator, operand, span: spanning(piece.span, operand.span) }
  );
}

function binary(first: Expression, rest: BinaryExpression['rest']): Expression {
  const last = rest[rest.length - 1];
  return last ? { kind: 'binary', first, rest, span: spanning(first.span, last.operand.span) } : first;
}
