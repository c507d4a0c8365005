import { beforeAll, describe, expect, test } from 'vitest';
import { compile, type Network } from '../../src/index.ts';
import type { WeightStorage } from '../../src/lower/lowering.ts';
import { lowerToTflite } from '../../src/lower/tflite/index.ts';
import { tfliteKernels } from '../../src/lower/tflite/kernels.ts';
import { diskHost } from '../../src/node.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import { optimise } from '../../src/passes/optimise.ts';
import type { Tf } from '../../src/runtime/tf.ts';
import { elementCount, type Tensor } from '../../src/weights/tensor.ts';
import { load } from '../lower/layers/harness.ts';
import { loadTflite, type Output } from '../lower/tflite/litert.ts';
import { filesOf } from '../lower/tflite/lowered.ts';
import { startBackend } from './backends.ts';
import { expectSame, relativeError } from './compare.ts';
import { compileCase, goldenCases, readGolden } from './golden.ts';
import { channelsLast } from './layout.ts';
import { predict } from './predict.ts';
import { smallExample, smallExamples } from './small-examples.ts';

/** The file of a network, as it is or optimised. */
function tfliteOf({ graph, weights }: Network, optimised: boolean, storage?: WeightStorage): Uint8Array {
  const inference = inferenceGraph(graph, weights);
  const lowering = lowerToTflite(optimised ? optimise(inference, tfliteKernels) : inference, { storage });
  return filesOf(lowering).get('model.tflite') ?? new Uint8Array();
}

async function run(file: Uint8Array, inputs: readonly Tensor[]): Promise<readonly Output[]> {
  const model = await loadTflite(file);
  expect(model.inputs.map(({ shape }) => shape)).toEqual(inputs.map(({ shape }) => shape));
  const outputs = await model.run(...inputs.map(({ data }) => data));
  model.delete();
  return outputs;
}

/** The same numbers for the same network, one sample of each input. */
function samplesFor({ graph }: Network): readonly Tensor[] {
  return graph.inputs.map((id) => {
    const shape = [1, ...(graph.nodes[id]?.shape ?? []).map(Number)];
    const data = Float32Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i * 1.7 + 0.3));
    return { shape, data };
  });
}

/** One of the samples of a batch. */
function sampleOf({ shape: [batch = 1, ...sample], data }: Tensor, index: number): Tensor {
  const length = data.length / batch;
  return { shape: [1, ...sample], data: data.slice(index * length, (index + 1) * length) };
}

const forms = [
  ['as it is', false],
  ['optimised', true],
] as const;

describe.each(forms)('LiteRT.js gives the outputs of PyTorch, the network %s', (_, optimised) => {
  test.each(goldenCases)('$name', async (golden) => {
    const { file, bytes } = readGolden(golden.name);
    const choice = { ...golden.choice, weights: bytes, match: { prefix: 'w/' } };
    const model = tfliteOf(compileCase(golden, file).network(choice), optimised);
    const [input, expected] = [channelsLast(file, 'input'), channelsLast(file, 'output')];
    for (let i = 0; i < (input.shape[0] ?? 0); i++) {
      const [output, ...more] = await run(model, [sampleOf(input, i)]);
      if (!output || more.length > 0) throw new Error('the model has not one output');
      expectSame(output, sampleOf(expected, i), `the output of sample ${i + 1}`);
    }
  });
});

describe('LiteRT.js gives what tfjs makes of the layers model', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await startBackend('wasm');
  });

  async function compare(network: Network, optimised: boolean): Promise<void> {
    const inputs = samplesFor(network);
    const model = await load(await network.toFiles());
    const expected = predict(tf, model, ...inputs);
    model.dispose();
    const outputs = await run(tfliteOf(network, optimised), inputs);
    expect(outputs.map(({ name }) => name)).toEqual(network.graph.outputs.map(({ name }) => name));
    for (const [i, output] of outputs.entries())
      expectSame(output, expected[i] ?? { shape: [], data: [] }, output.name);
  }

  const isKnown = ({ graph }: Network) =>
    graph.nodes.every(({ shape }) => shape.every((size) => typeof size === 'number'));
  const examples = Object.keys(smallExamples);
  const known = examples.filter((which) => isKnown(smallExample(which)));

  describe.each(forms)('of every example with known sizes, %s', (_, optimised) => {
    test.each(known)('%s', (which) => compare(smallExample(which), optimised));
  });

  test('the others are refused', () => {
    const open = examples.filter((which) => !known.includes(which));
    expect(open).toEqual(['unet.arch unet']);
    for (const which of open) {
      const { graph, weights } = smallExample(which);
      const lowering = lowerToTflite(inferenceGraph(graph, weights));
      const codes = 'diagnostics' in lowering ? lowering.diagnostics.map(({ code }) => code) : [];
      expect(codes).toEqual(['ARC5301']);
    }
  });

  test('of MobileNetV2 at its full size', () => compare(mobilenet(), true));
});

function mobilenet(): Network {
  return compile(diskHost(), 'examples/mobilenet_v2.arch').network();
}

describe('MobileNetV2 stored smaller gives nearly the same numbers', () => {
  test.each([
    ['float16', 0.51, 1e-2],
    ['int8', 0.28, 1e-1],
  ] as const)('%s', async (storage, share, tolerance) => {
    const network = mobilenet();
    const inputs = samplesFor(network);
    const full = tfliteOf(network, true);
    const small = tfliteOf(network, true, storage);
    expect(small.byteLength / full.byteLength).toBeLessThanOrEqual(share);
    const [expected] = await run(full, inputs);
    const [found] = await run(small, inputs);
    const error = relativeError(found?.data ?? [], expected?.data ?? []);
    expect(error).toBeLessThanOrEqual(tolerance);
    expect(error).toBeGreaterThan(0);
  });
});

describe.each(forms)('the fast kernels of LiteRT.js compute all of MobileNetV2, %s', (_, optimised) => {
  test.each(['float32', 'float16', 'int8'] as const)('%s', async (storage) => {
    const model = await loadTflite(tfliteOf(mobilenet(), optimised, storage));
    expect(model.isFullyAccelerated).toBe(true);
    model.delete();
  });
});
