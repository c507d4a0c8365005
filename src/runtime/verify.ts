import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { graphSymbols } from '../ir/costs.ts';
import type { Graph } from '../ir/graph.ts';
import { lowerNetwork } from '../lower/lower.ts';
import { type Target, targets } from '../lower/targets.ts';
import type { ModelFiles } from './artifact.ts';
import { type SampleOptions, sampleInputs } from './sample-inputs.ts';
import type { PresentEngine } from './verify-engines.ts';
import { firstDifferentPart, type Lower, type Way } from './verify-parts.ts';
import { differenceOf, type Outputs, runTrials, type Trial } from './verify-trials.ts';
import { verificationWeights } from './verify-weights.ts';

export interface VerifyOptions {
  /** The largest difference that is accepted, as a share of the largest number of an output. */
  readonly tolerance: number;
  readonly seed: number;
  /** What open sizes are made, at least. */
  readonly size?: number;
  readonly lower?: Lower;
  /** Called before each run of a model: what is run. */
  readonly onStep?: (what: string) => Promise<void>;
}

interface Place {
  readonly target: Target;
  /** Undefined where the target has no engine here. */
  readonly engine: string | undefined;
}

/** How a target fared on an engine. */
export type Verdict = Place &
  (
    | { readonly state: 'reference' }
    | {
        readonly state: 'compared';
        /** The largest of any output and run, as a share of the largest number of that output. */
        readonly difference: number;
        readonly agrees: boolean;
        /** The name of the output, and its batch, where the difference is largest. */
        readonly output: string;
        readonly batch: number;
        /** Where the network differs first; undefined where it agrees, or no single part differs. */
        readonly part: string | undefined;
      }
    /** Built, and nothing here runs it. */
    | { readonly state: 'built' }
    /** The target cannot express the network. */
    | { readonly state: 'refused'; readonly why: string }
    /** It was built and does not run. */
    | { readonly state: 'failed'; readonly why: string }
  );

export interface Verification {
  readonly trials: readonly Trial[];
  readonly verdicts: readonly Verdict[];
  readonly agrees: boolean;
}

/** How many times `verify` runs models at most, for a progress bar. */
export function stepsOf(engines: readonly PresentEngine[]): number {
  return pairsOf(engines).length;
}

/**
 * Builds a network to every target, runs each on every engine with the same weights and inputs, and compares what comes
 * out. The reference is the layers model on tfjs' `cpu` backend: stock layers, computed by plain JavaScript, through
 * none of the optimisations; the next pair that is there where this one is not.
 */
export async function verify(
  graph: Graph,
  engines: readonly PresentEngine[],
  { tolerance, seed, size, lower = lowerNetwork, onStep = async () => {} }: VerifyOptions,
): Promise<Verification> {
  const values = verificationWeights(graph, seed);
  const trials = trialsOf(graph, seed, size);
  const verdicts: Verdict[] = [];
  let reference: (Way & { readonly outputs: Outputs }) | undefined;
  const models = new Map<Target, ModelFiles>();
  for (const target of targets) {
    const lowered = await lower(graph, values, target);
    if ('diagnostics' in lowered) verdicts.push(refused(target, lowered.diagnostics));
    else models.set(target, lowered);
  }
  for (const { target, engine } of pairsOf(engines)) {
    const model = models.get(target);
    if (!model) continue;
    await onStep(`${graph.name}, ${target} on ${engine.label}`);
    const place = { target, engine: engine.label };
    const outputs = await runTrials(engine, model, trials);
    if (typeof outputs === 'string') verdicts.push({ ...place, state: 'failed', why: outputs });
    else if (!reference) {
      reference = { target, engine, outputs };
      verdicts.push({ ...place, state: 'reference' });
    } else {
      const { trial, ...worst } = worstOf(reference.outputs, outputs, trials);
      const agrees = worst.difference <= tolerance;
      const suspect = { target, engine };
      const part =
        agrees || !trial
          ? undefined
          : await firstDifferentPart({ graph, values, lower, trial, tolerance, reference, suspect });
      verdicts.push({ ...place, state: 'compared', ...worst, batch: trial?.batch ?? 0, agrees, part });
    }
  }
  for (const target of models.keys())
    if (!engines.some((engine) => engine.runs(target)))
      verdicts.push({ target, engine: undefined, state: 'built' });
  return {
    trials,
    verdicts: verdicts.sort((one, other) => targets.indexOf(one.target) - targets.indexOf(other.target)),
    agrees: verdicts.every((each) => each.state !== 'failed' && (each.state !== 'compared' || each.agrees)),
  };
}

/** Every target on every engine that runs it, the reference first. */
function pairsOf(
  engines: readonly PresentEngine[],
): readonly { readonly target: Target; readonly engine: PresentEngine }[] {
  return targets.flatMap((target) =>
    engines.filter((engine) => engine.runs(target)).map((engine) => ({ target, engine })),
  );
}

function refused(target: Target, diagnostics: readonly Diagnostic[]): Verdict {
  const [first] = diagnostics.filter(isError);
  return {
    target,
    engine: undefined,
    state: 'refused',
    why: first ? `${first.message} (${first.code})` : '',
  };
}

/** Side of an open map where nothing is said. */
const OPEN_SIZE = 64;

/** One sample and two; where sizes are open, the two are larger than the one. */
function trialsOf(graph: Graph, seed: number, size = OPEN_SIZE): readonly Trial[] {
  const isOpen = graphSymbols(graph).length > 0;
  const options: readonly SampleOptions[] = [
    { seed, batch: 1, size },
    { seed: seed + 1, batch: 2, size: isOpen ? Math.ceil(1.5 * size) : size },
  ];
  return options.map((each) => ({ batch: each.batch ?? 1, inputs: sampleInputs(graph, each) }));
}

/** The largest difference, of which output, and in which trial. */
function worstOf(reference: Outputs, found: Outputs, trials: readonly Trial[]) {
  let worst: { difference: number; output: string; trial: Trial | undefined } = {
    difference: -1,
    output: '',
    trial: undefined,
  };
  for (const [i, trial] of trials.entries()) {
    for (const [j, expected] of (reference[i] ?? []).entries()) {
      const difference = differenceOf(expected, found[i]?.[j]);
      if (difference > worst.difference) worst = { difference, output: expected.name, trial };
    }
  }
  return worst;
}
