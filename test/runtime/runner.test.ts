import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { lowerToOnnx } from '../../src/lower/onnx/index.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import type { ModelFiles } from '../../src/runtime/artifact.ts';
import { type Engine, selectEngine } from '../../src/runtime/engine.ts';
import type { EngineName } from '../../src/runtime/engine-names.ts';
import { readModel } from '../../src/runtime/io.ts';
import { openRunner } from '../../src/runtime/open-runner.ts';
import type { Runner } from '../../src/runtime/runner.ts';
import { initialise } from '../../src/weights/initialise.ts';
import { namedWeights } from '../../src/weights/named.ts';
import { graphOf } from '../program.ts';

const engines = new Map<EngineName, Engine>();

beforeAll(async () => {
  for (const name of ['onnx', 'wasm', 'cpu'] as const) {
    const engine = await selectEngine(name, ['graph']);
    if ('code' in engine) throw new Error(engine.message);
    engines.set(name, engine);
  }
});

function engineOf(name: EngineName): Engine {
  const engine = engines.get(name);
  if (!engine) throw new Error(`${name} is not started`);
  return engine;
}

async function open(name: EngineName, model: ModelFiles): Promise<Runner> {
  const runner = await openRunner(engineOf(name), model, 'memory');
  if ('code' in runner) throw new Error(runner.message);
  return runner;
}

/** y = relu(x) and z = x + x, on maps whose height is open; the outputs in another order than the nodes. */
const graphModel: ModelFiles = {
  files: new Map([['model.json', new TextEncoder().encode(JSON.stringify(graphJson()))]]),
};

function graphJson() {
  const float = { type: 'DT_FLOAT' };
  const tensor = (name: string, sizes: readonly number[]) => ({
    name: `${name}:0`,
    dtype: 'DT_FLOAT',
    tensorShape: { dim: sizes.map((size) => ({ size: String(size) })) },
  });
  const shape = [-1, -1, 2, 1];
  return {
    format: 'graph-model',
    modelTopology: {
      node: [
        {
          name: 'x',
          op: 'Placeholder',
          attr: { dtype: float, shape: { shape: tensor('x', shape).tensorShape } },
        },
        { name: 'y', op: 'Relu', input: ['x'], attr: { T: float } },
        { name: 'z', op: 'AddV2', input: ['x', 'x'], attr: { T: float } },
      ],
      versions: { producer: 987, minConsumer: 12 },
      library: {},
    },
    signature: {
      inputs: { x: tensor('x', shape) },
      outputs: { z: tensor('z', shape), y: tensor('y', shape) },
    },
    weightsManifest: [{ paths: [], weights: [] }],
  };
}

const input = { shape: [1, 1, 2, 1], data: Float32Array.of(-1, 3) };

describe.each(['wasm', 'cpu'] as const)('a graph model on %s', (name) => {
  test('has the names and the order of its signature', async () => {
    const runner = await open(name, graphModel);
    expect(runner.inputs).toEqual([{ name: 'x', shape: [null, null, 2, 1] }]);
    expect(runner.outputs.map((output) => output.name)).toEqual(['z', 'y']);
    expect(await runner.run([input])).toEqual([
      { shape: [1, 1, 2, 1], data: Float32Array.of(-2, 6) },
      { shape: [1, 1, 2, 1], data: Float32Array.of(0, 3) },
    ]);
    await runner.dispose();
  });

  test('runs on its backend whichever is the current one, and leaves no tensor behind', async () => {
    const engine = engineOf(name);
    if (!('tf' in engine)) throw new Error(`${name} is no backend of tfjs`);
    const runner = await open(name, graphModel);
    await engine.tf.setBackend(name === 'wasm' ? 'cpu' : 'wasm');
    const before = engine.tf.memory().numTensors;
    await runner.run([input]);
    expect(engine.tf.getBackend()).toBe(name);
    expect(engine.tf.memory().numTensors).toBe(before);
  });
});

describe('an ONNX model of another program', () => {
  const path = fileURLToPath(new URL('../fixtures/runtime/foreign.onnx', import.meta.url));

  test('is run with channels last, whatever it has itself', async () => {
    const model = await readModel(path);
    if ('code' in model) throw new Error(model.message);
    const runner = await open('onnx', model);
    expect(runner.inputs).toEqual([{ name: 'image', shape: [null, 3, null, 2] }]);
    expect(runner.outputs).toEqual([
      { name: 'features', shape: [null, 3, null, 3] },
      { name: 'best', shape: [null, 3, null, 1] },
    ]);
    // Three pixels with the channels (1, 2), (0, -1), (-5, 0); the kernel is (1, 2), (3, 4), (0, -1).
    const image = { shape: [1, 3, 1, 2], data: Float32Array.of(1, 2, 0, -1, -5, 0) };
    const [features, best] = await runner.run([image]);
    expect(features).toEqual({
      shape: [1, 3, 1, 3],
      data: Float32Array.of(5, 11, -2, -2, -4, 1, -5, -15, 0),
    });
    expect(best).toEqual({ shape: [1, 3, 1, 1], data: Float32Array.of(1, 2, 2) });
    await expect(runner.run([{ shape: [1, 1, 1, 2], data: Float32Array.of(1, 2) }])).rejects.toThrow();
    await runner.dispose();
  });

  test('may keep its weights in a file beside it', async () => {
    const graph = graphOf('network net { input x: [4, 4, 2] conv2d(3) }');
    const inference = inferenceGraph(graph, initialise(namedWeights(graph), 0));
    const image = { shape: [1, 4, 4, 2], data: Float32Array.from({ length: 32 }, (_, i) => i) };
    const results = [];
    for (const options of [{}, { largestModel: 1 }]) {
      const lowered = lowerToOnnx(inference, options);
      if ('diagnostics' in lowered) throw new Error('it is refused');
      expect([...lowered.files.keys()]).toContain('model.onnx');
      expect(lowered.files.has('model.onnx.data')).toBe('largestModel' in options);
      const runner = await open('onnx', lowered);
      results.push(await runner.run([image]));
      await runner.dispose();
    }
    expect(results[1]).toEqual(results[0]);
  });

  test('ARC7112: bytes that are no ONNX', async () => {
    const broken = { files: new Map([['model.onnx', readFileSync(path).subarray(40)]]) };
    expect(await openRunner(engineOf('onnx'), broken, 'net')).toMatchObject({
      code: 'ARC7112',
      message: expect.stringMatching(/^`net` is not a model that can be loaded: onnxruntime refuses it: ./),
    });
  });
});

describe('an engine for other models', () => {
  const onnx: ModelFiles = { files: new Map([['model.onnx', new Uint8Array(4)]]) };
  const tflite: ModelFiles = { files: new Map([['model.tflite', new Uint8Array(4)]]) };

  test.each([
    ['onnx', graphModel, 'the backend `onnx` cannot run `net`, which is a model of the target `graph`'],
    ['wasm', onnx, 'the backend `wasm` cannot run `net`, which is a model of the target `onnx`'],
    ['onnx', tflite, 'the backend `onnx` cannot run `net`, which is a model of the target `tflite`'],
  ] as const)('ARC7115: %s', async (name, model, message) => {
    expect(await openRunner(engineOf(name), model, 'net')).toMatchObject({ code: 'ARC7115', message });
  });
});
