import type { WeightValues } from '../../src/weights/tensor.ts';

/** Numbers from 0 to 1, the same for the same seed (Numerical Recipes' generator). */
export function numbersFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Initial weights with biases, scales and statistics such as training leaves: nothing shows a zero that is left out. */
export function asTrained(weights: WeightValues): WeightValues {
  const random = numbersFrom(1);
  const change = (path: string, initial: number) => {
    if (/\.(gamma|moving_variance)$/.test(path)) return 0.75 + random() / 2;
    if (/\.(beta|moving_mean|bias)$/.test(path)) return (random() - 0.5) / 2;
    return initial;
  };
  return new Map(
    [...weights].map(([path, { shape, data }]) => [
      path,
      { shape, data: data.map((each) => change(path, each)) },
    ]),
  );
}
