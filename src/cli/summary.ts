import { analyse } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { diskHost } from '../disk.ts';
import { type Costs, totalCosts } from '../ir/costs.ts';
import type { Graph } from '../ir/graph.ts';
import { formatShape, jsonShape } from '../ir/shape.ts';
import { type Branch, treeOf } from '../ir/tree.ts';
import type { ExitCode } from './exit.ts';
import { grouped } from './figures.ts';
import { compileNetworks, type NetworkOptions } from './networks.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readSource } from './sources.ts';
import { type Column, table } from './table.ts';
import { styled } from './terminal.ts';
import { usageError } from './usage.ts';

export interface SummaryOptions extends NetworkOptions {
  /** How many levels of the tree are shown; what lies deeper is counted in. */
  readonly depth: number;
  readonly json?: boolean;
  readonly format: ReportFormat;
}

/** `archc summary`: the parts of the networks of a file, with shapes and costs. */
export function summary(path: string, options: SummaryOptions): ExitCode {
  if (options.json && options.format !== 'text')
    return usageError(`\`--json\` and \`--format ${options.format}\` both write to stdout`);
  const source = readSource(path);
  const { graphs, diagnostics } =
    'code' in source
      ? { graphs: [], diagnostics: [source] }
      : compileNetworks(analyse(diskHost(), source), options);
  const found: readonly Diagnostic[] = diagnostics;
  if (!found.some(isError)) {
    const text = options.json
      ? `${JSON.stringify({ version: 1, networks: graphs.map((graph) => describe(graph, options.depth)) }, null, 2)}\n`
      : graphs.map((graph) => draw(graph, options)).join('\n');
    resultStream(options.format).write(text);
  }
  report(found, options.format);
  return exitCodeOf(found);
}

const columns: readonly Column[] = [
  { title: 'part' },
  { title: 'what' },
  { title: 'output' },
  { title: 'parameters', right: true },
  { title: '%', right: true },
  { title: 'MACs', right: true },
  { title: '%', right: true },
];

function draw(graph: Graph, { depth, format }: SummaryOptions): string {
  const out = resultStream(format);
  const total = totalCosts(graph);
  const rows: string[][] = [];
  const add = (branches: readonly Branch[], level: number) => {
    for (const branch of branches) {
      rows.push([`${'  '.repeat(level)}${branch.name}`, ...cells(branch, total)]);
      if (level + 1 < depth) add(branch.children, level + 1);
    }
  };
  add(treeOf(graph), 0);
  const [last] = graph.outputs;
  const shape = graph.outputs.length === 1 && last ? graph.nodes[last.node]?.shape : undefined;
  const totals = ['total', '', shape ? formatShape(shape) : '', ...figures(total, total)];
  return `${styled(out, 'strong', graph.name)}\n${table(out, columns, rows, { totals })}`;
}

function cells({ kind, name, shape, costs }: Branch, total: Costs): readonly string[] {
  // `irblock_3` says already that it is an irblock.
  const isSaid = kind !== undefined && name.replace(/_\d+$/, '') === kind;
  return [isSaid ? '' : (kind ?? ''), formatShape(shape), ...figures(costs, total)];
}

/** Nothing is written where nothing counts, so that the eye finds what does. */
function figures({ params, macs }: Costs, total: Costs): readonly string[] {
  return [
    params === 0 ? '' : grouped(params),
    share(params, total.params),
    macs === undefined ? '?' : macs === 0 ? '' : grouped(macs),
    share(macs ?? 0, total.macs ?? 0),
  ];
}

function share(part: number, whole: number): string {
  return part === 0 || whole === 0 ? '' : ((100 * part) / whole).toFixed(1);
}

/** Sizes are numbers, or the text of a symbolic size; MACs are null where they depend on one. */
function describe(graph: Graph, depth: number): unknown {
  const ends = (name: string, id: number) => ({ name, shape: jsonShape(graph.nodes[id]?.shape ?? []) });
  const { params, macs = null } = totalCosts(graph);
  return {
    name: graph.name,
    inputs: graph.inputs.map((id) => ends(graph.nodes[id]?.path ?? '', id)),
    outputs: graph.outputs.map(({ name, node }) => ends(name, node)),
    params,
    macs,
    parts: treeOf(graph).map((branch) => describeBranch(branch, depth)),
  };
}

function describeBranch({ path, kind, shape, costs, children }: Branch, depth: number): unknown {
  return {
    path,
    kind: kind ?? null,
    shape: jsonShape(shape),
    params: costs.params,
    macs: costs.macs ?? null,
    parts: depth > 1 ? children.map((child) => describeBranch(child, depth - 1)) : [],
  };
}
