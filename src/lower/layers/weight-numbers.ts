import { elementCount, type WeightValues } from '../../weights/tensor.ts';
import type { OwnWeights, Planned, StockWeight } from './plan.ts';

/** The numbers of a stock layer's weight, made from those of the module. */
export function weightNumbers(layer: Planned, weight: StockWeight, values: WeightValues): Float32Array {
  const own: OwnWeights = (name) => {
    const tensor = values.get(`${layer.module}.${name}`);
    if (!tensor) throw new Error(`no values were given for the weight ${layer.module}.${name}`);
    return tensor.data;
  };
  const numbers = weight.values(own);
  if (numbers.length !== elementCount(weight.shape)) {
    throw new Error(
      `the weight ${layer.name}/${weight.name} takes [${weight.shape}], got ${numbers.length} numbers`,
    );
  }
  return numbers;
}
