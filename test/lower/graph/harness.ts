import * as tf from '@tensorflow/tfjs';
import type { InferenceGraph } from '../../../src/ir/inference.ts';
import { lowerToGraph } from '../../../src/lower/graph/index.ts';
import type { WeightStorage } from '../../../src/lower/lowering.ts';
import type { Tensor } from '../../../src/weights/tensor.ts';

/** The files of a network that the target can express. */
export function graphFiles(
  graph: InferenceGraph,
  storage: WeightStorage = 'float32',
): ReadonlyMap<string, Uint8Array> {
  const lowered = lowerToGraph(graph, { storage });
  if ('diagnostics' in lowered) throw new Error(lowered.diagnostics.map((each) => each.message).join('\n'));
  return lowered.files;
}

/** Loads as a page would: the files, and nothing of archc, through `tf.loadGraphModel`. */
export async function loadGraph(files: ReadonlyMap<string, Uint8Array>): Promise<tf.GraphModel> {
  const fetchFunc = async (request: string | Request | URL) => {
    const url = String(request);
    const bytes = files.get(url.replace('http://model/', ''));
    const type = url.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return new Response(bytes?.slice(), { status: bytes ? 200 : 404, headers: { 'Content-Type': type } });
  };
  return tf.loadGraphModel(tf.io.http('http://model/model.json', { fetchFunc }));
}

export async function lowerAndLoad(
  graph: InferenceGraph,
  storage: WeightStorage = 'float32',
): Promise<tf.GraphModel> {
  return loadGraph(graphFiles(graph, storage));
}

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** What a model makes of its inputs, in the order of the program; `nodes` asks for other tensors than its outputs. */
export function execute(
  model: tf.GraphModel,
  inputs: readonly Tensor[],
  nodes?: readonly string[],
): readonly Numbers[] {
  const before = tf.memory().numTensors;
  const given = inputs.map(({ shape, data }) => tf.tensor(data, [...shape]));
  const found = tf.tidy(() => {
    const results = nodes ? model.execute(given, [...nodes]) : model.predict(given);
    if (!(Array.isArray(results) || results instanceof tf.Tensor)) throw new Error('no tensors');
    return [results].flat().map((result) => ({ shape: result.shape, data: result.dataSync() }));
  });
  tf.dispose(given);
  if (tf.memory().numTensors !== before) throw new Error('the model leaves tensors behind');
  return found;
}

/** The same numbers for the same shape, of both signs. */
export function ramp(...shape: number[]): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + 0.3) * 2) };
}
