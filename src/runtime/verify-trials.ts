import type { Tensor } from '../weights/tensor.ts';
import type { ModelFiles } from './artifact.ts';
import { relativeDifference } from './output-change.ts';
import type { PresentEngine } from './verify-engines.ts';

/** What models are run on. */
export interface Trial {
  readonly batch: number;
  readonly inputs: readonly Tensor[];
}

/** Of each trial the outputs by name. */
export type Outputs = readonly (readonly (Tensor & { readonly name: string })[])[];

/** What a model makes of each trial; or why it does not. */
export async function runTrials(
  engine: PresentEngine,
  model: ModelFiles,
  trials: readonly Trial[],
): Promise<Outputs | string> {
  try {
    const runner = await engine.open(model, [...model.files.keys()][0] ?? '');
    if ('code' in runner) return runner.message;
    try {
      const outputs: Outputs[number][] = [];
      for (const { inputs } of trials) {
        const results = await runner.run(inputs);
        outputs.push(results.map((result, i) => ({ ...result, name: runner.outputs[i]?.name ?? `${i}` })));
      }
      return outputs;
    } finally {
      await runner.dispose();
    }
  } catch (failure) {
    return (failure instanceof Error ? failure.message : String(failure)).split('\n')[0] ?? '';
  }
}

/** Infinite where the shapes differ, and where a number is none. */
export function differenceOf(expected: Tensor, found: Tensor | undefined): number {
  if (!found || expected.shape.join() !== found.shape.join()) return Number.POSITIVE_INFINITY;
  const difference = relativeDifference(expected.data, found.data);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}
