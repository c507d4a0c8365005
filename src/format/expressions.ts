import { builders } from 'prettier/doc';
import type * as ast from '../parser/ast.ts';
import {
  type Bracketed,
  holdsOneList,
  oneALine,
  opensLine,
  takeBracketed,
  takeParenthesised,
} from './brackets.ts';
import {
  type Cursor,
  closing,
  dropComma,
  mustBreak,
  nextToken,
  separator,
  space,
  take,
  takeAt,
} from './cursor.ts';
import { type Doc, flatText, flatWidth } from './documents.ts';
import { arrangeList, type Cells } from './tables.ts';
import { pattern } from './types.ts';

const { group, indent, line, softline } = builders;

/** Expressions of one text, and the entries of those that are tuples and lists, for the tables that they may be rows of. */
export interface Expressions {
  readonly cursor: Cursor;
  readonly cells: Cells;
}

export function expression(from: Expressions, node: ast.Expression): Doc {
  const { cursor } = from;
  if (isParenthesised(cursor, node)) {
    const doc = takeParenthesised(cursor, () => expression(from, node));
    from.cells.delete(node);
    return doc;
  }
  switch (node.kind) {
    case 'int':
    case 'float':
    case 'string':
    case 'bool':
    case 'none':
    case 'name':
    case 'symbol':
    case 'hole':
      return takeAt(cursor, node.span);
    case 'list':
      return list(from, node);
    case 'tuple': {
      const taken = takeBracketed(cursor, ['(', ')'], node.items, (item) => expression(from, item));
      return asRow(from, node, taken, oneALine(taken));
    }
    case 'comprehension':
      return comprehension(from, node);
    case 'call':
      return call(from, node);
    case 'index':
      return [expression(from, node.target), node.indices.map((index) => indexed(from, index))];
    case 'unary':
      return node.operator === '-'
        ? [take(cursor, '-'), expression(from, node.operand)]
        : [take(cursor, 'not'), space(cursor), expression(from, node.operand)];
    case 'binary':
      return binary(from, node);
    case 'conditional':
      return conditional(from, node);
  }
}

/**
 * Whether the next token opens parentheses around the whole expression. The tree does not hold them: those of
 * `(a + b) * c` close before the product ends, and those of a tuple are its own.
 */
function isParenthesised(cursor: Cursor, node: ast.Expression): boolean {
  const token = nextToken(cursor);
  if (token?.image !== '(' || (node.kind === 'tuple' && node.span.start === token.start)) return false;
  const closer = cursor.tokens[cursor.closers.get(cursor.at) ?? -1];
  return closer !== undefined && closer.start >= node.span.end;
}

export function list(from: Expressions, node: ast.ListExpression): Doc {
  const { cursor, cells } = from;
  const isOpened = opensLine(cursor);
  const taken = takeBracketed(cursor, ['[', ']'], node.items, (item) => expression(from, item));
  return asRow(from, node, taken, arrangeList(cells, node, taken, isOpened, roomFor(cursor)));
}

/** Keeps the cells of what may be a row of a table, which it is if it lies on one line. */
function asRow({ cells }: Expressions, node: ast.Expression, taken: Bracketed, doc: Doc): Doc {
  if (flatText(doc) !== undefined) {
    cells.set(
      node,
      taken.entries.map((entry) => entry.doc),
    );
  }
  return doc;
}

function comprehension(from: Expressions, node: ast.ComprehensionExpression): Doc {
  const { cursor } = from;
  const shouldBreak = opensLine(cursor);
  const open = take(cursor, '[');
  const inner: Doc[] = [separator(cursor, softline), expression(from, node.value)];
  for (const { pattern: each, iterable } of node.clauses) {
    inner.push(separator(cursor, line), take(cursor, 'for'), space(cursor), pattern(cursor, each));
    inner.push(space(cursor), take(cursor, 'in'), space(cursor), expression(from, iterable));
  }
  if (node.condition) {
    inner.push(separator(cursor, line), take(cursor, 'if'), space(cursor), expression(from, node.condition));
  }
  const { comments, line: last } = closing(cursor, softline);
  return group([open, indent([inner, comments]), last, take(cursor, ']')], { shouldBreak });
}

export function call(from: Expressions, node: ast.CallExpression): Doc {
  return [takeAt(from.cursor, node.callee.span), callArguments(from, node.args)];
}

export function callArguments(from: Expressions, args: readonly ast.Argument[]): Doc {
  const { cursor } = from;
  const [only] = args;
  if (args.length === 1 && only && holdsOneList(cursor)) {
    const inner = [take(cursor, '('), argument(from, only)];
    dropComma(cursor);
    return [inner, take(cursor, ')')];
  }
  return oneALine(takeBracketed(cursor, ['(', ')'], args, (each) => argument(from, each)));
}

function argument(from: Expressions, { name, value }: ast.Argument): Doc {
  const { cursor } = from;
  if (!name) return expression(from, value);
  return [
    takeAt(cursor, name.span),
    space(cursor),
    take(cursor, '='),
    space(cursor),
    expression(from, value),
  ];
}

function indexed(from: Expressions, index: ast.Expression): Doc {
  const { cursor } = from;
  const open = take(cursor, '[');
  const inner = [separator(cursor, softline), expression(from, index)];
  const { comments, line: last } = closing(cursor, softline);
  return group([open, indent([inner, comments]), last, take(cursor, ']')]);
}

/** Where it is too long, each operator begins a line; those that bind tighter are further in. */
function binary(from: Expressions, { first, rest }: ast.BinaryExpression): Doc {
  const { cursor } = from;
  const left = isOperators(cursor, first) ? indent(expression(from, first)) : expression(from, first);
  const steps = rest.map(({ operator, operand }): Doc => {
    if (operator === '..') return [take(cursor, '..'), expression(from, operand)];
    const before = separator(cursor, line);
    const words = operator.split(' ').map((word) => [take(cursor, word), space(cursor)]);
    return [before, words, expression(from, operand)];
  });
  return group([left, indent(steps)]);
}

/** Operators without parentheses around them. */
function isOperators(cursor: Cursor, node: ast.Expression): boolean {
  return node.kind === 'binary' && !isParenthesised(cursor, node);
}

/** Whether an expression that does not fit on a line has others further in, and no bracket that closes it. */
export function hangs(cursor: Cursor, node: ast.Expression): boolean {
  return isOperators(cursor, node) || (node.kind === 'conditional' && !isParenthesised(cursor, node));
}

/** Too long for one line, each `else` begins one, with the condition and the value behind it. */
function conditional(from: Expressions, node: ast.ConditionalExpression): Doc {
  return group([branch(from, node), indent(otherwise(from, node))]);
}

function branch(from: Expressions, node: ast.ConditionalExpression): Doc {
  const { cursor } = from;
  const head = [take(cursor, 'if'), space(cursor), expression(from, node.condition)];
  const then = [separator(cursor, line), take(cursor, 'then'), space(cursor), expression(from, node.then)];
  return group([head, indent(then)]);
}

function otherwise(from: Expressions, node: ast.ConditionalExpression): Doc {
  const { cursor } = from;
  const word = [separator(cursor, line), take(cursor, 'else'), space(cursor)];
  const { else: value } = node;
  if (value.kind !== 'conditional' || isParenthesised(cursor, value)) return [word, expression(from, value)];
  return [word, branch(from, value), otherwise(from, value)];
}

/** `= value`: a value that is too long begins the next line, unless it is better broken inside its own brackets. */
export function assigned(from: Expressions, value: ast.Expression): Doc {
  const { cursor } = from;
  const equals = take(cursor, '=');
  if (mustBreak(cursor)) return [equals, indent([separator(cursor, line), expression(from, value)])];
  const isWrapped = isParenthesised(cursor, value);
  const doc = expression(from, value);
  const isList = value.kind === 'list' || value.kind === 'comprehension' || value.kind === 'tuple';
  if (isList || isWrapped) return [equals, ' ', doc];
  if (value.kind === 'call' && flatWidth(doc) > roomFor(cursor)) return [equals, ' ', doc];
  return group([equals, indent([line, doc])]);
}

/** The longest text on a line of its own inside of a statement, indented once. */
function roomFor({ width, depth }: Cursor): number {
  return width - 2 * (depth + 1);
}
