import type { Graph } from '../../ir/graph.ts';
import type { WeightSpec } from '../../ops/definition.ts';
import type { Tensor, WeightValues } from '../../weights/tensor.ts';
import type { Planned, StockWeight } from './plan.ts';
import { planGraph } from './plan-graph.ts';

/** What is used of a `tf.LayersModel`. */
interface TrainedModel {
  getLayer(name: string): { getWeights(): { dataSync(): ArrayLike<number> }[] };
}

/**
 * The weights of a network as a model made of it holds them now, by path and in the layouts of `WeightSpec`: what
 * training moved comes from the model, what is frozen from `before`, the values that the model was made with.
 * `prefix` is the one that was given to `applyGraph`.
 */
export function trainedWeights(
  graph: Graph,
  model: TrainedModel,
  before: WeightValues,
  prefix = '',
): WeightValues {
  const after = new Map<string, Tensor>(before);
  for (const layer of planGraph(graph).plan.layers) {
    if (layer.module === undefined || !moves(layer)) continue;
    const current = model.getLayer(`${prefix}${layer.name}`).getWeights();
    layer.weights.forEach((weight, i) => {
      const source = sourceOf(layer, weight, before);
      const numbers = current[i]?.dataSync();
      if (source && numbers)
        after.set(source.path, scattered(after.get(source.path), source.places, numbers));
    });
  }
  return after;
}

/** Statistics move even in a frozen BatchNormalization. */
function moves(layer: Planned): boolean {
  return layer.trainable || layer.className === 'BatchNormalization';
}

/**
 * Which weight of the module a stock layer's weight is made from, and from which of its numbers. What training moves
 * is copied, whole or in part, so the numbers' own places, sent the way of the numbers, tell; undefined: a constant.
 */
function sourceOf(
  layer: Planned,
  weight: StockWeight,
  before: WeightValues,
): { readonly path: string; readonly places: Float32Array } | undefined {
  let path: string | undefined;
  const places = weight.values((name: WeightSpec['name']) => {
    path = `${layer.module}.${name}`;
    const length = before.get(path)?.data.length ?? 0;
    return Float32Array.from({ length }, (_, i) => i);
  });
  return path === undefined ? undefined : { path, places };
}

function scattered(tensor: Tensor | undefined, places: Float32Array, numbers: ArrayLike<number>): Tensor {
  if (!tensor) throw new Error('a weight is missing from the values that the model was made with');
  const data = tensor.data.slice();
  places.forEach((place, i) => {
    data[place] = numbers[i] ?? Number.NaN;
  });
  return { shape: tensor.shape, data };
}
