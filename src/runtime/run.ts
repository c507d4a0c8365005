import type { Tensor } from '../weights/tensor.ts';
import type { Runner } from './runner.ts';

export interface Run {
  /** In the order of the model's outputs, each with its batch axis. */
  readonly outputs: readonly (Tensor & { readonly name: string })[];
  /** Milliseconds of the first prediction, on zeros: it allocates, and compiles on some backends. */
  readonly coldMs: number;
  /** Milliseconds of the prediction itself, from its numbers to those of the outputs. */
  readonly warmMs: number;
}

/**
 * Runs a model once on its inputs (each with a batch axis, in the order of the model's inputs), after a run on zeros.
 * The shapes must be those of the model.
 */
export async function runModel(runner: Runner, inputs: readonly Tensor[]): Promise<Run> {
  const zeros = inputs.map(({ shape, data }) => ({ shape, data: new Float32Array(data.length) }));
  const cold = await timed(runner, zeros);
  const warm = await timed(runner, inputs);
  const outputs = warm.outputs.map((output, i) => ({
    ...output,
    name: runner.outputs[i]?.name ?? `output_${i + 1}`,
  }));
  return { outputs, coldMs: cold.ms, warmMs: warm.ms };
}

async function timed(
  runner: Runner,
  inputs: readonly Tensor[],
): Promise<{ readonly outputs: readonly Tensor[]; readonly ms: number }> {
  const start = performance.now();
  const outputs = await runner.run(inputs);
  return { outputs, ms: performance.now() - start };
}

export interface Ranked {
  readonly index: number;
  /** 0 to 1. */
  readonly probability: number;
}

/**
 * The `k` most probable classes of one vector of scores, the most probable first, ties by index. Scores that are not
 * probabilities already (none negative, sum 1 to within 1e-3) are taken as logits and go through a softmax.
 */
export function topK(scores: ArrayLike<number>, k: number): readonly Ranked[] {
  return probabilities(scores)
    .map((probability, index) => ({ index, probability }))
    .sort((a, b) => (scores[b.index] ?? 0) - (scores[a.index] ?? 0) || a.index - b.index)
    .slice(0, k);
}

function probabilities(scores: ArrayLike<number>): readonly number[] {
  const values = Array.from(scores);
  const sum = values.reduce((total, value) => total + value, 0);
  if (values.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3) return values;
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const total = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / total);
}
