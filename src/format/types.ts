import { builders } from 'prettier/doc';
import type * as ast from '../parser/ast.ts';
import { oneALine, takeBracketed, takeParenthesised } from './brackets.ts';
import { type Cursor, closing, nextToken, separator, space, take, takeAt } from './cursor.ts';
import type { Doc } from './documents.ts';

const { group, indent, line, softline } = builders;

export function pattern(cursor: Cursor, node: ast.Pattern): Doc {
  if (node.kind !== 'tuple-pattern') return takeAt(cursor, node.span);
  return oneALine(takeBracketed(cursor, ['(', ')'], node.items, (item) => pattern(cursor, item)));
}

export function type(cursor: Cursor, node: ast.TypeExpression): Doc {
  if (isParenthesised(cursor, node)) return takeParenthesised(cursor, () => type(cursor, node));
  switch (node.kind) {
    case 'named-type':
    case 'literal-type':
      return takeAt(cursor, node.span);
    case 'list-type': {
      const open = take(cursor, '[');
      const inner = [separator(cursor, softline), type(cursor, node.item)];
      const { comments, line: last } = closing(cursor, softline);
      return group([open, indent([inner, comments]), last, take(cursor, ']')]);
    }
    case 'tuple-type':
      return oneALine(takeBracketed(cursor, ['(', ')'], node.items, (item) => type(cursor, item)));
    case 'union-type': {
      const [first, ...others] = node.options;
      const head = first ? type(cursor, first) : '';
      const rest = others.map((option) => [
        separator(cursor, line),
        take(cursor, '|'),
        space(cursor),
        type(cursor, option),
      ]);
      return group([head, indent(rest)]);
    }
  }
}

/** Whether the next token opens parentheses around the whole type; those of a tuple are its own. */
function isParenthesised(cursor: Cursor, node: ast.TypeExpression): boolean {
  const token = nextToken(cursor);
  if (token?.image !== '(' || (node.kind === 'tuple-type' && node.span.start === token.start)) return false;
  const closer = cursor.tokens[cursor.closers.get(cursor.at) ?? -1];
  return closer !== undefined && closer.start >= node.span.end;
}
