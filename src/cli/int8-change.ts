import type { Graph } from '../ir/graph.ts';
import type { Target } from '../lower/targets.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** A model with its weights as they are, and with 8-bit ones. */
interface Pair {
  readonly exact: Files;
  readonly stored: Files;
}

/**
 * What 8-bit weights do to the outputs, as a figure: both models are run on the same numbers, drawn from a seed. What
 * keeps the models from being run does not keep them from being built.
 */
export async function measureChange(graph: Graph, target: Target, models: Pair): Promise<string> {
  const { selectEngine } = await import('../runtime/engine.ts');
  const { firstLine } = await import('../runtime/load-failure.ts');
  const { outputChange } = await import('../runtime/output-change.ts');
  const { sampleInputs } = await import('../runtime/sample-inputs.ts');
  const engine = await selectEngine(target === 'graph' ? 'wasm' : 'auto', [target]);
  if ('code' in engine) return 'how the outputs change is not known: no backend here runs it';
  const [exact, stored] = [{ files: models.exact }, { files: models.stored }];
  const change = await outputChange(engine, exact, stored, sampleInputs(graph), graph.name).catch(firstLine);
  if (typeof change !== 'number')
    return `how the outputs change is not known: ${typeof change === 'string' ? change : change.message}`;
  if (!Number.isFinite(change)) return 'how the outputs change is not known: they are not all numbers';
  return `outputs change by up to ${(100 * change).toPrecision(2)}% of the largest`;
}
