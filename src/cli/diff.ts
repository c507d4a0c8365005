import { analyse } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { type Comparison, compareGraphs } from '../diff/compare.ts';
import { diskHost } from '../disk.ts';
import type { Graph } from '../ir/graph.ts';
import type { Compared } from './compared.ts';
import { diffDocument } from './diff-json.ts';
import { drawComparison, drawLonely, type Sides } from './diff-table.ts';
import { type ExitCode, exit } from './exit.ts';
import { compileNetworks } from './networks.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readSource } from './sources.ts';
import { usageError } from './usage.ts';

type Arguments = ReadonlyMap<string, string>;

export interface DiffOptions {
  /** For both sides; `networkA` and `networkB` for one. */
  readonly network?: string;
  readonly networkA?: string;
  readonly networkB?: string;
  /** For both sides; those of one side come before them. */
  readonly set: Arguments;
  readonly setA: Arguments;
  readonly setB: Arguments;
  /** How many levels of the tree are shown; what differs deeper is counted together. */
  readonly depth: number;
  readonly json?: boolean;
  readonly format: ReportFormat;
}

/** `archc diff`: what differs between two architectures. Status 0 if nothing does, 1 if something does. */
export function diff(first: string, second: string | undefined, options: DiffOptions): ExitCode {
  const misuse = misuseOf(second, options);
  if (misuse !== undefined) return usageError(misuse);
  const { network, networkA = network, networkB = network, set, setA, setB } = options;
  const paths = [first, second ?? first] as const;
  const [before, after] = [
    compileSide(paths[0], networkA, new Map([...set, ...setA])),
    compileSide(paths[1], networkB, new Map([...set, ...setB])),
  ];
  const found = [...before.diagnostics, ...after.diagnostics];
  if (found.some(isError)) {
    report(found, options.format);
    return exitCodeOf(found);
  }
  const compared = pairNetworks(before.graphs, after.graphs);
  const sides: Sides = {
    before: sideTitle(paths[0], setA),
    after: sideTitle(paths[1], setB),
  };
  resultStream(options.format).write(
    options.json
      ? `${JSON.stringify(diffDocument(compared, paths), null, 2)}\n`
      : write(compared, sides, options),
  );
  report(found, options.format);
  const isEqual = compared.lonely.length === 0 && compared.comparisons.every((each) => each.isEqual);
  return isEqual ? exit.fine : exit.problems;
}

function misuseOf(
  second: string | undefined,
  { network, networkA, networkB, setA, setB, json, format }: DiffOptions,
): string | undefined {
  if (json && format !== 'text') return `\`--json\` and \`--format ${format}\` both write to stdout`;
  if (network !== undefined && (networkA !== undefined || networkB !== undefined))
    return '`--network` is for both sides; leave it out where the sides have their own';
  if (second !== undefined || setA.size + setB.size > 0 || networkA !== undefined || networkB !== undefined)
    return undefined;
  return 'say what the file is compared with: a second file, or what the sides differ in, such as `--set-b width=0.5`';
}

function compileSide(
  path: string,
  network: string | undefined,
  set: Arguments,
): { readonly graphs: readonly Graph[]; readonly diagnostics: readonly Diagnostic[] } {
  const source = readSource(path);
  if ('code' in source) return { graphs: [], diagnostics: [source] };
  return compileNetworks(analyse(diskHost(), source), { network, set });
}

/** One network on each side is compared whatever it is called; several are compared by their names. */
function pairNetworks(before: readonly Graph[], after: readonly Graph[]): Compared {
  const [only] = before;
  const [other] = after;
  if (only && other && before.length === 1 && after.length === 1)
    return { comparisons: [compareGraphs(only, other)], lonely: [] };
  const comparisons: Comparison[] = [];
  const lonely: Compared['lonely'][number][] = [];
  for (const graph of before) {
    const counterpart = after.find(({ name }) => name === graph.name);
    if (counterpart) comparisons.push(compareGraphs(graph, counterpart));
    else lonely.push({ side: 'before', graph });
  }
  for (const graph of after)
    if (!before.some(({ name }) => name === graph.name)) lonely.push({ side: 'after', graph });
  return { comparisons, lonely };
}

/** `net.arch (width = 0.5)`. */
function sideTitle(path: string, set: Arguments): string {
  const given = [...set].map(([name, value]) => `${name} = ${value}`).join(', ');
  return given === '' ? path : `${path} (${given})`;
}

function write({ comparisons, lonely }: Compared, sides: Sides, { depth, format }: DiffOptions): string {
  const out = resultStream(format);
  return [
    ...comparisons.map((comparison) => drawComparison(out, comparison, sides, depth)),
    ...lonely.map(({ side, graph }) => drawLonely(out, graph, side, sides)),
  ].join('\n');
}
