import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Tensor } from '../weights/tensor.ts';
import type { ModelFiles } from './artifact.ts';
import type { Engine } from './engine.ts';
import { openRunner } from './open-runner.ts';

/**
 * How far the outputs of one model are from those of another on the same inputs: the largest difference of any output,
 * as a share of the largest number in that output (of the first model). Diagnostics as in `openRunner`.
 */
export async function outputChange(
  engine: Engine,
  exact: ModelFiles,
  other: ModelFiles,
  inputs: readonly Tensor[],
  path: string,
): Promise<number | Diagnostic> {
  const outputs: (readonly Tensor[])[] = [];
  for (const model of [exact, other]) {
    const runner = await openRunner(engine, model, path);
    if ('code' in runner) return runner;
    outputs.push(await runner.run(inputs).finally(() => runner.dispose()));
  }
  const [expected = [], found = []] = outputs;
  return Math.max(0, ...expected.map((output, i) => relativeDifference(output.data, found[i]?.data ?? [])));
}

/** The largest difference, as a share of the largest magnitude expected; NaN where one is. */
export function relativeDifference(expected: ArrayLike<number>, found: ArrayLike<number>): number {
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i] ?? Number.NaN;
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs(value - (found[i] ?? Number.NaN)));
  }
  return largest === 0 ? difference : difference / largest;
}
