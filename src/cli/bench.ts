import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { lowerNetwork } from '../lower/lower.ts';
import { targets as allTargets, type Target } from '../lower/targets.ts';
import { type BenchJob, measure } from '../runtime/bench.ts';
import { type EngineLabel, engineLabels } from '../runtime/engine-names.ts';
import { sampleInputs } from '../runtime/sample-inputs.ts';
import { absence, findEngines, type PresentEngine } from '../runtime/verify-engines.ts';
import { verificationWeights } from '../runtime/verify-weights.ts';
import { measureCompilation } from './bench-compile.ts';
import { benchDocument, benchMarkdown, benchText } from './bench-results.ts';
import type { BenchedModel, BenchedNetwork, BenchResults } from './benched.ts';
import { type ExitCode, exit } from './exit.ts';
import { deferInterruption } from './interrupted.ts';
import { startProgress } from './progress.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readSources } from './sources.ts';
import { unwritable } from './unwritable.ts';
import { usageError } from './usage.ts';
import { findNetworks, type SizedOptions } from './verify-networks.ts';

export interface BenchCommandOptions extends SizedOptions {
  readonly target?: readonly Target[];
  readonly backend?: readonly EngineLabel[];
  readonly runs: number;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly format: ReportFormat;
}

/** Plain JavaScript takes seconds where the others take milliseconds: it is measured where it is asked for. */
const usualEngines = engineLabels.filter((label) => label !== 'cpu');

/** `archc bench`: how long compilation takes, and models on what runs them here. */
export async function bench(args: readonly string[], options: BenchCommandOptions): Promise<ExitCode> {
  const { json, markdown, format } = options;
  if (json && markdown) return usageError('`--json` and `--markdown` both write to stdout');
  if (json && format !== 'text')
    return usageError(`\`--json\` and \`--format ${format}\` both write to stdout`);
  const { sources, diagnostics } = await readSources(args);
  const { networks, diagnostics: found } = findNetworks(sources, options);
  const all = [...diagnostics, ...found];
  if (all.some(isError)) {
    report(all, format);
    return exitCodeOf(all);
  }
  const engines = await findEngines(options.backend ?? usualEngines);
  const targets = options.target ?? allTargets;
  const missing = options.backend ? engines.absent[0] : undefined;
  if (missing) {
    const { label: backend, why: reason } = missing;
    const problem = missing.problem ?? diagnostic('ARC7101', undefined, { backend, reason });
    report([...all, problem], format);
    return exitCodeOf([problem]);
  }
  if (options.backend && !engines.present.some((each) => targets.some((target) => each.runs(target))))
    return usageError(
      `\`--backend ${options.backend.join(',')}\` runs no model of \`--target ${targets.join(',')}\``,
    );
  for (const engine of engines.absent) process.stderr.write(`${absence(engine)}\n`);
  const benched: BenchedNetwork[] = [];
  const compiling = startProgress('compiling', networks.length);
  for (const network of networks) {
    await compiling.step(network.graph.name);
    const source = sources.find(({ path }) => path === network.path);
    if (!source) throw new Error(`${network.path} was read before and is not now`);
    const compilation = await measureCompilation(source, network, targets);
    const shapes = sampleInputs(network.graph, { size: options.size }).map(({ shape }) => shape);
    benched.push({ ...network, compilation, shapes, refused: [] });
  }
  compiling.stop();
  const results = await measureModels(benched, targets, engines.present, options.runs);
  if ('code' in results) {
    report([...all, results], format);
    return exitCodeOf([results]);
  }
  const out = resultStream(format);
  if (json) out.write(benchDocument(results, engines));
  else out.write(markdown ? benchMarkdown(results) : benchText(out, results));
  report(all, format);
  return results.models.some(({ measurement }) => 'failure' in measurement) ? exit.problems : exit.fine;
}

type Planned = Omit<BenchedModel, 'measurement'> & { readonly job: BenchJob };

/** Writes the models to a folder that goes again, and measures them. ARC7002 if they cannot be written. */
async function measureModels(
  networks: readonly BenchedNetwork[],
  targets: readonly Target[],
  engines: readonly PresentEngine[],
  runs: number,
): Promise<BenchResults | Diagnostic> {
  const interruption = deferInterruption();
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), 'archc-bench-'));
    const { planned, written } = await writeModels(networks, targets, engines, folder);
    const progress = startProgress('measuring', planned.length * (runs + 1));
    const measurements = await measure(
      planned.map(({ job }) => job),
      {
        runs,
        worker: workerCommand(),
        signal: interruption.signal,
        onStep: (job) => progress.step(stepName(planned[job], networks)),
      },
    );
    progress.stop();
    const models = planned.map(({ job: _, ...model }, i) => ({
      ...model,
      measurement: measurements[i] ?? { failure: 'it was not measured' },
    }));
    return { runs, networks: written, models };
  } catch (failure) {
    if (!(failure instanceof Error) || !('syscall' in failure)) throw failure;
    return diagnostic('ARC7002', undefined, { path: folder ?? tmpdir(), reason: unwritable(failure) });
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    interruption.release();
  }
}

function stepName(model: Planned | undefined, networks: readonly BenchedNetwork[]): string {
  return model ? `${networks[model.network]?.graph.name}, ${model.target} on ${model.engine}` : '';
}

/** The targets of each network side by side: those of one target and engine are measured and shown together. */
async function writeModels(
  networks: readonly BenchedNetwork[],
  targets: readonly Target[],
  engines: readonly PresentEngine[],
  folder: string,
): Promise<{ readonly planned: readonly Planned[]; readonly written: readonly BenchedNetwork[] }> {
  const planned: Planned[] = [];
  const refused = networks.map((): { target: Target; why: string }[] => []);
  const weights = networks.map(({ graph }) => verificationWeights(graph, 0));
  for (const target of targets) {
    const models: { network: number; folder: string; bytes: number }[] = [];
    for (const [network, { graph }] of networks.entries()) {
      const lowered = await lowerNetwork(graph, weights[network] ?? new Map(), target);
      if ('diagnostics' in lowered) {
        refused[network]?.push({ target, why: lowered.diagnostics[0]?.message ?? '' });
        continue;
      }
      const own = await mkdtemp(join(folder, `${target}-`));
      let bytes = 0;
      for (const [name, content] of lowered.files) {
        await writeFile(join(own, name), content);
        bytes += content.byteLength;
      }
      models.push({ network, folder: own, bytes });
    }
    for (const { label: engine } of engines.filter((each) => each.runs(target))) {
      for (const { network, folder: own, bytes } of models) {
        const job = { engine, folder: own, shapes: networks[network]?.shapes ?? [] };
        planned.push({ network, target, engine, bytes, job });
      }
    }
  }
  return { planned, written: networks.map((each, i) => ({ ...each, refused: refused[i] ?? [] })) };
}

/** This program again, as it was started, under a verb of its own. */
function workerCommand(): readonly string[] {
  return [...process.execArgv, process.argv[1] ?? '', 'measure'];
}
