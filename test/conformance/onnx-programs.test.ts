import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { ArchError, type Network } from '../../src/index.ts';
import { lowerToOnnx } from '../../src/lower/onnx/index.ts';
import { onnxKernels } from '../../src/lower/onnx/kernels.ts';
import { readModel } from '../../src/lower/onnx/read.ts';
import { verifyOnnx } from '../../src/lower/onnx/verify.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import { optimise } from '../../src/passes/optimise.ts';
import type { Tf } from '../../src/runtime/tf.ts';
import { elementCount, type Tensor } from '../../src/weights/tensor.ts';
import { hasEmptyMap, inferredShapes, outcomeOf } from '../generate/check.ts';
import { programs } from '../generate/programs.ts';
import { load } from '../lower/layers/harness.ts';
import { channelsFirst, channelsLast, runModel, web } from '../lower/onnx/onnxruntime.ts';
import { startBackend } from './backends.ts';
import { relativeError } from './compare.ts';
import { compileText } from './golden.ts';
import { predict } from './predict.ts';

const RUNS = Number(process.env.ARCHC_RUNS ?? 150);
const SEED = Number(process.env.ARCHC_SEED ?? 40);

/** Two runtimes sum in different orders, and a random program may be badly conditioned. */
const TOLERANCE = 1e-3;

/** What is smaller is the rounding of larger numbers before it. */
const FLOOR = 1e-2;

let tf: Tf;
beforeAll(async () => {
  tf = await startBackend('cpu');
});

/** The network with the open sizes of the program; undefined where a layer must know them. */
function openNetwork(text: string): Network | undefined {
  try {
    const network = compileText(text).network();
    return hasEmptyMap(network) ? undefined : network;
  } catch (failure) {
    if (failure instanceof ArchError) return undefined;
    throw failure;
  }
}

/** What onnxruntime makes of the inputs, which stand in the order of the program. */
async function outputsOf({ graph, weights }: Network, inputs: readonly Tensor[], optimised: boolean) {
  const plain = inferenceGraph(graph, weights);
  const lowered = lowerToOnnx(optimised ? optimise(plain, onnxKernels) : plain);
  if ('diagnostics' in lowered) throw new Error('the network is refused');
  expect(verifyOnnx(readModel(lowered.files.get('model.onnx') ?? new Uint8Array()))).toEqual([]);
  const feeds = inputs.map((tensor, i) => [
    graph.nodes[graph.inputs[i] ?? 0]?.path ?? '',
    channelsFirst(tensor),
  ]);
  const found = await runModel(web, lowered.files, Object.fromEntries(feeds));
  return graph.outputs.map(({ name }) => {
    const output = found.get(name);
    if (!output) throw new Error(`the model has no output \`${name}\``);
    return channelsLast(output);
  });
}

test('random programs give the numbers of tfjs in onnxruntime, their sizes open or known, optimised or not', {
  timeout: 1_800_000,
}, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(programs(), async (text) => {
      // tfjs runs the network with the sizes that the open one is run at.
      const outcome = outcomeOf(text.replaceAll('?h', '2').replaceAll('?w', '3'));
      // A layer_norm of channels that should be equal shows their rounding, and nothing else.
      if ('refused' in outcome || text.includes('layer_norm')) return;
      const known = outcome.network;
      const inputs = inferredShapes(known, 'inputs', 2).map((shape) => ({
        shape,
        data: Float32Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i * 1.7 + 0.3)),
      }));
      const model = await load(outcome.files);
      const expected = predict(tf, model, ...inputs);
      model.dispose();
      const network = openNetwork(text) ?? known;
      for (const optimised of [false, true]) {
        const found = await outputsOf(network, inputs, optimised);
        expect(found.map(({ shape }) => shape)).toEqual(inferredShapes(known, 'outputs', 2));
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
