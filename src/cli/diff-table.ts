import { type Comparison, type PartChange, tally } from '../diff/compare.ts';
import type { Detail } from '../diff/details.ts';
import type { Costs } from '../ir/costs.ts';
import type { Graph } from '../ir/graph.ts';
import { formatShape } from '../ir/shape.ts';
import type { Branch } from '../ir/tree.ts';
import { grouped } from './figures.ts';
import { type Column, table } from './table.ts';
import { type Stream, type Style, styled } from './terminal.ts';

/** What the two sides are called: a file, and what is special about it. */
export interface Sides {
  readonly before: string;
  readonly after: string;
}

interface Row {
  readonly cells: readonly string[];
  readonly style: Style | undefined;
}

const columns: readonly Column[] = [
  { title: '  part' },
  { title: 'what differs' },
  { title: 'output' },
  { title: 'parameters', right: true },
  { title: '±', right: true },
  { title: 'MACs', right: true },
  { title: '±', right: true },
];

/** More kinds of differences than this are counted, where those of a whole part stand in one line. */
const SHOWN = 3;

const NOTHING: Costs = { params: 0, macs: 0 };

export function drawComparison(out: Stream, comparison: Comparison, sides: Sides, depth: number): string {
  const { before, after, costs, details, parts, isEqual } = comparison;
  if (isEqual) {
    const titles = [titleOf(before, sides.before), titleOf(after, sides.after)];
    const [one, other] = titles.map((title) => styled(out, 'strong', title));
    return `${one} and ${other} do not differ: ${figures(costs.after)}\n`;
  }
  const rows = rowsOf(parts, 0, depth);
  const totals = ['  total', '', '', ...costCells(costs.before, costs.after)];
  const { added, removed, changed, same } = tally(comparison);
  return [
    styled(out, 'bad', `--- ${titleOf(before, sides.before)}: ${figures(costs.before)}`),
    styled(out, 'good', `+++ ${titleOf(after, sides.after)}: ${figures(costs.after)}`),
    table(
      out,
      columns,
      rows.map(({ cells }) => cells),
      { totals, styleOf: (row) => rows[row]?.style },
    ).trimEnd(),
    ...details.map((detail) => styled(out, 'accent', written(detail, true))),
    [
      `${added} added, ${removed} removed, ${changed} changed, ${same} the same`,
      ...ratios(costs.before, costs.after),
    ].join('; '),
    '',
  ].join('\n');
}

/** A network that only one side has. */
export function drawLonely(out: Stream, graph: Graph, side: 'before' | 'after', sides: Sides): string {
  const isRemoved = side === 'before';
  const line = `${isRemoved ? '---' : '+++'} ${titleOf(graph, sides[side])} has no counterpart on the other side`;
  return `${styled(out, isRemoved ? 'bad' : 'good', line)}\n`;
}

function titleOf({ name }: Graph, side: string): string {
  return `${name} of ${side}`;
}

function figures({ params, macs }: Costs): string {
  return `${grouped(params)} parameters, ${macs === undefined ? 'MACs depend on the input' : `${grouped(macs)} MACs`}`;
}

/** What does not differ is one faint line for as many parts as there are in a row. */
function rowsOf(parts: readonly PartChange[], level: number, depth: number): readonly Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part && part.change !== 'same') {
      rows.push(rowOf(part, level, level + 1 < depth));
      if (part.change === 'changed' && level + 1 < depth) rows.push(...rowsOf(part.parts, level + 1, depth));
      continue;
    }
    let end = i;
    while (parts[end + 1]?.change === 'same') end++;
    rows.push(sameRow(parts.slice(i, end + 1), level));
    i = end;
  }
  return rows;
}

function sameRow(parts: readonly PartChange[], level: number): Row {
  const names = [parts[0], parts.at(-1)].map((part) => part?.after?.name ?? '');
  const name = parts.length === 1 ? (names[0] ?? '') : names.join(' … ');
  let params = 0;
  let macs: number | undefined = 0;
  for (const { after } of parts) {
    params += after?.costs.params ?? 0;
    const own: number | undefined = after?.costs.macs;
    macs = macs === undefined || own === undefined ? undefined : macs + own;
  }
  const shape = parts.at(-1)?.after?.shape;
  const costs = { params, macs };
  return {
    cells: [partCell(' ', name, level), '', shape ? formatShape(shape) : '', ...costCells(costs, costs)],
    style: 'faint',
  };
}

const marks = {
  added: { mark: '+', style: 'good' },
  removed: { mark: '-', style: 'bad' },
  changed: { mark: '~', style: 'accent' },
  same: { mark: ' ', style: 'faint' },
} as const;

function rowOf(part: PartChange, level: number, isOpen: boolean): Row {
  const { change, before, after } = part;
  const { mark, style } = marks[change];
  const names = [before?.name, after?.name].filter((name) => name !== undefined);
  const name = [...new Set(names)].join(' → ');
  const shapes = [before?.shape, after?.shape].flatMap((shape) => (shape ? [formatShape(shape)] : []));
  return {
    cells: [
      partCell(mark, name, level),
      change === 'changed' ? differences(part, isOpen) : kindOf(after ?? before),
      [...new Set(shapes)].join(' → '),
      ...costCells(before?.costs ?? NOTHING, after?.costs ?? NOTHING),
    ],
    style,
  };
}

/** What a part is, where its name does not say it: `irblock_3` is an irblock. */
function kindOf(part: Branch | undefined): string {
  const isSaid = part?.name.replace(/_\d+$/, '') === part?.kind;
  return isSaid ? '' : (part?.kind ?? '');
}

function partCell(mark: string, name: string, level: number): string {
  return `${mark} ${'  '.repeat(level)}${name}`;
}

/** Parameters and MACs of the second side, and how much more or less that is. */
function costCells(before: Costs, after: Costs): readonly string[] {
  return [
    ...change(before.params, after.params),
    ...(before.macs === undefined || after.macs === undefined
      ? [after.macs === undefined ? '?' : grouped(after.macs), '']
      : change(before.macs, after.macs)),
  ];
}

function change(before: number, after: number): readonly string[] {
  if (before === 0 && after === 0) return ['', ''];
  return [after === 0 ? '' : grouped(after), after === before ? '' : signed(after - before)];
}

function signed(difference: number): string {
  return `${difference < 0 ? '-' : '+'}${grouped(Math.abs(difference))}`;
}

/** `parameters -43.8%`. */
function ratios(before: Costs, after: Costs): readonly string[] {
  const ratio = (what: string, one: number | undefined, other: number | undefined) => {
    if (!one || other === undefined || one === other) return [];
    const percent = (100 * (other - one)) / one;
    return [`${what} ${percent < 0 ? '' : '+'}${percent.toFixed(1)}%`];
  };
  return [...ratio('parameters', before.params, after.params), ...ratio('MACs', before.macs, after.macs)];
}

/** What a reader looks for first. */
const ranks: Readonly<Record<string, number>> = { label: 2, block: 3, inputs: 4, input: 5 };

/** The part's own differences, and unless its parts are listed below it, theirs, the same ones counted. */
function differences(part: PartChange, isOpen: boolean): string {
  const found = new Map<string, { readonly rank: number; count: number }>();
  const note = (text: string, rank: number) => {
    const known = found.get(text);
    if (known) known.count++;
    else found.set(text, { rank, count: 1 });
  };
  const visit = ({ change, before, after, details, parts }: PartChange, isInside: boolean) => {
    if (change === 'added') note(`+${after?.name}`, 0);
    else if (change === 'removed') note(`-${before?.name}`, 0);
    else {
      for (const detail of details) {
        // Outputs have a column of their own, and those inside follow from what is listed; so do names.
        if (detail.what === 'output' || (!isInside && isSaid(part, detail))) continue;
        note(written(detail, !isInside), ranks[detail.what] ?? 1);
      }
      if (!isOpen) for (const inner of parts) visit(inner, true);
    }
  };
  visit(part, false);
  // What follows from a difference elsewhere is said where there is nothing else to say.
  const own = [...found].filter(([, { rank }]) => rank !== ranks.input);
  const sorted = (own.length > 0 ? own : [...found]).sort(([, one], [, other]) => one.rank - other.rank);
  const texts = sorted.map(([text, { count }]) => (count === 1 ? text : `${text} (${count} times)`));
  const more = texts.length > SHOWN ? [`${texts.length - SHOWN} more`] : [];
  return [...texts.slice(0, SHOWN), ...more].join(', ');
}

/** Whether the names in the first column say it already: `irblock_v2_2 → irblock_2`, `relu → silu`. */
function isSaid({ before, after }: PartChange, { what }: Detail): boolean {
  return ['block', 'label', 'layer'].includes(what) && before?.name !== after?.name;
}

/** `relu6 → silu`, `filters 32 → 16`, `inputs a, b → a, c`. */
function written({ what, before, after }: Detail, isOwn: boolean): string {
  const isKind = what === 'layer' || (what === 'block' && isOwn);
  return `${isKind ? '' : `${what} `}${before} → ${after}`;
}
