import type { LayersModel } from '@tensorflow/tfjs';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { openOnnxRunner } from '../../src/runtime/onnx-runner.ts';
import { loadNativeOnnx, loadWebOnnx } from '../../src/runtime/onnxruntime.ts';
import type { Runner } from '../../src/runtime/runner.ts';
import type { Tf } from '../../src/runtime/tf.ts';
import type { Tensor } from '../../src/weights/tensor.ts';

/** Puts weights into the layers of a model that have some, one after the other. */
export function fillLayers(tf: Tf, model: LayersModel, weights: Iterable<Tensor>): LayersModel {
  const given = [...weights];
  for (const layer of model.layers.filter((each) => each.weights.length > 0)) {
    const taken = given.splice(0, layer.weights.length).map(({ data, shape }) => tf.tensor(data, [...shape]));
    layer.setWeights(taken);
    tf.dispose(taken);
  }
  if (given.length > 0) throw new Error(`the network has ${given.length} weights more than the layers`);
  return model;
}

type Files = ReadonlyMap<string, Uint8Array>;

/** An ONNX model in onnxruntime-web, one thread. */
export async function webOnnxRunner(files: Files): Promise<Runner> {
  const loaded = await loadWebOnnx();
  if (typeof loaded === 'string') throw new Error(loaded);
  return opened(await openOnnxRunner(loaded.ort, { files }, 'model.onnx', {}));
}

/** An ONNX model in onnxruntime-node, one thread; or why that does not load. */
export async function nativeOnnxRunner(files: Files): Promise<Runner | string> {
  const loaded = await loadNativeOnnx();
  if (typeof loaded === 'string') return loaded;
  return opened(await openOnnxRunner(loaded.ort, { files }, 'model.onnx', { threads: 1 }));
}

export function opened(runner: Runner | Diagnostic): Runner {
  if ('code' in runner) throw new Error(runner.message);
  return runner;
}
