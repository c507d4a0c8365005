import { describe, expect, test } from 'vitest';
import type { Constant, InferenceGraph, InferenceNode } from '../../../src/ir/inference.ts';
import type { WeightStorage } from '../../../src/lower/lowering.ts';
import { lowerToTflite } from '../../../src/lower/tflite/index.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { fromFloat16, toFloat16 } from '../../../src/weights/float16.ts';
import { body, graphOf, labelsOf, written } from '../../program.ts';
import { expectClose, someValues } from '../layers/harness.ts';
import { loadTflite } from './litert.ts';
import { filesOf } from './lowered.ts';
import { type ReadModel, readModel } from './read-model.ts';

function inferenceOf(text: string): InferenceGraph {
  const graph = graphOf(text);
  return inferenceGraph(graph, someValues(graph));
}

function fileOf(graph: InferenceGraph, storage?: WeightStorage): Uint8Array {
  return filesOf(lowerToTflite(graph, { storage })).get('model.tflite') ?? new Uint8Array();
}

function modelOf(text: string): ReadModel {
  return readModel(fileOf(inferenceOf(text)));
}

/** Its operators in order, by name. */
function operatorsOf(text: string): readonly string[] {
  return modelOf(text).operators.map(({ name }) => name);
}

/** The graph with the attributes of its convolution changed. */
function withConvolution(
  graph: InferenceGraph,
  change: (node: InferenceNode<'conv2d'>) => InferenceNode<'conv2d'>,
): InferenceGraph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.op === 'conv2d' ? change(node) : node)) };
}

function diagnosticsOf(graph: InferenceGraph) {
  const lowering = lowerToTflite(graph);
  return 'diagnostics' in lowering ? lowering.diagnostics : [];
}

const SMALL = body('stem: conv2d(4) -> relu()\nglobal_avg_pool() -> dense(3)', '[6, 5, 2]');

describe('the file', () => {
  test('is a model of TensorFlow Lite, schema version 3, with one subgraph', () => {
    const model = modelOf(SMALL);
    expect(model.identifier).toBe('TFL3');
    expect(model.version).toBe(3);
    expect(model.subgraph).toBe('net');
  });

  test('has the names of the program at inputs and outputs, of nodes and weights elsewhere', () => {
    const { inputs, outputs, signature, tensors, operators } = modelOf(SMALL);
    expect(inputs).toEqual(['image']);
    expect(outputs).toEqual(['output']);
    expect(signature).toEqual({
      key: 'serving_default',
      inputs: { image: 'image' },
      outputs: { output: 'output' },
    });
    expect(operators.flatMap((each) => each.outputs)).toEqual([
      'stem.conv2d',
      'stem.relu',
      'global_avg_pool',
      'output',
    ]);
    const names = tensors.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('stem.conv2d.kernel');
    expect(tensors.find(({ name }) => name === 'stem.conv2d')?.shape).toEqual([1, 6, 5, 4]);
  });

  test('keeps the numbers of weights at multiples of 16 bytes, behind one empty buffer', () => {
    const [first, ...starts] = modelOf(SMALL).dataStarts;
    expect(first).toBeUndefined();
    expect(starts.length).toBeGreaterThan(4);
    for (const start of starts) expect((start ?? 1) % 16).toBe(0);
  });

  test('is the same each time', () => {
    expect(fileOf(inferenceOf(SMALL))).toEqual(fileOf(inferenceOf(SMALL)));
  });

  test('holds what several nodes share once', () => {
    const shared = body('shared twice = dense(5)\ntwice() -> twice()', '[5]');
    const { tensors, operators } = modelOf(shared);
    const kernels = operators.map(({ inputs }) => inputs[1]);
    expect(new Set(kernels).size).toBe(1);
    expect(tensors.filter(({ shape }) => shape.join() === '5,5')).toHaveLength(1);
  });

  test('leaves out what no output needs', () => {
    const graph = inferenceOf(SMALL);
    const dead = graph.nodes
      .filter(({ name }) => name === 'stem.relu')
      .map((node) => ({ ...node, name: 'unread' }));
    const [output] = graph.outputs;
    const position = graph.nodes.findIndex(({ name }) => name === output?.node);
    const nodes = graph.nodes.toSpliced(position, 0, ...dead);
    expect(nodes).toHaveLength(graph.nodes.length + 1);
    const names = (each: InferenceGraph) => readModel(fileOf(each)).tensors.map(({ name }) => name);
    expect(names({ ...graph, nodes })).toEqual(names(graph));
  });
});

describe('outputs', () => {
  test('an input that is an output, and a node that is two, are copied', async () => {
    const text = `network net {
      input x: [3]
      x -> relu() as a
      _ -> identity() as b
      x -> identity() as same
      output a, b, same
    }`;
    const file = fileOf(inferenceOf(text));
    const { outputs, operators } = readModel(file);
    expect(outputs).toEqual(['a', 'b', 'same']);
    expect(operators.map(({ name }) => name)).toEqual(['RELU', 'RESHAPE', 'RESHAPE']);
    const model = await loadTflite(file);
    const found = await model.run([-1, 2, -3]);
    expect(found.map(({ name, data }) => [name, ...data])).toEqual([
      ['a', 0, 2, 0],
      ['b', 0, 2, 0],
      ['same', -1, 2, -3],
    ]);
    model.delete();
  });

  test('a name that another node bears stays that node’s', () => {
    const text = `network net {
      input x: [3]
      relu: dense(3)
      relu6() as relu
      output relu
    }`;
    const { outputs, signature } = readModel(fileOf(inferenceOf(text)));
    expect(signature.outputs).toEqual({ relu: outputs[0] });
  });
});

describe('padding', () => {
  test.each([
    ['as "same" pads, on an odd size', 'conv2d(3, stride = 2)', '[7, 5, 2]', ['CONV_2D']],
    ['on both sides of an even size', 'conv2d(3, stride = 2)', '[6, 8, 2]', ['PAD', 'CONV_2D']],
    ['"same" itself', 'depthwise_conv2d(stride = 2, padding = "same")', '[6, 8, 2]', ['DEPTHWISE_CONV_2D']],
    ['none', 'conv2d(3, padding = 0)', '[6, 8, 2]', ['CONV_2D']],
    ['on four sides', 'conv2d(3, padding = (2, 0, 1, 3))', '[6, 8, 2]', ['PAD', 'CONV_2D']],
    ['of a maximum', 'max_pool2d(3, stride = 2, padding = 1)', '[6, 8, 2]', ['PADV2', 'MAX_POOL_2D']],
    ['of a maximum on an odd size', 'max_pool2d(3, stride = 2, padding = 1)', '[7, 9, 2]', ['MAX_POOL_2D']],
    [
      'that counts in a mean',
      'avg_pool2d(3, stride = 1, padding = 1)',
      '[6, 8, 2]',
      ['PAD', 'AVERAGE_POOL_2D'],
    ],
    [
      'that does not count',
      'avg_pool2d(3, stride = 1, padding = 1, count_padding = false)',
      '[6, 8, 2]',
      ['AVERAGE_POOL_2D'],
    ],
    [
      'that does not count, on an even size',
      'avg_pool2d(3, stride = 2, padding = 1, count_padding = false)',
      '[6, 8, 2]',
      ['PAD', 'AVERAGE_POOL_2D', 'MUL'],
    ],
    [
      'of a transpose',
      'conv2d_transpose(3, kernel = 4, stride = 2, padding = 1)',
      '[6, 8, 2]',
      ['TRANSPOSE_CONV'],
    ],
    [
      'of a transpose that is cut',
      'conv2d_transpose(3, stride = 2, output_padding = 1)',
      '[6, 8, 2]',
      ['TRANSPOSE_CONV', 'SLICE'],
    ],
  ])('%s', (_, text, input, operators) => {
    expect(operatorsOf(body(text, input))).toEqual(operators);
  });
});

describe('operators', () => {
  test('groups are split, convolved and joined', () => {
    expect(operatorsOf(body('conv2d(6, groups = 2)', '[5, 5, 4]'))).toEqual([
      'SPLIT',
      'CONV_2D',
      'CONV_2D',
      'CONCATENATION',
    ]);
  });

  test('a group for each channel is a depthwise convolution', () => {
    expect(operatorsOf(body('conv2d(8, groups = 4)', '[5, 5, 4]'))).toEqual(['DEPTHWISE_CONV_2D']);
  });

  test('what changes nothing becomes no operator', () => {
    const text = 'relu() -> dropout(0.5) -> identity() -> upsample(1) -> crop(0) -> slice(0, 2) -> pad(0)';
    expect(operatorsOf(body(text, '[4, 4, 2]'))).toEqual(['RELU']);
  });

  test.each(['relu', 'relu6'] as const)('%s is computed by the kernel', (op) => {
    const graph = withConvolution(inferenceOf(body('conv2d(3)', '[4, 4, 4]')), (node) => ({
      ...node,
      attributes: { ...node.attributes, activation: { op } },
    }));
    const [convolution, ...more] = readModel(fileOf(graph)).operators;
    expect(more).toEqual([]);
    expect(convolution?.options?.byte(3)).toBe(op === 'relu' ? 1 : 3);
  });

  test.each([
    [{ op: 'tanh' }, 'TANH'],
    [{ op: 'sigmoid' }, 'LOGISTIC'],
    [{ op: 'elu' }, 'ELU'],
    [{ op: 'leaky_relu', slope: 0.25 }, 'LEAKY_RELU'],
    [{ op: 'prelu', alpha: { name: 'a', shape: [3], data: Float32Array.of(1, 2, 3) } }, 'PRELU'],
  ] as const)('$0.op follows the kernel', (activation, name) => {
    const graph = withConvolution(inferenceOf(body('conv2d(3)', '[4, 4, 4]')), (node) => ({
      ...node,
      attributes: { ...node.attributes, activation },
    }));
    const { operators, outputs } = readModel(fileOf(graph));
    expect(operators.map((each) => each.name)).toEqual(['CONV_2D', name]);
    expect(operators[1]?.outputs).toEqual(outputs);
  });
});

describe('a symbolic size', () => {
  const text = `network net {
  input image: [32 * ?h, 64, 3]
  input mask: [?, ?, 3]
  input table: [4]
  image -> conv2d(4) -> global_avg_pool() as a
  mask -> conv2d(4) -> global_avg_pool() as b
  add(a, b, table)
}`;

  test('is refused at the input that has it', () => {
    const found = diagnosticsOf(inferenceOf(text));
    expect(found.map((each) => each.code)).toEqual(['ARC5301', 'ARC5301']);
    const [image, mask] = found;
    expect(image && written(image)).toMatch(
      /^ARC5301 at `.*image.*`: the tflite target writes fixed sizes, but the input `image` is \[32 \* \?h, 64, 3\]$/,
    );
    expect(image?.primary?.text).toBe('`32 * ?h` is not known when it is built');
    expect(mask?.primary?.text).toMatch(/^`\?.*` and `\?.*` are not known when it is built$/);
    expect(labelsOf(image)).toEqual([]);
    expect(image?.help).toEqual([
      expect.stringContaining('`--set size=224`'),
      'build it with `--target graph` or `--target onnx`',
    ]);
  });

  test('that is given is not refused', () => {
    expect(diagnosticsOf(inferenceOf(text.replace('32 * ?h', '32').replace('?, ?', '8, 8')))).toEqual([]);
  });
});

test('a size beyond 32 bits is refused where it comes from', () => {
  const [found, ...more] = diagnosticsOf(
    inferenceOf(body('conv2d(4) -> upsample(scale = 2 ** 28) -> relu()', '[16, 1, 3]')),
  );
  expect(more).toEqual([]);
  expect(found && written(found)).toMatch(
    /^ARC5303 at `upsample.*`: the tflite target writes sizes below 2\^31, and an axis of `upsample` has 4294967296$/,
  );
  expect(diagnosticsOf(inferenceOf(body('relu()', '[2147483647, 1, 1]')))).toEqual([]);
});

test('a model beyond 2 GiB is refused', () => {
  const channels = 2 ** 26;
  // One piece of memory that is never written to stands for all.
  const data = new Float32Array(channels);
  const constant = (name: string, shape: readonly number[]): Constant => ({ name, shape, data });
  const graph = inferenceOf(body('depthwise_conv2d(1)', '[1, 1, 1]'));
  const [input, node] = graph.nodes;
  if (input?.op !== 'input' || node?.op !== 'depthwise_conv2d') throw new Error('another graph');
  const shape = [1, 1, channels];
  const layers = Array.from({ length: 5 }, (_, i) => ({
    ...node,
    name: `layer_${i}`,
    inputs: [i === 0 ? input.name : `layer_${i - 1}`],
    shape,
    attributes: {
      ...node.attributes,
      kernel: constant(`kernel_${i}`, [1, 1, channels, 1]),
      bias: constant(`bias_${i}`, [channels]),
    },
  }));
  const huge = {
    ...graph,
    nodes: [{ ...input, shape }, ...layers],
    outputs: [{ name: 'output', node: 'layer_4' }],
  };
  const [found, ...more] = diagnosticsOf(huge);
  expect(more).toEqual([]);
  expect(found?.code).toBe('ARC5302');
  expect(found?.message).toMatch(/^the tflite target cannot write 268\d{7} bytes/);
  expect(found?.help[0]).toContain('`--float16`');
});

describe('stored weights', () => {
  const text = body(
    'conv2d(4, kernel = 1) -> conv2d(4, groups = 2, padding = 0) -> depthwise_conv2d(multiplier = 2)' +
      ' -> prelu() -> conv2d_transpose(3, stride = 2) -> flatten() -> dense(3)',
    '[4, 4, 4]',
  );
  const image = Array.from({ length: 64 }, (_, i) => Math.sin(i));

  async function outputOf(file: Uint8Array): Promise<Float32Array> {
    const model = await loadTflite(file);
    const [output] = await model.run(image);
    model.delete();
    return output?.data ?? new Float32Array();
  }

  /** The graph with every constant as a change makes it. */
  function withConstants(graph: InferenceGraph, change: (constant: Constant) => Constant): InferenceGraph {
    const changed = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && 'data' in value ? change(value as Constant) : value;
    const nodes = graph.nodes.map((node) => ({
      ...node,
      attributes: Object.fromEntries(Object.entries(node.attributes).map(([k, v]) => [k, changed(v)])),
    }));
    return { ...graph, nodes: nodes as unknown as InferenceGraph['nodes'] };
  }

  test('as halves take half the space, and give what their rounded numbers give', async () => {
    const graph = inferenceOf(text);
    const file = fileOf(graph, 'float16');
    const { tensors, operators } = readModel(file);
    const halves = tensors.filter(({ type }) => type === 1);
    const constants = readModel(fileOf(graph)).tensors.filter(({ type, data }) => type === 0 && data);
    expect(halves.map(({ name }) => name)).toEqual(constants.map(({ name }) => `${name}.float16`));
    for (const [i, half] of halves.entries())
      expect(half.data?.byteLength).toBe((constants[i]?.data?.byteLength ?? 0) / 2);
    expect(operators.filter(({ name }) => name === 'DEQUANTIZE_FLOAT16')).toHaveLength(halves.length);
    const rounded = withConstants(graph, (constant) => ({
      ...constant,
      data: fromFloat16(toFloat16(constant.data)),
    }));
    expectClose(await outputOf(file), await outputOf(fileOf(rounded)), 1e-6, 'output');
  });

  test('stay floats where a half cannot hold them', () => {
    const graph = withConstants(inferenceOf(body('dense(2)', '[2]')), (constant) =>
      constant.name.endsWith('kernel') ? { ...constant, data: Float32Array.of(1, 65520, 2, 3) } : constant,
    );
    const { tensors } = readModel(fileOf(graph, 'float16'));
    expect(tensors.filter(({ type }) => type === 1).map(({ name }) => name)).toEqual(['dense.bias.float16']);
  });

  test('as bytes have a scale for each output channel, and give what their rounded numbers give', async () => {
    const graph = inferenceOf(text);
    const file = fileOf(graph, 'int8');
    const stored = readModel(file).tensors.filter(({ type }) => type === 9);
    expect(stored.map(({ name, shape, axis, scales }) => [name, shape, axis, scales.length])).toEqual([
      ['conv2d.kernel.int8', [4, 1, 1, 4], 0, 4],
      ['conv2d_2.kernel.group_1.int8', [2, 3, 3, 2], 0, 2],
      ['conv2d_2.kernel.group_2.int8', [2, 3, 3, 2], 0, 2],
      ['depthwise_conv2d.kernel.int8', [1, 3, 3, 8], 3, 8],
      ['conv2d_transpose.kernel.int8', [3, 3, 3, 8], 0, 3],
      ['dense.kernel.int8', [3, 27], 0, 3],
    ]);
    for (const { zeroPoints } of stored) expect(zeroPoints.every((each) => each === 0)).toBe(true);
    const exact = await outputOf(fileOf(graph));
    const found = await outputOf(file);
    expectClose(found, exact, 0.05, 'output');
    const rounded = withConstants(graph, (constant) =>
      constant.name.endsWith('kernel') ? { ...constant, data: asBytes(constant) } : constant,
    );
    expectClose(found, await outputOf(fileOf(rounded)), 1e-6, 'output');
  });

  /** Kernels rounded to 255 steps for each output channel, wherever their layouts have it. */
  function asBytes({ name, shape, data }: Constant): Float32Array {
    const [last = 1, before = 1] = shape.toReversed();
    const channelOf = (i: number) => {
      if (name.startsWith('conv2d_transpose')) return Math.floor(i / last) % before;
      return name.startsWith('depthwise') ? i % (before * last) : i % last;
    };
    const largest = new Map<number, number>();
    data.forEach((each, i) => {
      largest.set(channelOf(i), Math.max(largest.get(channelOf(i)) ?? 0, Math.abs(each)));
    });
    return data.map((each, i) => {
      const step = (largest.get(channelOf(i)) ?? 0) / 127;
      return Math.round(each / step) * step;
    });
  }
});
