import { builders } from 'prettier/doc';
import { columnsOf } from '../diagnostics/render/width.ts';
import type * as ast from '../parser/ast.ts';
import { type Bracketed, filled, oneALine } from './brackets.ts';
import { type Doc, flatText } from './documents.ts';

const { ifBreak } = builders;

/** The entries of each tuple and list that can be written on one line. */
export type Cells = Map<ast.Expression, readonly Doc[]>;

type Row = Extract<ast.Expression, { kind: 'tuple' | 'list' }>;

/**
 * A list: on one line if it was written so and fits. A table of tuples or lists has a line for each row, with the
 * columns under one another; numbers and names stand side by side; anything else has a line for each.
 */
export function arrangeList(
  cells: Cells,
  { items }: ast.ListExpression,
  taken: Bracketed,
  isOpened: boolean,
  room: number,
): Doc {
  if (items.length === 0) return oneALine(taken);
  if (!items.every(isRow)) return items.every(isSimple) ? filled(taken, isOpened) : oneALine(taken, isOpened);
  const isTable = isOpened || taken.entries.some(({ beginsLine }) => beginsLine);
  // All rows or none: a row that is broken today could not be told from a short one tomorrow.
  const rows = items.every((item) => cells.has(item)) ? alignRows(cells, items) : [];
  const isAligned = rows.length > 0 && rows.every((row) => columnsOf(row) < room);
  const entries = taken.entries.map((entry, i) => {
    const row = isAligned ? rows[i] : undefined;
    return row === undefined ? entry : { ...entry, doc: ifBreak(row, entry.doc, { groupId: taken.id }) };
  });
  return oneALine({ ...taken, entries }, isTable);
}

function isRow(node: ast.Expression): node is Row {
  return (node.kind === 'tuple' || node.kind === 'list') && node.items.length > 0;
}

function isSimple(node: ast.Expression): boolean {
  return (
    isNumber(node) ||
    node.kind === 'string' ||
    node.kind === 'bool' ||
    node.kind === 'name' ||
    node.kind === 'symbol' ||
    node.kind === 'hole'
  );
}

/** What stands in a column of numbers. */
function isNumber(node: ast.Expression): boolean {
  if (node.kind === 'unary' && node.operator === '-') return isNumber(node.operand);
  return node.kind === 'int' || node.kind === 'float' || node.kind === 'none';
}

/** Each row as one line, its cells as wide as their columns. */
function alignRows(cells: Cells, rows: readonly Row[]): readonly string[] {
  const texts = rows.map((): string[] => []);
  const columns = Math.max(...rows.map(({ items }) => items.length));
  for (let column = 0; column < columns; column++) {
    const holders = [...rows.entries()].filter(([, { items }]) => items.length > column);
    const nodes = holders.flatMap(([, { items }]) => items[column] ?? []);
    const isNested = nodes.every((node) => isRow(node) && cells.has(node));
    const found = isNested
      ? alignRows(cells, nodes.filter(isRow))
      : holders.map(([, row]) => flatText(cells.get(row)?.[column] ?? '') ?? '');
    const width = Math.max(...found.map(columnsOf));
    const isNumeric = nodes.every(isNumber) && nodes.some(({ kind }) => kind !== 'none');
    for (const [i, [index, { items }]] of holders.entries()) {
      const text = found[i] ?? '';
      const comma = column === items.length - 1 ? '' : ',';
      const free = ' '.repeat(width - columnsOf(text));
      if (isNumeric) texts[index]?.push(`${free}${text}${comma}`);
      else texts[index]?.push(comma === '' ? text : `${text}${comma}${free}`);
    }
  }
  return rows.map(({ kind }, i) => {
    const inner = texts[i]?.join(' ') ?? '';
    return kind === 'tuple' ? `(${inner})` : `[${inner}]`;
  });
}
