import { builders } from 'prettier/doc';
import type * as ast from '../parser/ast.ts';
import { oneALine, takeBracketed } from './brackets.ts';
import {
  type Cursor,
  closing,
  comma,
  endOfLine,
  hasBlankLine,
  hasNewline,
  isNext,
  nextStart,
  nextToken,
  separator,
  space,
  take,
  takeAt,
  verbatim,
} from './cursor.ts';
import type { Doc } from './documents.ts';
import { assigned, call, callArguments, type Expressions, expression, hangs, list } from './expressions.ts';
import { pattern } from './types.ts';
import { unitsOf } from './units.ts';

const { group, hardline, ifBreak, indent, line } = builders;

/** A body in its braces, on one line if the source has it there, it holds one statement at the most, and that fits. */
export function body(from: Expressions, node: ast.Body): Doc {
  const { cursor } = from;
  const { start, end } = node.span;
  const opener = nextToken(cursor);
  if (opener?.start !== start || cursor.source.text[end - 1] !== '}' || end - 1 === start) {
    cursor.lost = true;
    return '';
  }
  const open = take(cursor, '{');
  const units = unitsOf(cursor, node.statements, start + 1, end - 1);
  const isInline = !hasNewline(cursor, start, end) && units.length <= 1;
  const edge = isInline ? line : hardline;
  cursor.depth++;
  const inner = units.map((unit, i): Doc => {
    if (nextToken(cursor)?.start !== unit.start) cursor.lost = true;
    if (cursor.lost) return '';
    const before = i === 0 ? separator(cursor, edge) : nextLine(cursor);
    const doc = unit.statement ? statement(from, unit.statement) : verbatim(cursor, unit.end);
    if (cursor.tokens[cursor.at - 1]?.end !== unit.end) cursor.lost = true;
    return [before, doc];
  });
  cursor.depth--;
  const { comments, line: last } = closing(cursor, units.length === 0 ? '' : edge, units.length === 0);
  return [open, indent([inner, comments]), last, take(cursor, '}')];
}

/** The beginning of the next line, one below it if the source leaves lines free. */
export function nextLine(cursor: Cursor): Doc {
  const blank = hasBlankLine(cursor, nextStart(cursor)) ? hardline : '';
  return [endOfLine(cursor), blank, separator(cursor, hardline)];
}

function statement(from: Expressions, node: ast.Statement): Doc {
  const { cursor } = from;
  const word = () => [take(cursor), space(cursor)];
  const value = (node: ast.Expression) => expression(from, node);
  switch (node.kind) {
    case 'chain':
      return chain(from, node);
    case 'let':
      return [word(), pattern(cursor, node.pattern), space(cursor), assigned(from, node.value)];
    case 'shared':
      return [word(), takeAt(cursor, node.name.span), space(cursor), assigned(from, node.value)];
    case 'require':
      return require(from, node);
    case 'expect': {
      const head = [word(), takeAt(cursor, node.subject.span)];
      const args = node.args && oneALine(takeBracketed(cursor, ['(', ')'], node.args, value));
      const operator = [space(cursor), take(cursor, node.operator), space(cursor)];
      return [head, args ?? '', operator, value(node.value)];
    }
    case 'input': {
      const name = [word(), takeAt(cursor, node.name.span), take(cursor, ':'), space(cursor)];
      return [name, list(from, node.shape)];
    }
    case 'output': {
      const head = take(cursor, 'output');
      const names = node.names.map(({ span }, i) => [
        i === 0 ? space(cursor) : [comma(cursor), separator(cursor, line)],
        takeAt(cursor, span),
      ]);
      return group([head, indent(names)]);
    }
    case 'if':
      return conditional(from, node);
    case 'for': {
      const head = [word(), pattern(cursor, node.pattern), space(cursor), take(cursor, 'in'), space(cursor)];
      return [head, under(asked(from, node.iterable), body(from, node.body))];
    }
    case 'repeat':
      return [word(), under(asked(from, node.count), body(from, node.body))];
  }
}

function require(from: Expressions, { condition, message }: ast.RequireStatement): Doc {
  const { cursor } = from;
  const head = [take(cursor, 'require'), space(cursor), expression(from, condition)];
  if (!message) return head;
  const behind = comma(cursor);
  return group([head, behind, indent([separator(cursor, line), takeAt(cursor, message.span)])]);
}

/** What a body depends on, and the place in front of its brace: where it hangs over several lines, on the next one. */
function asked(from: Expressions, node: ast.Expression): Doc {
  const { cursor } = from;
  if (!hangs(cursor, node)) return [expression(from, node), space(cursor)];
  return group([expression(from, node), separator(cursor, line)], { id: Symbol('asked') });
}

/** Bodies stand on the line of what they depend on only if that needs no more than this line. */
function under(head: Doc, bodies: Doc): Doc {
  const groupId = typeof head === 'object' && 'type' in head && head.type === 'group' ? head.id : undefined;
  return [head, groupId === undefined ? group(bodies) : ifBreak(bodies, group(bodies), { groupId })];
}

/** All bodies on one line, or each on lines of its own. */
function conditional(from: Expressions, node: ast.IfStatement): Doc {
  const { cursor } = from;
  const word = () => [take(cursor, 'if'), space(cursor)];
  const otherwise = () => [space(cursor), take(cursor, 'else'), space(cursor)];
  const [first, ...others] = node.branches;
  const start = word();
  const head = first ? asked(from, first.condition) : '';
  const bodies: Doc[] = first ? [body(from, first.body)] : [];
  for (const { condition, body: each } of others)
    bodies.push(otherwise(), word(), asked(from, condition), body(from, each));
  if (node.else) bodies.push(otherwise(), body(from, node.else));
  return [start, under(head, bodies)];
}

/** `label: a() -> b() as name`; where it is too long, each arrow begins a line. */
function chain(from: Expressions, node: ast.Chain): Doc {
  const { cursor } = from;
  const label = node.label ? [takeAt(cursor, node.label.span), take(cursor, ':'), space(cursor)] : '';
  const hasBodies = node.elements.some((each) => 'body' in each);
  const [first, ...others] = node.elements.map((each, i): Doc => {
    if (i === 0) return element(from, each);
    const before = hasBodies ? space(cursor) : separator(cursor, line);
    return [before, take(cursor, '->'), space(cursor), element(from, each)];
  });
  const as = node.as ? [space(cursor), take(cursor, 'as'), space(cursor), takeAt(cursor, node.as.span)] : '';
  if (hasBodies) return [label, first ?? '', others, as];
  return [label, group([first ?? '', indent([others, as])])];
}

function element(from: Expressions, node: ast.Element): Doc {
  const { cursor } = from;
  switch (node.kind) {
    case 'flow':
    case 'name':
      return takeAt(cursor, node.span);
    case 'apply':
      return call(from, node.call);
    case 'residual':
    case 'parallel':
    case 'path': {
      const keyword = takeAt(cursor, node.keyword.span);
      const args = isNext(cursor, '(') ? callArguments(from, node.args) : '';
      const head = [keyword, args, space(cursor)];
      const inner = body(from, node.body);
      const other = node.kind === 'residual' ? node.shortcut : undefined;
      if (!other) return [head, group(inner)];
      return [
        head,
        group([inner, space(cursor), take(cursor, 'shortcut'), space(cursor), body(from, other)]),
      ];
    }
  }
}
