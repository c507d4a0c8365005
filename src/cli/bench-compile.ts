import { analyse, buildChosen } from '../compile.ts';
import { diskHost } from '../disk.ts';
import { lowerNetwork } from '../lower/lower.ts';
import type { Target } from '../lower/targets.ts';
import { median } from '../runtime/bench-statistics.ts';
import type { SourceFile } from '../source/source.ts';
import { initialise } from '../weights/initialise.ts';
import { namedWeights } from '../weights/named.ts';
import type { FoundNetwork } from './verify-networks.ts';

/** How long one phase of compilation takes: the first time in this process, and the middle of all. Milliseconds. */
export interface PhaseTime {
  readonly phase: string;
  readonly firstMs: number;
  readonly medianMs: number;
}

const TURNS = 5;

/** Compiles a network to each target again and again, from the text on; the phases in their order. */
export async function measureCompilation(
  source: SourceFile,
  { graph: { name }, set }: FoundNetwork,
  targets: readonly Target[],
): Promise<readonly PhaseTime[]> {
  const times = new Map<string, number[]>();
  for (let turn = 0; turn < TURNS; turn++) {
    let last = performance.now();
    const lap = (phase: string) => {
      const now = performance.now();
      const known = times.get(phase);
      if (known) known.push(now - last);
      else times.set(phase, [now - last]);
      last = performance.now();
    };
    const analysis = analyse(diskHost(), source);
    lap('parse and check');
    const { graph } = buildChosen(analysis, { network: name, set });
    lap('build the graph');
    if (!graph) throw new Error(`${name} was compiled before and is not now`);
    const values = initialise(namedWeights(graph), 0);
    lap('initial weights');
    for (const target of targets) {
      let isOptimised = false;
      await lowerNetwork(graph, values, target, {
        observe: (pass) => {
          lap(pass === 'input' ? `${target}: prepare` : `${target}: optimise (${pass})`);
          isOptimised = true;
        },
      });
      lap(isOptimised ? `${target}: write` : `${target}: lower and write`);
    }
  }
  return [...times].map(([phase, all]) => ({ phase, firstMs: all[0] ?? 0, medianMs: median(all) }));
}

/** The passes of a target as one phase. */
export function withoutPasses(times: readonly PhaseTime[]): readonly PhaseTime[] {
  const sums = new Map<string, PhaseTime>();
  for (const { phase, firstMs, medianMs } of times) {
    const name = phase.replace(/ \(.*\)$/, '');
    const sum = sums.get(name) ?? { firstMs: 0, medianMs: 0 };
    sums.set(name, { phase: name, firstMs: sum.firstMs + firstMs, medianMs: sum.medianMs + medianMs });
  }
  return [...sums.values()];
}
