import type { LayersModel } from '@tensorflow/tfjs';
import type { Tf } from '../../src/runtime/tf.ts';
import type { Tensor } from '../../src/weights/tensor.ts';
import type { Numbers } from './compare.ts';

/** What a model makes of its inputs (with the batch axis) on the current backend; leaves no tensor behind. */
export function predict(tf: Tf, model: LayersModel, ...inputs: readonly Tensor[]): Numbers[] {
  const given = inputs.map(({ shape, data }) => tf.tensor(data, [...shape]));
  const results = [model.predict(given)].flat();
  const found = results.map((result) => ({ shape: result.shape, data: result.dataSync() }));
  tf.dispose([given, results]);
  return found;
}

/** The same for a model with one output. */
export function predictOne(tf: Tf, model: LayersModel, ...inputs: readonly Tensor[]): Numbers {
  const [output, ...more] = predict(tf, model, ...inputs);
  if (!output || more.length > 0) throw new Error(`the model has ${more.length + (output ? 1 : 0)} outputs`);
  return output;
}
