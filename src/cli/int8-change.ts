import type { Graph } from '../ir/graph.ts';
import { lowerNetwork } from '../lower/lower.ts';
import type { Target } from '../lower/targets.ts';
import type { WeightValues } from '../weights/tensor.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** A model with its weights as they are, and with 8-bit ones. */
interface Pair {
  readonly exact: Files;
  readonly stored: Files;
}

/**
 * What 8-bit weights do to the outputs, as a figure: both models are run on the same numbers, drawn from a seed. TFLite,
 * which does not run here, rounds weights as ONNX does, and is measured by that. What keeps the models from being run
 * does not keep them from being built.
 */
export async function measureChange(
  graph: Graph,
  values: WeightValues,
  target: Target,
  models: Pair,
): Promise<string> {
  const { selectEngine } = await import('../runtime/engine.ts');
  const { firstLine } = await import('../runtime/load-failure.ts');
  const { outputChange } = await import('../runtime/output-change.ts');
  const { sampleInputs } = await import('../runtime/sample-inputs.ts');
  const pair = target === 'tflite' ? await onnxModels(graph, values) : models;
  const engine = await selectEngine(target === 'graph' ? 'wasm' : 'onnx', []);
  if (!pair || 'code' in engine) return 'how the outputs change is not known: no backend here runs it';
  const [exact, stored] = [{ files: pair.exact }, { files: pair.stored }];
  const change = await outputChange(engine, exact, stored, sampleInputs(graph), graph.name).catch(firstLine);
  if (typeof change !== 'number')
    return `how the outputs change is not known: ${typeof change === 'string' ? change : change.message}`;
  return `outputs change by up to ${(100 * change).toPrecision(2)}% of the largest`;
}

async function onnxModels(graph: Graph, values: WeightValues): Promise<Pair | undefined> {
  const exact = await lowerNetwork(graph, values, 'onnx');
  const stored = await lowerNetwork(graph, values, 'onnx', { storage: 'int8' });
  if ('diagnostics' in exact || 'diagnostics' in stored) return undefined;
  return { exact: exact.files, stored: stored.files };
}
