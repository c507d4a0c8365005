import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { InferenceGraph } from '../../ir/inference.ts';
import type { Lowering, WeightStorage } from '../lowering.ts';
import { writeShards } from '../tfjs-shards.ts';
import { draftGraph } from './draft-graph.ts';

export interface GraphOptions {
  /**
   * `float16`: weights as halves, but for those with a number that a half cannot hold. `int8`: kernels as bytes, with
   * one scale a kernel, as tfjs knows no other; depthwise kernels, whose channels differ most, as halves.
   */
  readonly storage?: WeightStorage;
}

/** Beyond these the kernels of the wasm backend give zeros. */
const MOST_AXES = 6;

/**
 * A network as the files of a tfjs graph-model, which `tf.loadGraphModel` reads as it is and `execute` runs:
 * `model.json` and the shards of its weights. Nodes bear the paths of the network, so that any part can be executed.
 */
export function lowerToGraph(graph: InferenceGraph, { storage = 'float32' }: GraphOptions = {}): Lowering {
  const diagnostics = refusals(graph);
  if (diagnostics.length > 0) return { diagnostics };
  const { draft, inputs, outputs } = draftGraph(graph, storage);
  const { weightsManifest, files } = writeShards(draft.constants);
  const model = {
    format: 'graph-model',
    generatedBy: 'archc',
    convertedBy: null,
    modelTopology: { node: draft.nodes, library: {}, versions: { producer: 1395, minConsumer: 12 } },
    signature: { inputs, outputs },
    userDefinedMetadata: { outputs: graph.outputs.map(({ name }) => name) },
    weightsManifest,
  };
  return { files: new Map([['model.json', new TextEncoder().encode(JSON.stringify(model))], ...files]) };
}

/** Where the first tensor with too many axes comes from; those made of it say nothing new. */
function refusals({ nodes }: InferenceGraph): readonly Diagnostic[] {
  const long = new Set(nodes.filter(({ shape }) => shape.length + 1 > MOST_AXES).map(({ name }) => name));
  const first = nodes.filter(({ name, inputs }) => long.has(name) && !inputs.some((each) => long.has(each)));
  return first.map(({ name, shape, origin }) => {
    const help = [`reshape it to at most ${MOST_AXES - 1} axes`];
    return diagnostic('ARC5101', origin, { part: name, axes: shape.length }, { help });
  });
}
