import { builders } from 'prettier/doc';
import type * as ast from '../parser/ast.ts';
import { type Aligned, aligned, oneALine, takeBracketed } from './brackets.ts';
import { type Cursor, hasComment, isNext, nextToken, separator, space, take, takeAt } from './cursor.ts';
import type { Doc } from './documents.ts';
import { assigned, type Expressions, expression, list } from './expressions.ts';
import { body } from './statements.ts';
import { type } from './types.ts';

const { group, ifBreak, indent, line } = builders;

export function declaration(from: Expressions, node: ast.Import | ast.Declaration): Doc {
  const { cursor } = from;
  switch (node.kind) {
    case 'import':
      return importDeclaration(from, node);
    case 'const':
      return [
        take(cursor, 'const'),
        space(cursor),
        takeAt(cursor, node.name.span),
        space(cursor),
        assigned(from, node.value),
      ];
    case 'fn': {
      const head = named(from, node.name);
      const given = parameters(from, node.name, node.parameters);
      const result = [space(cursor), take(cursor, '->'), space(cursor), type(cursor, node.result)];
      return [group([head, given.doc, result]), space(cursor), assigned(from, node.value)];
    }
    case 'block':
      return block(from, node);
    case 'network': {
      const head = named(from, node.name);
      const given = isNext(cursor, '(') ? parameters(from, node.name, node.parameters) : undefined;
      return headed(cursor, [head, given?.doc ?? ''], () => body(from, node.body), given?.isListed);
    }
    case 'test': {
      const head = named(from, node.name);
      const fails = node.fails
        ? [space(cursor), take(cursor, 'fails'), space(cursor), takeAt(cursor, node.fails.span)]
        : '';
      return [head, fails, space(cursor), group(body(from, node.body))];
    }
  }
}

/**
 * A head that is too long has its signature, and the brace that opens the body, on lines of their own; a signature that
 * is too long for one has two.
 */
function block(from: Expressions, node: ast.BlockDeclaration): Doc {
  const { cursor } = from;
  const { signature } = node;
  const name = named(from, node.name);
  const given = parameters(from, node.name, node.parameters);
  const head = [name, given.doc];
  if (!signature) return headed(cursor, head, () => body(from, node.body), given.isListed);
  const before = separator(cursor, line);
  const shapes = [
    [take(cursor, ':'), space(cursor), list(from, signature.input), separator(cursor, line)],
    [take(cursor, '->'), space(cursor), list(from, signature.output)],
  ];
  return headed(cursor, [head, indent([before, group(shapes)])], () => body(from, node.body));
}

/** A body stands on the line of its head only if the head needs no more than that line, or closes a list on it. */
function headed(cursor: Cursor, head: Doc, takeBody: () => Doc, isListed = false): Doc {
  if (isListed) return [head, space(cursor), group(takeBody())];
  const id = Symbol('head');
  const before = separator(cursor, line);
  const inner = takeBody();
  const under = ifBreak(group(inner, { shouldBreak: true }), group(inner), { groupId: id });
  return [group([head, before], { id }), under];
}

/** The word that begins a declaration, and its name. */
function named({ cursor }: Expressions, name: ast.Identifier): Doc {
  return [take(cursor), space(cursor), takeAt(cursor, name.span)];
}

function parameters(from: Expressions, name: ast.Identifier, nodes: readonly ast.Parameter[]): Aligned {
  const { cursor } = from;
  const start = nextToken(cursor)?.start ?? 0;
  const end = cursor.tokens[cursor.closers.get(cursor.at) ?? -1]?.start ?? start;
  const word = cursor.tokens[cursor.at - 2];
  const column = (word ? word.image.length + 1 : 0) + name.name.length + 1;
  const taken = takeBracketed(cursor, ['(', ')'], nodes, (node): Doc => {
    const typed = [takeAt(cursor, node.name.span), take(cursor, ':'), space(cursor), type(cursor, node.type)];
    if (!node.default) return typed;
    return [typed, space(cursor), take(cursor, '='), space(cursor), expression(from, node.default)];
  });
  return aligned(taken, column, cursor.width, hasComment(cursor, start, end));
}

function importDeclaration({ cursor }: Expressions, { names, from }: ast.Import): Doc {
  const word = [take(cursor, 'import'), space(cursor)];
  const listed = takeBracketed(
    cursor,
    ['{', '}'],
    names,
    ({ name, alias }): Doc => {
      const known = takeAt(cursor, name.span);
      return alias
        ? [known, space(cursor), take(cursor, 'as'), space(cursor), takeAt(cursor, alias.span)]
        : known;
    },
    line,
  );
  return [
    word,
    oneALine(listed),
    space(cursor),
    take(cursor, 'from'),
    space(cursor),
    takeAt(cursor, from.span),
  ];
}
