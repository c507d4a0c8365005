import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InferenceGraph } from '../../src/ir/inference.ts';
import { verifyInference } from '../../src/ir/verify-inference.ts';
import { graphKernels } from '../../src/lower/graph/kernels.ts';
import { onnxKernels } from '../../src/lower/onnx/kernels.ts';
import { tfliteKernels } from '../../src/lower/tflite/kernels.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import { onlyOutputs } from '../../src/passes/only-outputs.ts';
import { optimise } from '../../src/passes/optimise.ts';
import { hasEmptyMap, outcomeOf } from '../generate/check.ts';
import { programs } from '../generate/programs.ts';
import { someValues } from '../lower/layers/harness.ts';
import { expectSameNumbers } from './programs.ts';

const RUNS = Number(process.env.ARCHC_RUNS ?? 40);
const SEED = Number(process.env.ARCHC_SEED ?? 20);

/** What is below the floor is the rounding of larger numbers before it, which a random program may magnify. */
const TOLERANCE = 1e-4;
const FLOOR = 1e-2;

/** The graph after each pass is sound. */
function optimised(graph: InferenceGraph, kernels: Parameters<typeof optimise>[1]): InferenceGraph {
  return optimise(graph, kernels, (pass, each) => {
    expect(verifyInference(each), pass).toEqual([]);
  });
}

test(`${RUNS} random programs give the same numbers after all passes, in every part`, {
  timeout: 600_000,
}, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(programs(), async (text) => {
      const outcome = outcomeOf(text);
      // A layer_norm of channels that should be equal shows their rounding, and nothing else.
      if ('refused' in outcome || hasEmptyMap(outcome.network) || text.includes('layer_norm')) return;
      const { graph } = outcome.network;
      const before = inferenceGraph(graph, someValues(graph));
      for (const kernels of [graphKernels, tfliteKernels, onnxKernels])
        expect(verifyInference(onlyOutputs(optimised(before, kernels)))).toEqual([]);
      await expectSameNumbers(before, optimised(before, graphKernels), TOLERANCE, FLOOR);
      // What only the other targets do: pads in front of convolutions, hard activations as they are.
      await expectSameNumbers(before, optimised(before, tfliteKernels), TOLERANCE, FLOOR);
      compared++;
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(compared).toBeGreaterThan(RUNS / 6);
});
