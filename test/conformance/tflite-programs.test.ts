import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { InferenceGraph } from '../../src/ir/inference.ts';
import { lowerToTflite } from '../../src/lower/tflite/index.ts';
import { tfliteKernels } from '../../src/lower/tflite/kernels.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import { optimise } from '../../src/passes/optimise.ts';
import type { Tf } from '../../src/runtime/tf.ts';
import { elementCount } from '../../src/weights/tensor.ts';
import { inferredShapes, outcomeOf } from '../generate/check.ts';
import { programs } from '../generate/programs.ts';
import { load } from '../lower/layers/harness.ts';
import { loadTflite } from '../lower/tflite/litert.ts';
import { filesOf } from '../lower/tflite/lowered.ts';
import { startBackend } from './backends.ts';
import { relativeError } from './compare.ts';
import { predict } from './predict.ts';

const RUNS = Number(process.env.ARCHC_RUNS ?? 150);
const SEED = Number(process.env.ARCHC_SEED ?? 30);

/** Two runtimes sum in different orders, and a random program may be badly conditioned. */
const TOLERANCE = 1e-3;

/** What is smaller is the rounding of larger numbers before it. */
const FLOOR = 1e-2;

let tf: Tf;
beforeAll(async () => {
  tf = await startBackend('cpu');
});

test('random programs give the numbers of tfjs in LiteRT.js, optimised or not', {
  timeout: 1_800_000,
}, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(programs(), async (text) => {
      const outcome = outcomeOf(text.replaceAll(/8 \* \?[hw]/g, '16'));
      // A layer_norm of channels that should be equal shows their rounding, and nothing else.
      if ('refused' in outcome || text.includes('layer_norm')) return;
      const { network, files } = outcome;
      const inputs = inferredShapes(network, 'inputs', 1).map((shape) => {
        const data = Float32Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i * 1.7 + 0.3));
        return { shape, data };
      });
      const model = await load(files);
      const expected = predict(tf, model, ...inputs);
      model.dispose();
      const plain = inferenceGraph(network.graph, network.weights);
      for (const graph of [plain, optimise(plain, tfliteKernels)]) {
        const found = await outputsOf(
          graph,
          inputs.map(({ data }) => data),
        );
        expect(found.map(({ shape }) => shape)).toEqual(inferredShapes(network, 'outputs', 1));
        for (const [i, { data }] of expected.entries()) {
          // Numbers beyond 32 bits say nothing more.
          if (!Array.from(data).every(Number.isFinite)) continue;
          compared++;
          expect(relativeError(found[i]?.data ?? [], data, FLOOR)).toBeLessThanOrEqual(TOLERANCE);
        }
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(compared).toBeGreaterThan(RUNS / 3);
});

async function outputsOf(graph: InferenceGraph, inputs: readonly Float32Array[]) {
  const model = await loadTflite(filesOf(lowerToTflite(graph)).get('model.tflite'));
  const outputs = await model.run(...inputs);
  model.delete();
  return outputs;
}
