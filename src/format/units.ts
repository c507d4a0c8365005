import type * as ast from '../parser/ast.ts';
import { type Cursor, columnOf, hasNewline } from './cursor.ts';

/** A statement that can be laid out, or text that stays as it is since it is broken: from a token to the end of one. */
export interface Unit {
  readonly start: number;
  readonly end: number;
  readonly statement: ast.Statement | undefined;
}

/**
 * The statements between two offsets, and the text between them that errors have left over. What is broken takes in
 * what stands on its lines, and the lines below that are further in: the text around an error keeps its shape, and its
 * line ends, by which the parser finds its way.
 */
export function unitsOf(
  cursor: Cursor,
  statements: readonly ast.Statement[],
  start: number,
  end: number,
): readonly Unit[] {
  const isBroken = cursor.problems.places.some((problem) => problem >= start && problem <= end);
  if (!isBroken) return statements.map((statement) => unit(statement, true));
  const units: Unit[] = [];
  const add = (next: Unit) => {
    const last = units[units.length - 1];
    const isLevel = last && !hasNewline(cursor, last.end, next.start);
    const isMerged = isLevel && !(last.statement && next.statement);
    const isBelow = last && !last.statement && columnOf(cursor, next.start) > columnOf(cursor, last.start);
    if (isMerged || isBelow)
      units[units.length - 1] = { start: last.start, end: next.end, statement: undefined };
    else units.push(next);
  };
  let done = start;
  for (const statement of statements) {
    addBetween(cursor, done, statement.span.start, add);
    if (statement.span.start < done) continue;
    add(unit(statement, !isSpoiled(cursor, statement)));
    done = statement.span.end;
  }
  addBetween(cursor, done, end, add);
  return units;
}

function unit(statement: ast.Statement, isWhole: boolean): Unit {
  const { start, end } = statement.span;
  return { start, end, statement: isWhole ? statement : undefined };
}

/** The text in the bodies of a module that stays as it is, or moves as a whole. */
export function brokenUnits(cursor: Cursor, { declarations }: ast.Module): readonly Unit[] {
  const within = ({ statements, span: { start, end } }: ast.Body): readonly Unit[] =>
    unitsOf(cursor, statements, start + 1, end - 1).flatMap((each) =>
      each.statement ? bodiesOf(each.statement).flatMap(within) : [each],
    );
  return declarations.flatMap((each) => ('body' in each ? within(each.body) : []));
}

/** Each line of tokens that belong to no statement. */
function addBetween(cursor: Cursor, from: number, to: number, add: (unit: Unit) => void): void {
  for (const token of cursor.tokens) {
    if (token.start >= to) return;
    if (token.start >= from) add({ start: token.start, end: token.end, statement: undefined });
  }
}

/** Whether an error lies in a statement, and not in a body of it, which takes care of its own. */
function isSpoiled({ problems }: Cursor, statement: ast.Statement): boolean {
  const bodies = bodiesOf(statement);
  const { start, end } = statement.span;
  return problems.places.some(
    (problem) => problem >= start && problem <= end && !bodies.some((body) => isInside(problem, body)),
  );
}

export function isInside(offset: number, { span }: ast.Body): boolean {
  return offset > span.start && offset < span.end - 1;
}

export function bodiesOf(statement: ast.Statement): readonly ast.Body[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.map(({ body }) => body), ...(statement.else ? [statement.else] : [])];
    case 'for':
    case 'repeat':
      return [statement.body];
    case 'chain':
      return statement.elements.flatMap((element) => {
        if (!('body' in element)) return [];
        return 'shortcut' in element && element.shortcut ? [element.body, element.shortcut] : [element.body];
      });
    default:
      return [];
  }
}
