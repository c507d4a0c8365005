import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addSizes,
  ceilDivide,
  equalSizes,
  floorDivide,
  type Size,
  scaleSize,
  symbol,
} from '../../../src/ir/size.ts';
import { nameOfSize, sizeOfName } from '../../../src/lower/onnx/dimensions.ts';
import { lowerToOnnx, type OnnxOptions } from '../../../src/lower/onnx/index.ts';
import { readModel } from '../../../src/lower/onnx/read.ts';
import { verifyOnnx } from '../../../src/lower/onnx/verify.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { initialise } from '../../../src/weights/initialise.ts';
import { namedWeights } from '../../../src/weights/named.ts';
import { body, graphOf } from '../../program.ts';
import { runModel, web } from './onnxruntime.ts';
import { storedNumbers } from './stored.ts';

function inferenceOf(text: string) {
  const graph = graphOf(text);
  return inferenceGraph(graph, initialise(namedWeights(graph), 3));
}

function filesOf(text: string, options: OnnxOptions = {}) {
  const lowered = lowerToOnnx(inferenceOf(text), options);
  if ('diagnostics' in lowered) throw new Error('the network is refused');
  return lowered.files;
}

function modelOf(files: ReadonlyMap<string, Uint8Array>) {
  return readModel(files.get('model.onnx') ?? new Uint8Array(), files.get('model.onnx.data'));
}

describe('names', () => {
  const model = modelOf(
    filesOf(`network net {
      input image: [8 * ?h, ?w, 3]
      stem: conv2d(4, stride = 2) -> silu() as first
      first -> global_avg_pool() -> dense(2) as score
      output first, score, image
    }`),
  );

  test('of the graph, its inputs and its outputs are those of the program', () => {
    expect(model.producer).toBe('archc');
    expect(model.graph.name).toBe('net');
    expect(model.graph.inputs).toEqual([
      { name: 'image', type: 'float32', dims: [symbol('batch'), 3, scaleSize(symbol('h'), 8), symbol('w')] },
    ]);
    expect(model.graph.outputs.map(({ name }) => name)).toEqual(['first', 'score', 'image']);
  });

  test('of nodes and weights are the paths of the program', () => {
    expect(model.graph.nodes.map(({ name, op }) => `${name} ${op}`)).toEqual([
      'stem.conv2d Conv',
      'stem.silu/sigmoid Sigmoid',
      'stem.silu Mul',
      'global_avg_pool/pool GlobalAveragePool',
      'global_avg_pool Flatten',
      'dense Gemm',
    ]);
    expect(model.graph.initialisers.map(({ name, dims }) => `${name} ${dims}`)).toEqual([
      'stem.conv2d.kernel 4,3,3,3',
      'stem.conv2d.bias 4',
      'dense.kernel 2,4',
      'dense.bias 2',
    ]);
  });

  test('a result bears its path, an output its name, and every value its dimensions', () => {
    expect(model.graph.nodes.flatMap(({ outputs }) => outputs)).toContain('stem.conv2d');
    const half = { name: 'stem.conv2d', type: 'float32' };
    expect(model.graph.values[0]).toEqual({
      ...half,
      dims: [symbol('batch'), 4, scaleSize(symbol('h'), 4), ceilDivide(symbol('w'), 2)],
    });
    expect(verifyOnnx(model)).toEqual([]);
  });

  test('an input that is an output, and one tensor as two outputs', async () => {
    const twice = filesOf(`network net {
      input x: [2]
      relu() as y
      relu() as z
      output x, y, z
    }`);
    const graph = inferenceOf('network net { input x: [2]  relu() }');
    const [, relu] = graph.nodes;
    if (!relu) throw new Error('no relu');
    const outputs = [
      { name: 'a', node: 'relu' },
      { name: 'b', node: 'relu' },
      { name: 'x', node: 'x' },
      { name: 'c', node: 'x' },
    ];
    const lowered = lowerToOnnx({ ...graph, outputs });
    if ('diagnostics' in lowered) throw new Error('refused');
    expect(verifyOnnx(modelOf(twice))).toEqual([]);
    expect(verifyOnnx(modelOf(lowered.files))).toEqual([]);
    const x = { shape: [1, 2], data: Float32Array.of(-1, 2) };
    const found = await runModel(web, lowered.files, { x });
    expect([...found].map(([name, { data }]) => [name, [...data]])).toEqual([
      ['a', [0, 2]],
      ['b', [0, 2]],
      ['x', [-1, 2]],
      ['c', [-1, 2]],
    ]);
    expect((await runModel(web, twice, { x })).get('x')?.data).toEqual(x.data);
  });

  test('a symbol that is called like the batch leaves the batch another name', () => {
    const { graph } = modelOf(filesOf(body('relu()', '[?batch, 2, 1]')));
    expect(graph.inputs[0]?.dims).toEqual([symbol('batch_'), 1, symbol('batch'), 2]);
  });

  test('an output that is called like another node', () => {
    const model = modelOf(
      filesOf(`network net {
      input x: [4, 4, 2]
      conv2d(2) -> relu() as conv2d
      output conv2d
    }`),
    );
    expect(verifyOnnx(model)).toEqual([]);
    expect(model.graph.nodes.map(({ outputs }) => outputs[0])).toEqual(['conv2d/value', 'conv2d']);
  });
});

describe('weights', () => {
  const text = body(
    'conv2d(16) -> depthwise_conv2d() -> conv2d(8, kernel = 1) -> relu6() -> flatten() -> dense(5)',
    '[4, 4, 3]',
  );
  const x = { shape: [1, 3, 4, 4], data: Float32Array.from({ length: 48 }, (_, i) => Math.sin(i)) };

  test('of a shared layer are written once', () => {
    const { graph } = modelOf(filesOf(body('shared twice = conv2d(8)\ntwice() -> twice()')));
    expect(graph.initialisers.map(({ name }) => name)).toEqual(['twice.kernel', 'twice.bias']);
  });

  test('lie in a file beside a model that would be too large', async () => {
    const inline = filesOf(body('conv2d(64) -> conv2d(64)', '[4, 4, 3]'));
    const size = inline.get('model.onnx')?.length ?? 0;
    expect([...inline.keys()]).toEqual(['model.onnx']);
    expect(filesOf(body('conv2d(64) -> conv2d(64)', '[4, 4, 3]'), { largestModel: size })).toEqual(inline);
    const outside = filesOf(body('conv2d(64) -> conv2d(64)', '[4, 4, 3]'), { largestModel: size - 1 });
    expect([...outside.keys()]).toEqual(['model.onnx', 'model.onnx.data']);
    expect(outside.get('model.onnx')?.length).toBeLessThan(4096);
    expect(modelOf(outside)).toEqual(modelOf(inline));
    expect(verifyOnnx(modelOf(outside))).toEqual([]);
    expect(await runModel(web, outside, { image: x })).toEqual(await runModel(web, inline, { image: x }));
    expect(() => readModel(outside.get('model.onnx') ?? new Uint8Array())).toThrow('was not given');
  });

  test.each(['float16', 'int8'] as const)('stored as %s are the nearest numbers that it has', (storage) => {
    const full = modelOf(filesOf(text)).graph.initialisers;
    const { graph } = modelOf(filesOf(text, { storage }));
    expect(verifyOnnx({ producer: '', graph })).toEqual([]);
    const stored = storedNumbers(graph.initialisers);
    expect(stored.size).toBe(storage === 'int8' ? 4 : 8);
    for (const { name, bytes } of full) {
      const found = stored.get(name);
      if (!found) continue;
      const exact = new Float32Array(bytes.slice().buffer);
      const largest = exact.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
      const step = storage === 'int8' ? largest / 127 : largest / 1024;
      exact.forEach((each, i) => {
        expect(Math.abs((found[i] ?? Number.NaN) - each)).toBeLessThanOrEqual(step / 2 + 1e-9);
      });
    }
  });

  test('beyond the range of halves stay whole', () => {
    const graph = inferenceOf('network net { input x: [2]  dense(1, bias = false) }');
    const nodes = graph.nodes.map((node) =>
      node.op === 'dense'
        ? {
            ...node,
            attributes: {
              ...node.attributes,
              kernel: { name: 'k', shape: [2, 1], data: Float32Array.of(1e6, 1) },
            },
          }
        : node,
    );
    const lowered = lowerToOnnx({ ...graph, nodes }, { storage: 'float16' });
    if ('diagnostics' in lowered) throw new Error('refused');
    expect(modelOf(lowered.files).graph.initialisers.map(({ type }) => type)).toEqual(['float32']);
  });
});

describe('zeros around a map in front of a pool are numbers in onnxruntime', () => {
  const x = { shape: [1, 1, 1, 1], data: Float32Array.of(-1) };

  test('which are larger than what is below 0', async () => {
    const files = filesOf(body('pad(2) -> max_pool2d(3, stride = 1, padding = 1)', '[1, 1, 1]'));
    const output = (await runModel(web, files, { image: x })).get('output');
    expect(output?.shape).toEqual([1, 1, 5, 5]);
    expect(output?.data.every((each) => each === 0)).toBe(true);
  });

  test('which a smaller window may cover alone', async () => {
    const files = filesOf(body('pad(1) -> avg_pool2d(1, stride = 1)', '[1, 1, 1]'));
    const output = (await runModel(web, files, { image: x })).get('output');
    expect(Array.from(output?.data ?? [], (each) => each + 0)).toEqual([0, 0, 0, 0, -1, 0, 0, 0, 0]);
  });
});

test('a file that is no model is not read', () => {
  expect(() => readModel(new TextEncoder().encode('{"format": "layers-model"}'))).toThrow();
  expect(() => readModel(new Uint8Array())).toThrow('no graph');
});

describe('the name of an open dimension', () => {
  const sizes: fc.Arbitrary<Size> = fc.letrec<{ size: Size }>((tie) => ({
    size: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Size>(symbol('h'), symbol('w_2'), symbol('size_')),
      fc.tuple(tie('size'), fc.integer({ min: -5, max: 9 })).map(([a, b]) => addSizes(a, b)),
      fc.tuple(tie('size'), tie('size')).map(([a, b]) => addSizes(a, b)),
      fc.tuple(tie('size'), fc.integer({ min: 1, max: 8 })).map(([a, b]) => scaleSize(a, b)),
      fc.tuple(tie('size'), fc.integer({ min: 2, max: 5 })).map(([a, b]) => floorDivide(a, b)),
      fc.tuple(tie('size'), fc.integer({ min: 2, max: 5 })).map(([a, b]) => ceilDivide(a, b)),
    ),
  })).size;

  test('is read as the size that it stands for', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        if (typeof size === 'number') return;
        expect(equalSizes(sizeOfName(nameOfSize(size)), size), nameOfSize(size)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('is a symbol where another program wrote it', () => {
    expect(sizeOfName('unk__17')).toEqual(symbol('unk__17'));
    expect(sizeOfName('height x 2')).toEqual(symbol('height x 2'));
    expect(sizeOfName('floor(h)')).toEqual(symbol('floor(h)'));
  });
});
