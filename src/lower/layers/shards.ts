import type { WeightValues } from '../../weights/tensor.ts';
import { type Shards, type StoredConstant, writeShards } from '../tfjs-shards.ts';
import type { Plan } from './plan.ts';
import { weightNumbers } from './weight-numbers.ts';

/** The weights of a plan in the order of its layers; with `float16` as halves. */
export function writeWeights(plan: Plan, values: WeightValues, float16: boolean): Shards {
  const storage = float16 ? 'halves' : 'as they are';
  const constants = plan.layers.flatMap((layer) =>
    layer.weights.map((weight): StoredConstant => {
      const numbers = weightNumbers(layer, weight, values);
      return { name: `${layer.name}/${weight.name}`, shape: weight.shape, numbers, storage };
    }),
  );
  return writeShards(constants);
}
