import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InferenceGraph } from '../../../src/ir/inference.ts';
import { lowerToGraph } from '../../../src/lower/graph/index.ts';
import type { WeightStorage } from '../../../src/lower/lowering.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { body, graphOf, written } from '../../program.ts';
import { expectClose, someValues } from '../layers/harness.ts';
import { execute, graphFiles, loadGraph, lowerAndLoad, ramp } from './harness.ts';

beforeAll(() => tf.setBackend('cpu'));

function inference(text: string): InferenceGraph {
  const graph = graphOf(text);
  return inferenceGraph(graph, someValues(graph));
}

interface Written {
  readonly format: string;
  readonly modelTopology: {
    readonly node: readonly { readonly name: string; readonly op: string; readonly input?: string[] }[];
  };
  readonly signature: Readonly<
    Record<'inputs' | 'outputs', Readonly<Record<string, { readonly name: string }>>>
  >;
  readonly userDefinedMetadata: unknown;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly {
      readonly name: string;
      readonly shape: readonly number[];
      readonly quantization?: { readonly dtype: string };
    }[];
  }[];
}

function modelOf(graph: InferenceGraph, storage: WeightStorage = 'float32'): Written {
  return JSON.parse(new TextDecoder().decode(graphFiles(graph, storage).get('model.json')));
}

const network = body(`
  stem: conv2d(8, kernel = 3, stride = 2, bias = false) -> batch_norm() -> relu6()
  residual { depthwise_conv2d(bias = false) -> dropout(0.2) } as inner
  global_avg_pool()
  dense(4) as scores
  scores -> softmax() as shares
  output scores, shares
`);

describe('names', () => {
  test('every path of the network can be executed, and so can its blocks and labels', async () => {
    const graph = inference(network);
    const model = await lowerAndLoad(graph);
    const image = ramp(1, 32, 32, 8);
    for (const { name, shape } of graph.nodes) {
      if (graph.inputs.includes(name)) continue;
      expect(execute(model, [image], [name])[0]?.shape).toEqual([1, ...shape]);
    }
    const [stem, last] = execute(model, [image], ['stem', 'stem.relu6']);
    expect(stem).toEqual(last);
    expect(graph.parts.map(({ path }) => path)).toContain('stem');
  });

  test('inputs and outputs have those of the program, in its order', async () => {
    const graph = inference(network);
    const { signature, userDefinedMetadata, format } = modelOf(graph);
    expect(format).toBe('graph-model');
    expect(Object.keys(signature.inputs)).toEqual(['image']);
    expect(Object.keys(signature.outputs)).toEqual(['scores', 'shares']);
    expect(userDefinedMetadata).toEqual({ outputs: ['scores', 'shares'] });
    const model = await lowerAndLoad(graph);
    const given = tf.tensor(ramp(1, 32, 32, 8).data, [1, 32, 32, 8]);
    const [scores, shares] = [model.predict({ image: given })].flat();
    if (!(scores instanceof tf.Tensor && shares instanceof tf.Tensor)) throw new Error('no tensors');
    expectClose(tf.softmax(scores).dataSync(), shares.dataSync(), 1e-6, 'shares');
    const asked = model.execute({ image: given }, 'shares');
    if (!(asked instanceof tf.Tensor)) throw new Error('no tensor');
    expect(Array.from(asked.dataSync())).toEqual(Array.from(shares.dataSync()));
  });

  test('a tensor that is several outputs, or an input, is given as each of them', async () => {
    const model = await lowerAndLoad(
      inference(
        body('  _ as same\n  relu() as positive\n  identity() as again\n  output same, positive, again'),
      ),
    );
    const image = ramp(1, 32, 32, 8);
    const [same, positive, again] = execute(model, [image]);
    expect(Array.from(same?.data ?? [])).toEqual(Array.from(image.data));
    expect(Array.from(positive?.data ?? [])).toEqual(Array.from(image.data.map((each) => Math.max(each, 0))));
    expect(again).toEqual(positive);
  });

  test('two parts that begin with an underscore keep nodes of their own', async () => {
    const model = await lowerAndLoad(inference(body('  _a: relu()\n  x_a: tanh()')));
    const [first, second] = execute(model, [ramp(1, 32, 32, 8)], ['x_a', 'x_a_2']);
    expect(first?.data).not.toEqual(second?.data);
  });

  test('names that objects of JavaScript have from the start are no trouble', async () => {
    const steps = (name: string) =>
      `  ${name}: relu() -> conv2d(4)\n  tanh() as ${name}_out\n  output ${name}_out`;
    const image = ramp(1, 32, 32, 8);
    const [odd] = execute(await lowerAndLoad(inference(body(steps('constructor')))), [image]);
    const [plain] = execute(await lowerAndLoad(inference(body(steps('stem')))), [image]);
    expect(odd?.data.length).toBe(32 * 32 * 4);
    expect(plain?.shape).toEqual(odd?.shape);
  });
});

test('what only bears a name costs nothing when the model runs', async () => {
  const model = await lowerAndLoad(inference(network));
  const image = tf.tensor(ramp(1, 32, 32, 8).data, [1, 32, 32, 8]);
  const { kernels } = await tf.profile(() => model.predict(image));
  expect(kernels.map(({ name }) => name)).not.toContain('Identity');
  expect(modelOf(inference(network)).modelTopology.node.map(({ op }) => op)).toContain('Identity');
});

describe('an activation behind an affine step that nothing else takes', () => {
  const opsOf = async (text: string) => {
    const model = await lowerAndLoad(inference(body(text)));
    const image = tf.tensor(ramp(1, 32, 32, 8).data, [1, 32, 32, 8]);
    const { kernels } = await tf.profile(() => model.predict(image));
    // An operation of tfjs with a gradient of its own is listed beside its kernel.
    return kernels.map(({ name }) => name).filter((name) => !name.endsWith('__op'));
  };

  test('is computed in its kernel, and the step can still be asked for', async () => {
    const text = '  batch_norm() -> relu()';
    expect(await opsOf(text)).toEqual(['FusedDepthwiseConv2D']);
    const model = await lowerAndLoad(inference(body(text)));
    const [normal, positive] = execute(model, [ramp(1, 32, 32, 8)], ['batch_norm', 'relu']);
    expect(Array.from(positive?.data ?? [])).toEqual(
      Array.from(normal?.data ?? [], (each) => Math.max(each, 0)),
    );
  });

  test('is not where the step is taken twice', async () => {
    const ops = await opsOf('  batch_norm() as normal\n  relu()\n  add(_, normal)');
    expect(ops).toEqual(['FusedDepthwiseConv2D', 'Relu', 'Add']);
  });
});

test('the weights of a shared layer are written once', async () => {
  const graph = inference(
    'network pair {\n  input a: [4]\n  input b: [4]\n  shared tower = dense(3)\n' +
      '  a -> tower() as p\n  b -> tower() as q\n  add(p, q)\n}\n',
  );
  const { weights } = modelOf(graph).weightsManifest[0] ?? { weights: [] };
  expect(weights.map(({ name }) => name)).toEqual(['tower.kernel', 'tower.bias']);
  const vector = ramp(2, 4);
  const model = await lowerAndLoad(graph);
  const [sum] = execute(model, [vector, vector]);
  const [one] = execute(model, [vector, vector], ['tower']);
  expectClose(
    sum?.data ?? [],
    Array.from(one?.data ?? [], (each) => 2 * each),
    1e-6,
    'the sum',
  );
});

describe('storage', () => {
  const text = body('  conv2d(64)\n  depthwise_conv2d()\n  global_avg_pool()\n  dense(100)');
  const bytesOf = (files: ReadonlyMap<string, Uint8Array>) =>
    [...files].reduce((sum, [name, { length }]) => (name.endsWith('.bin') ? sum + length : sum), 0);

  test('halves take half the space, and the numbers stay to a thousandth', async () => {
    const graph = inference(text);
    const [whole, halved] = [graphFiles(graph), graphFiles(graph, 'float16')];
    expect(bytesOf(halved)).toBeLessThan(0.51 * bytesOf(whole));
    const image = ramp(1, 32, 32, 8);
    const [expected] = execute(await loadGraph(whole), [image]);
    const [actual] = execute(await loadGraph(halved), [image]);
    expectClose(actual?.data ?? [], expected?.data ?? [], 2e-3, 'the output');
  });

  test('bytes are for kernels; those of depthwise convolutions are halves, biases stay', () => {
    const { weights } = modelOf(inference(text), 'int8').weightsManifest[0] ?? { weights: [] };
    const stored = weights.map(({ name, quantization }) => [name, quantization?.dtype ?? 'float32']);
    expect(Object.fromEntries(stored.filter(([name]) => !name?.includes('/')))).toEqual({
      'conv2d.kernel': 'uint8',
      'conv2d.bias': 'float32',
      'depthwise_conv2d.kernel': 'float16',
      'depthwise_conv2d.bias': 'float32',
      'dense.kernel': 'uint8',
      'dense.bias': 'float32',
    });
  });

  test('bytes are read as the nearest of 256 steps, and 0 as 0', async () => {
    const graph = inference(body('  dense(4, bias = false)', '[3]'));
    const [, dense] = graph.nodes;
    if (dense?.op !== 'dense') throw new Error('no dense layer');
    const { kernel } = dense.attributes;
    kernel.data[5] = 0;
    const model = await lowerAndLoad(graph, 'int8');
    const read = Array.from({ length: 3 }, (_, i) =>
      execute(model, [{ shape: [1, 3], data: Float32Array.from([0, 1, 2], (at) => (at === i ? 1 : 0)) }]),
    ).flatMap(([row]) => Array.from(row?.data ?? []));
    const step = (Math.max(...kernel.data) - Math.min(...kernel.data)) / 255;
    read.forEach((each, i) => {
      expect(Math.abs(each - (kernel.data[i] ?? 0))).toBeLessThan(step * 0.51);
    });
    expect(read[5]).toBe(0);
    expect(read).not.toEqual(Array.from(kernel.data));
  });
});

test('a large weight goes on in the next shard', async () => {
  const graph = inference(body('  dense(1100)', '[1000]'));
  const files = graphFiles(graph);
  expect([...files].map(([name, { length }]) => [name, name.endsWith('.bin') ? length : 0])).toEqual([
    ['model.json', 0],
    ['group1-shard1of2.bin', 4 * 1024 * 1024],
    ['group1-shard2of2.bin', 4 * 1101 * 1000 + 400 - 4 * 1024 * 1024],
  ]);
  expect(execute(await loadGraph(files), [ramp(1, 1000)])[0]?.shape).toEqual([1, 1100]);
});

test('a tensor with more axes than tfjs computes with is refused at its line', () => {
  const lowered = lowerToGraph(inference(body('  reshape([2, 4, 2, 4, 4, 4])\n  relu()', '[8, 8, 16]')));
  expect('diagnostics' in lowered && lowered.diagnostics.map(written)).toEqual([
    'ARC5101 at `reshape([2, 4, 2, 4, 4, 4])`: the graph target cannot express `reshape`: it has 6 axes',
  ]);
});
