import { isError } from '../diagnostics/diagnostic.ts';
import { stepsOf, type Verdict, type Verification, verify as verifyNetwork } from '../runtime/verify.ts';
import { absence, type Engines, findEngines } from '../runtime/verify-engines.ts';
import { type ExitCode, exit } from './exit.ts';
import { counted } from './figures.ts';
import { startProgress } from './progress.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readSources } from './sources.ts';
import { type Column, table } from './table.ts';
import { type Stream, type Style, styled } from './terminal.ts';
import { usageError } from './usage.ts';
import { type FoundNetwork, findNetworks, type SizedOptions } from './verify-networks.ts';

export interface VerifyCommandOptions extends SizedOptions {
  readonly tolerance: number;
  readonly seed?: number;
  readonly json?: boolean;
  readonly format: ReportFormat;
}

interface Verified extends FoundNetwork {
  readonly verification: Verification;
}

/** `archc verify`: whether every target of every network computes the same on everything that runs it here. */
export async function verify(args: readonly string[], options: VerifyCommandOptions): Promise<ExitCode> {
  if (options.json && options.format !== 'text')
    return usageError(`\`--json\` and \`--format ${options.format}\` both write to stdout`);
  const { sources, diagnostics } = await readSources(args);
  const { networks, diagnostics: found } = findNetworks(sources, options);
  const all = [...diagnostics, ...found];
  if (all.some(isError)) {
    report(all, options.format);
    return exitCodeOf(all);
  }
  const out = resultStream(options.format);
  const engines = await findEngines();
  if (!options.json) for (const engine of engines.absent) process.stderr.write(`${absence(engine)}\n`);
  const verified: Verified[] = [];
  const progress = startProgress('verifying', networks.length * stepsOf(engines.present));
  for (const network of networks) {
    const verification = await verifyNetwork(network.graph, engines.present, {
      ...options,
      seed: options.seed ?? 0,
      onStep: (what) => progress.step(what),
    });
    progress.stop();
    verified.push({ ...network, verification });
    if (!options.json) out.write(`${draw(out, network, verification)}\n`);
  }
  progress.stop();
  out.write(
    options.json ? documentOf(verified, engines, options) : `${conclusion(out, verified, options)}\n`,
  );
  report(all, options.format);
  return verified.every(({ verification }) => verification.agrees) ? exit.fine : exit.problems;
}

const columns: readonly Column[] = [
  { title: 'target' },
  { title: 'computed by' },
  { title: 'largest difference', right: true },
  { title: '' },
];

function draw(out: Stream, network: FoundNetwork, { trials, verdicts }: Verification): string {
  const args = [...network.set].map(([name, value]) => `${name} = ${value}`);
  const given = [
    ...args,
    ...(network.isSizeRefused ? ['its own size, the given one does not suit it'] : []),
  ].join(', ');
  const shapes = trials.map(({ inputs }) => inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(' '));
  const title = `${network.graph.name}  ${network.path}${given === '' ? '' : `  ${given}`}`;
  const rows = verdicts.map((verdict) => [
    verdict.target,
    verdict.engine ?? '',
    verdict.state === 'compared' ? figure(verdict.difference) : '',
    remark(verdict),
  ]);
  return [
    styled(out, 'strong', title),
    styled(out, 'faint', `on ${shapes.join(' and ')}`),
    table(out, columns, rows, { styleOf: (row) => styleOf(verdicts[row]) }),
  ].join('\n');
}

/** `1.2e-7`. */
function figure(difference: number): string {
  if (!Number.isFinite(difference)) return 'not a number';
  return difference === 0 ? '0' : difference.toExponential(1);
}

function remark(verdict: Verdict): string {
  switch (verdict.state) {
    case 'reference':
      return 'what the others are compared with';
    case 'compared': {
      if (verdict.agrees) return '';
      const where =
        verdict.part === undefined ? 'no part differs by itself' : `differs first at \`${verdict.part}\``;
      return `${where} (output \`${verdict.output}\`, batch of ${verdict.batch})`;
    }
    case 'built':
      return 'built, not run: nothing here runs it';
    case 'refused':
      return `not built: ${verdict.why}`;
    case 'failed':
      return `does not run: ${verdict.why}`;
  }
}

function styleOf(verdict: Verdict | undefined): Style | undefined {
  if (verdict?.state === 'failed' || (verdict?.state === 'compared' && !verdict.agrees)) return 'bad';
  return verdict?.state === 'compared' ? undefined : 'faint';
}

function conclusion(out: Stream, verified: readonly Verified[], { tolerance }: VerifyCommandOptions): string {
  const verdicts = verified.flatMap(({ verification }) => verification.verdicts);
  const compared = verdicts.filter(({ state }) => state === 'compared' || state === 'failed');
  const bad = compared.filter(
    (each) => each.state === 'failed' || (each.state === 'compared' && !each.agrees),
  );
  const scope = `${counted(verified.length, 'network')}, ${counted(compared.length, 'comparison')}`;
  const margin = `${tolerance} of the largest number of an output`;
  return bad.length === 0
    ? styled(out, 'good', `${scope}: all agree to ${margin}`)
    : styled(out, 'bad', `${scope}: ${bad.length} do not agree to ${margin}`);
}

function documentOf(
  verified: readonly Verified[],
  { present, absent }: Engines,
  { tolerance, seed = 0 }: VerifyCommandOptions,
): string {
  const document = {
    version: 1,
    agrees: verified.every(({ verification }) => verification.agrees),
    tolerance,
    seed,
    engines: { present: present.map(({ label }) => label), absent },
    networks: verified.map(({ graph, path, set, verification }) => ({
      name: graph.name,
      file: path,
      set: Object.fromEntries(set),
      agrees: verification.agrees,
      runs: verification.trials.map(({ inputs }) => inputs.map(({ shape }) => shape)),
      // JSON has no infinity: a difference that is no number is null.
      results: verification.verdicts,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
