import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Network } from '../../src/index.ts';
import type { InferenceGraph } from '../../src/ir/inference.ts';
import { graphKernels } from '../../src/lower/graph/kernels.ts';
import { lowerToLayers } from '../../src/lower/layers/index.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import { optimise } from '../../src/passes/optimise.ts';
import type { Tensor } from '../../src/weights/tensor.ts';
import { hasEmptyMap, inferredShapes, outcomeOf } from '../generate/check.ts';
import { programs } from '../generate/programs.ts';
import { asTrained } from '../generate/weights.ts';
import { execute, lowerAndLoad, type Numbers, ramp } from '../lower/graph/harness.ts';
import { load } from '../lower/layers/harness.ts';
import { backendsUnderTest, startBackend } from './backends.ts';
import { expectSame, relativeError } from './compare.ts';
import { compileCase, goldenCases, readGolden } from './golden.ts';
import { channelsLast } from './layout.ts';
import { predict } from './predict.ts';
import { smallExample, smallExamples } from './small-examples.ts';

const RUNS = Number(process.env.ARCHC_RUNS ?? 150);
const SEED = Number(process.env.ARCHC_SEED ?? 20);

/** A random program may be badly conditioned; what is below the floor is the rounding of larger numbers before it. */
const RANDOM = { tolerance: 1e-3, floor: 1e-2 };

/** The graph as it follows from the network, and as it is best for the target. */
function forms({ graph, weights }: Pick<Network, 'graph' | 'weights'>): readonly InferenceGraph[] {
  const plain = inferenceGraph(graph, weights);
  return [plain, optimise(plain, graphKernels)];
}

async function outputsOf(graph: InferenceGraph, inputs: readonly Tensor[]): Promise<readonly Numbers[]> {
  const model = await lowerAndLoad(graph);
  const outputs = execute(model, inputs);
  model.dispose();
  return outputs;
}

describe.each(backendsUnderTest())('graph models on %s', (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  test.each(goldenCases)('the output of PyTorch: $name', async (golden) => {
    const { file, bytes } = readGolden(golden.name);
    const choice = { ...golden.choice, weights: bytes, match: { prefix: 'w/' } };
    const network = compileCase(golden, file).network(choice);
    const expected = channelsLast(file, 'output');
    for (const form of forms(network)) {
      const [output, ...more] = await outputsOf(form, [channelsLast(file, 'input')]);
      expect(more).toEqual([]);
      expectSame(output ?? { shape: [], data: [] }, expected, 'the output');
    }
  });

  test.each(Object.keys(smallExamples))('as the layers model: %s', async (which) => {
    const { graph, weights: initial, ...network } = smallExample(which);
    const weights = asTrained(initial);
    const inputs = inferredShapes({ graph, weights, ...network }, 'inputs', 2).map((shape) => ramp(...shape));
    const tf = await startBackend(backend);
    const lowered = lowerToLayers(graph, weights);
    if ('diagnostics' in lowered) throw new Error('the layers target cannot express it');
    const model = await load(lowered.files);
    const expected = predict(tf, model, ...inputs);
    model.dispose();
    for (const form of forms({ graph, weights })) {
      const found = await outputsOf(form, inputs);
      expect(found.length).toBe(expected.length);
      for (const [i, each] of expected.entries()) {
        expectSame(found[i] ?? { shape: [], data: [] }, each, `output ${i}`);
      }
    }
  });
});

test(`${RUNS} random programs give the numbers of their layers models on wasm`, {
  timeout: 1_800_000,
}, async () => {
  const tf = await startBackend('wasm');
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(programs(), async (text) => {
      const outcome = outcomeOf(text);
      if ('refused' in outcome) return;
      const { network, files } = outcome;
      // A layer_norm of channels that should be equal shows their rounding, and nothing else.
      if (hasEmptyMap(network) || text.includes('layer_norm')) return;
      const inputs = inferredShapes(network, 'inputs', 2).map((shape) => ramp(...shape));
      const model = await load(files);
      const expected = predict(tf, model, ...inputs);
      model.dispose();
      for (const form of forms(network)) {
        const found = await outputsOf(form, inputs);
        expect(found.map(({ shape }) => shape)).toEqual(inferredShapes(network, 'outputs', 2));
        expected.forEach(({ data }, i) => {
          // Numbers beyond 32 bits say nothing more.
          if (!Array.from(data).every(Number.isFinite)) return;
          compared++;
          expect(relativeError(found[i]?.data ?? [], data, RANDOM.floor)).toBeLessThanOrEqual(
            RANDOM.tolerance,
          );
        });
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(compared).toBeGreaterThan(RUNS / 6);
});
