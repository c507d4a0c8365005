import type { Costs } from '../ir/costs.ts';
import type { Node } from '../ir/graph.ts';
import { formatShape, type Shape } from '../ir/shape.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import { formatValue } from '../values/coerce.ts';
import { costText, roughly } from './figures.ts';
import { isValue } from './hints.ts';
import { type Builds, networkBuilds, type Snapshot, testBuilds } from './snapshot.ts';
import { costsByPath, samePlace, type TracedInstance } from './trace.ts';

/** Something that was built: its path in the network, what enters and leaves, what it costs where that is known. */
export interface Use {
  readonly path: string;
  readonly within: string;
  readonly input: Shape | undefined;
  readonly output: Shape | undefined;
  readonly costs: Costs | undefined;
  /** The values of a block's parameters and sizes, as text. */
  readonly values: ReadonlyMap<string, string>;
}

/** All instances of a block that a file builds: in its networks, else in its tests. */
export function usesOfBlock(snapshot: Snapshot, block: ast.BlockDeclaration): readonly Use[] {
  return firstOf(snapshot, (builds) =>
    builds.trace.instances
      .filter((each) => samePath(each.block.name.span, block.name.span))
      .map((each) => useOf(builds, each)),
  );
}

/** What a call makes: every instance of its block, or every node of its layer. */
export function usesOfCall(snapshot: Snapshot, call: Span): readonly Use[] {
  return firstOf(snapshot, (builds) => [
    ...builds.trace.instances.filter((each) => samePlace(each.call, call)).map((each) => useOf(builds, each)),
    ...nodesFrom(builds, call),
  ]);
}

/** Declarations are equal in the tree of the file and in that of another one that imports it. */
function samePath(a: Span, b: Span): boolean {
  return a.start === b.start && a.source.path === b.source.path;
}

function firstOf(snapshot: Snapshot, find: (builds: Builds) => readonly Use[]): readonly Use[] {
  const found = find(networkBuilds(snapshot));
  return found.length > 0 ? found : find(testBuilds(snapshot));
}

function useOf({ graphs }: Builds, { within, path, input, output, values }: TracedInstance): Use {
  const graph = graphs.get(within);
  const own = [...values].flatMap(([name, value]) =>
    isValue(value) ? [[name, formatValue(value)] as const] : [],
  );
  const costs = graph && costsByPath(graph).get(path);
  return { path, within: within.name.name, input, output, costs, values: new Map(own) };
}

function nodesFrom({ graphs }: Builds, call: Span): Use[] {
  const found: Use[] = [];
  for (const [{ name }, graph] of graphs) {
    const made = graph.nodes.filter((node) => samePlace(node.origin, call));
    // A call that makes a block is the origin of nothing but that block's nodes in other files.
    for (const node of made) {
      const input = graph.nodes[node.inputs[0] ?? -1]?.shape;
      const costs = ownCosts(costsByPath(graph).get(node.path), node);
      found.push({ path: node.path, within: name.name, input, output: node.shape, costs, values: new Map() });
    }
  }
  return found;
}

/** Layers without weights cost nothing worth a line. */
function ownCosts(costs: Costs | undefined, { op }: Node): Costs | undefined {
  return op === 'input' || (costs?.params === 0 && costs.macs === 0) ? undefined : costs;
}

const SHOWN = 12;

/** Uses as Markdown: one in a line, several in a table. */
export function usesText(uses: readonly Use[]): string {
  const [only] = uses;
  if (!only) return '';
  if (uses.length === 1) {
    const flow = `\`${shapeText(only.input)}\` → \`${shapeText(only.output)}\``;
    return `${flow}${only.costs ? ` · ${costText(only.costs)}` : ''} · \`${only.path}\``;
  }
  const rows = uses.slice(0, SHOWN).map((use) => {
    const costs = use.costs ? costText(use.costs) : '';
    const values = valuesText(use);
    return `| \`${use.path}\` | \`${shapeText(use.input)}\` → \`${shapeText(use.output)}\` | ${costs} | ${values} |`;
  });
  const more = uses.length > SHOWN ? `\n\nand ${uses.length - SHOWN} more` : '';
  const head = `${uses.length} instances\n\n| | shapes | cost | |\n| --- | --- | --- | --- |\n`;
  return `${head}${rows.join('\n')}${more}`;
}

/** Long values are those of tables and texts, which say nothing in one cell. */
function valuesText({ values }: Use): string {
  const short = [...values].filter(([, text]) => text.length <= 20);
  const text = short.map(([name, value]) => `${name} = ${value}`).join(', ');
  return text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``;
}

function shapeText(shape: Shape | undefined): string {
  return shape ? formatShape(shape) : '?';
}

/** The smallest and the largest figure of several uses, or the one that all have; undefined where none is known. */
export function rangeText(
  uses: readonly Use[],
  figure: (costs: Costs) => number | undefined,
): string | undefined {
  const figures = uses.flatMap(({ costs }) => (costs ? [figure(costs) ?? Number.NaN] : []));
  const least = Math.min(...figures);
  const most = Math.max(...figures);
  if (!Number.isFinite(least)) return undefined;
  return least === most ? roughly(most) : `${roughly(least)}–${roughly(most)}`;
}
