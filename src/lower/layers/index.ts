import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Graph } from '../../ir/graph.ts';
import type { WeightValues } from '../../weights/tensor.ts';
import type { Lowering } from '../lowering.ts';
import { planGraph } from './plan-graph.ts';
import { writeWeights } from './shards.ts';
import { modelTopology } from './topology.ts';

export { applyGraph, type LayersApi, toLayersModel } from './live.ts';
export { trainedWeights } from './trained.ts';

export interface LayersOptions {
  /** Stores weights as halves, which takes half the space; they are read as 32-bit numbers. */
  readonly float16?: boolean;
}

/** What stock layers of tfjs cannot express, at the lines that asked for it; empty: the network can be lowered. */
export function checkLayers(graph: Graph): readonly Diagnostic[] {
  return planGraph(graph).diagnostics;
}

/**
 * A network as the files of a tfjs layers-model, which `tf.loadLayersModel` reads as it is: `model.json` and the
 * shards of its weights. `values` holds every weight of the network by its path.
 */
export function lowerToLayers(
  graph: Graph,
  values: WeightValues,
  { float16 = false }: LayersOptions = {},
): Lowering {
  const { plan, diagnostics } = planGraph(graph);
  if (diagnostics.length > 0) return { diagnostics };
  const { weightsManifest, files } = writeWeights(plan, values, float16);
  const model = {
    format: 'layers-model',
    generatedBy: 'archc',
    convertedBy: null,
    modelTopology: modelTopology(plan),
    userDefinedMetadata: { outputs: plan.outputs.map((output) => output.name) },
    weightsManifest,
  };
  return { files: new Map([['model.json', new TextEncoder().encode(JSON.stringify(model))], ...files]) };
}
