import { cpus } from 'node:os';
import { totalCosts } from '../ir/costs.ts';
import type { Measurement } from '../runtime/bench.ts';
import { median, percentile } from '../runtime/bench-statistics.ts';
import type { Engines } from '../runtime/verify-engines.ts';
import { withoutPasses } from './bench-compile.ts';
import type { BenchedModel, BenchedNetwork, BenchResults } from './benched.ts';
import { byteSize, counted, duration, grouped } from './figures.ts';
import { type Column, table } from './table.ts';
import { type Stream, styled } from './terminal.ts';

interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** What people read: networks and their sizes, how long compiling takes, how long running takes. */
export function benchText(out: Stream, results: BenchResults): string {
  const tables = tablesOf(results).map(
    ({ title, columns, rows }) => `${styled(out, 'strong', title)}\n${table(out, columns, rows)}`,
  );
  const notes = notesOf(results).map((note) => `${styled(out, 'faint', note)}\n`);
  return [...tables, notes.join('')].join('\n');
}

/** The same as tables of Markdown. */
export function benchMarkdown(results: BenchResults): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const tables = tablesOf(results).map(({ title, columns, rows }) =>
    [
      `### ${title}`,
      '',
      row(columns.map((column) => column.title)),
      row(columns.map(({ right }) => (right ? '--:' : '---'))),
      ...rows.map(row),
      '',
    ].join('\n'),
  );
  return [...tables, `${notesOf(results).join('\n')}\n`].join('\n');
}

function tablesOf(results: BenchResults): readonly Table[] {
  return [networkTable(results), compileTable(results), modelTable(results)];
}

function networkTable({ networks }: BenchResults): Table {
  return {
    title: 'networks',
    columns: [
      { title: 'network' },
      { title: 'file' },
      { title: 'arguments' },
      { title: 'input' },
      { title: 'parameters', right: true },
      { title: 'MACs', right: true },
    ],
    rows: networks.map((network) => {
      const macs = macsOf(network);
      return [
        network.graph.name,
        network.path,
        [...network.set].map(([name, value]) => `${name} = ${value}`).join(', '),
        network.shapes.map((shape) => `[${shape.join(', ')}]`).join(' '),
        grouped(totalCosts(network.graph).params),
        macs === undefined ? '?' : grouped(macs),
      ];
    }),
  };
}

/** For one sample; undefined where sizes are open. */
function macsOf({ graph }: BenchedNetwork): number | undefined {
  return totalCosts(graph).macs;
}

function compileTable({ networks }: BenchResults): Table {
  const all = networks.map(({ compilation }) => withoutPasses(compilation));
  const phases = [...new Set(all.flatMap((times) => times.map(({ phase }) => phase)))];
  const cell = (ms: number | undefined) => (ms === undefined ? '' : duration(ms));
  const total = (position: number) => all[position]?.reduce((sum, { medianMs }) => sum + medianMs, 0);
  return {
    title: 'compilation, median of 5',
    columns: [{ title: 'phase' }, ...networks.map(({ graph }) => ({ title: graph.name, right: true }))],
    rows: [
      ...phases.map((phase) => [
        phase,
        ...all.map((times) => cell(times.find((each) => each.phase === phase)?.medianMs)),
      ]),
      ['all of it', ...networks.map((_, i) => cell(total(i)))],
    ],
  };
}

/** Models of one target on one engine stand together, one network below the other. */
function modelTable({ runs, networks, models }: BenchResults): Table {
  return {
    title: `running, ${counted(runs, 'run')} of each`,
    columns: [
      { title: 'target' },
      { title: 'computed by' },
      { title: 'network' },
      { title: 'files', right: true },
      { title: 'load', right: true },
      { title: 'first run', right: true },
      { title: 'median', right: true },
      { title: '95%', right: true },
      { title: 'MACs/s', right: true },
      { title: 'peak memory', right: true },
    ],
    rows: models.map((model) => {
      const network = networks[model.network];
      return [
        model.target,
        model.engine,
        network?.graph.name ?? '',
        byteSize(model.bytes),
        ...figures(model.measurement, network && macsOf(network)),
      ];
    }),
  };
}

function figures(measurement: Measurement, macs: number | undefined): readonly string[] {
  if ('failure' in measurement) return ['failed'];
  const { loadMs, coldMs, runs, peakBytes } = measurement;
  const middle = median(runs);
  return [
    duration(loadMs),
    duration(coldMs),
    duration(middle),
    duration(percentile(runs, 0.95)),
    macs === undefined ? '?' : rate(macs, middle),
    byteSize(peakBytes),
  ];
}

/** `12.1 G`. */
function rate(macs: number, milliseconds: number): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  let value = (1000 * macs) / milliseconds;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit]}`.trim();
}

function notesOf({ networks, models }: BenchResults): readonly string[] {
  const failures = models.flatMap(({ measurement, network, target, engine }) =>
    'failure' in measurement
      ? [`${networks[network]?.graph.name}, ${target} on ${engine}, failed: ${measurement.failure}`]
      : [],
  );
  const refusals = networks.flatMap(({ graph, refused }) =>
    refused.map(({ target, why }) => `${graph.name} is not built to ${target}: ${why}`),
  );
  return [
    ...failures,
    ...refusals,
    'Each model runs in a process of its own, in turns; peak memory is that of the whole process.',
    machine(),
  ];
}

function machine(): string {
  const [first] = cpus();
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${first?.model ?? 'unknown processor'}`;
}

/** What programs read: every time in milliseconds, every size in bytes. */
export function benchDocument({ runs, networks, models }: BenchResults, { absent }: Engines): string {
  const document = {
    version: 1,
    machine: {
      node: process.version,
      platform: process.platform,
      arch: process.arch,
      processor: cpus()[0]?.model ?? null,
      processors: cpus().length,
    },
    runs,
    absent,
    networks: networks.map(({ graph, path, set, shapes, compilation, refused }) => ({
      name: graph.name,
      file: path,
      set: Object.fromEntries(set),
      inputs: shapes,
      params: totalCosts(graph).params,
      macs: totalCosts(graph).macs ?? null,
      compilation,
      refused,
    })),
    models: models.map((model) => describe(model, networks[model.network])),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function describe(
  { target, engine, bytes, measurement }: BenchedModel,
  network: BenchedNetwork | undefined,
): unknown {
  const model = { network: network?.graph.name, file: network?.path, target, engine, bytes };
  if ('failure' in measurement) return { ...model, failure: measurement.failure };
  const { loadMs, coldMs, runs, peakBytes, libraryBytes } = measurement;
  const medianMs = median(runs);
  const macs = network && macsOf(network);
  return {
    ...model,
    loadMs,
    coldMs,
    medianMs,
    p95Ms: percentile(runs, 0.95),
    macsPerSecond: macs === undefined ? null : (1000 * macs) / medianMs,
    peakBytes,
    libraryBytes,
    runsMs: runs,
  };
}
