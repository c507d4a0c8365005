import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { Network } from '../../src/index.ts';
import type { Shape } from '../../src/ir/shape.ts';
import { substituteSize } from '../../src/ir/size.ts';
import type { WeightStorage } from '../../src/lower/lowering.ts';
import { lowerToOnnx } from '../../src/lower/onnx/index.ts';
import { onnxKernels } from '../../src/lower/onnx/kernels.ts';
import { readModel } from '../../src/lower/onnx/read.ts';
import { verifyOnnx } from '../../src/lower/onnx/verify.ts';
import { writeModel } from '../../src/lower/onnx/write.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import { optimise } from '../../src/passes/optimise.ts';
import { elementCount, type Tensor } from '../../src/weights/tensor.ts';
import { channelsFirst, channelsLast, type Runtime, runModel, web } from '../lower/onnx/onnxruntime.ts';
import { storedNumbers } from '../lower/onnx/stored.ts';
import { expectSame, relativeError } from './compare.ts';
import { compileCase, compileText, goldenCases, readGolden } from './golden.ts';
import { tensorOf } from './layout.ts';
import { smallExample, smallExamples } from './small-examples.ts';

type NamedRuntime = readonly [name: 'web' | 'node', runtime: Runtime];

/** onnxruntime as ARCHC_ONNXRUNTIME names it, `web`, `node` or both; without it, what is installed. */
function runtimesUnderTest(): readonly NamedRuntime[] {
  const wanted = process.env.ARCHC_ONNXRUNTIME?.split(',').map((name) => name.trim());
  return (wanted ?? ['web', 'node']).flatMap((name): readonly NamedRuntime[] => {
    if (name === 'web') return [['web', web]];
    if (name !== 'node') throw new Error(`ARCHC_ONNXRUNTIME names \`${name}\`; there are web and node`);
    try {
      const native: Runtime = createRequire(import.meta.url)('onnxruntime-node');
      return [['node', native]];
    } catch (failure) {
      // What is asked for is never left out.
      if (wanted) throw failure;
      return [];
    }
  });
}

type Files = ReadonlyMap<string, Uint8Array>;

/** The files of a network, as it is or optimised; the model is verified on the way. */
function onnxFiles(network: Network, optimised: boolean, storage: WeightStorage = 'float32'): Files {
  const graph = inferenceGraph(network.graph, network.weights);
  const lowered = lowerToOnnx(optimised ? optimise(graph, onnxKernels) : graph, { storage });
  if ('diagnostics' in lowered) throw new Error(lowered.diagnostics.map((each) => each.message).join('\n'));
  expect(verifyOnnx(readModel(modelOf(lowered.files)))).toEqual([]);
  return lowered.files;
}

function modelOf(files: Files): Uint8Array {
  const model = files.get('model.onnx');
  if (!model) throw new Error('there is no model.onnx');
  return model;
}

/** The same numbers for the same shape. */
function ramp(shape: readonly number[]): Tensor {
  return {
    shape,
    data: Float32Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i * 1.7 + 0.3)),
  };
}

function sizesAt(shape: Shape, bindings: ReadonlyMap<string, number>): readonly number[] {
  return shape.map((size) => Number(substituteSize(size, bindings)));
}

/** Inputs and output shapes of a network at given sizes, with a batch in front, in the layout of the program. */
function tensorsOf({ graph }: Network, bindings: ReadonlyMap<string, number>, batch: number) {
  const shapeOf = (id: number) => [batch, ...sizesAt(graph.nodes[id]?.shape ?? [], bindings)];
  const inputs = graph.inputs.map((id) => [graph.nodes[id]?.path ?? '', ramp(shapeOf(id))] as const);
  const outputs = new Map(graph.outputs.map(({ name, node }) => [name, shapeOf(node)]));
  return { inputs, outputs };
}

async function outputsOf(runtime: Runtime, files: Files, inputs: readonly (readonly [string, Tensor])[]) {
  const feeds = inputs.map(([name, tensor]) => [name, channelsFirst(tensor)]);
  const found = await runModel(runtime, files, Object.fromEntries(feeds));
  return new Map([...found].map(([name, tensor]) => [name, channelsLast(tensor)]));
}

/** A model of 32-bit floats with the numbers of one that stores them smaller. */
function withStoredNumbers(full: Files, small: Files): Files {
  const stored = storedNumbers(readModel(modelOf(small)).graph.initialisers);
  const model = readModel(modelOf(full));
  const initialisers = model.graph.initialisers.map((tensor) => {
    const numbers = stored.get(tensor.name);
    return numbers ? { ...tensor, bytes: new Uint8Array(numbers.buffer) } : tensor;
  });
  return writeModel({ ...model, graph: { ...model.graph, initialisers } });
}

describe.each(runtimesUnderTest())('onnxruntime-%s', (_, runtime) => {
  describe.each([
    ['as it is', false],
    ['optimised', true],
  ] as const)('gives the outputs of PyTorch, the network %s', (_, optimised) => {
    test.each(goldenCases)('$name', async (golden) => {
      const { file, bytes } = readGolden(golden.name);
      const choice = { ...golden.choice, weights: bytes, match: { prefix: 'w/' } };
      const files = onnxFiles(compileCase(golden, file).network(choice), optimised);
      const [input = ''] = readModel(modelOf(files)).graph.inputs.map(({ name }) => name);
      const [found, ...more] = (
        await runModel(runtime, files, { [input]: tensorOf(file, 'input') })
      ).values();
      if (!found || more.length > 0) throw new Error('the model has not one output');
      expectSame(found, tensorOf(file, 'output'), 'the output');
    });
  });

  describe('runs every example, optimised and as it is alike', () => {
    test.each(Object.keys(smallExamples))('%s', async (which) => {
      const network = smallExample(which);
      const { inputs, outputs } = tensorsOf(
        network,
        new Map([
          ['h', 1],
          ['w', 2],
        ]),
        2,
      );
      const plain = await outputsOf(runtime, onnxFiles(network, false), inputs);
      const optimised = await outputsOf(runtime, onnxFiles(network, true), inputs);
      expect(new Map([...plain].map(([name, { shape }]) => [name, shape]))).toEqual(outputs);
      for (const [name, expected] of plain) {
        const found = optimised.get(name);
        if (!found) throw new Error(`the optimised model has no output \`${name}\``);
        expectSame(found, expected, name);
      }
    });
  });

  describe('stored smaller, it computes with the numbers that are stored', () => {
    const network = smallExample('mobilenet_v2.arch mobilenet_v2');
    const { inputs } = tensorsOf(network, new Map(), 1);
    const full = onnxFiles(network, true);

    test.each([
      ['float16', 0.51],
      ['int8', 0.3],
    ] as const)('%s', async (storage, share) => {
      const small = onnxFiles(network, true, storage);
      expect(modelOf(small).length / modelOf(full).length).toBeLessThanOrEqual(share);
      const [found] = (await outputsOf(runtime, small, inputs)).values();
      const [exact] = (await outputsOf(runtime, full, inputs)).values();
      const [expected] = (await outputsOf(runtime, withStoredNumbers(full, small), inputs)).values();
      if (!found || !exact || !expected) throw new Error('the model has no output');
      expectSame(found, expected, 'the output');
      expect(relativeError(expected.data, exact.data)).toBeGreaterThan(1e-4);
    });
  });

  describe('open sizes take what comes', () => {
    const program = (height: string, width: string) =>
      compileText(`network open {
        input image: [${height}, ${width}, 4]
        conv2d(8, stride = 2, padding = "same") -> relu6() as half
        half -> max_pool2d(3, stride = 2, padding = 1, ceil = true) -> conv2d(8) -> prelu()
        avg_pool2d(3, stride = 2, ceil = true, padding = 1) -> avg_pool2d(2, stride = 1, padding = "same") as deep
        half -> global_avg_pool() -> dense(8) -> sigmoid() as gate
        multiply(deep, gate) -> channel_shuffle(2) -> layer_norm() -> upsample(size = (5, 7)) as fixed
        half -> crop((0, 1, 0, 1)) -> pad((1, 0, 1, 0), value = 0.5) -> upsample(3, method = "bilinear") as large
        output fixed, large
      }`).network();

    test.each([
      [1, 2],
      [3, 5],
    ])('?h = %i, ?w = %i', async (h, w) => {
      const open = program('8 * ?h', '4 * ?w + 1');
      const { inputs, outputs } = tensorsOf(
        open,
        new Map([
          ['h', h],
          ['w', w],
        ]),
        3,
      );
      const found = await outputsOf(runtime, onnxFiles(open, true), inputs);
      expect(new Map([...found].map(([name, { shape }]) => [name, shape]))).toEqual(outputs);
      const known = program(`${8 * h}`, `${4 * w + 1}`);
      const expected = await outputsOf(runtime, onnxFiles(known, true), inputs);
      for (const [name, tensor] of expected) expectSame(found.get(name) ?? ramp([0]), tensor, name);
    });
  });
});

describe('the checker of ONNX, with its inference of shapes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'archc-onnx-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('accepts every example, as it is and optimised, in every storage', () => {
    const kinds = [
      ['float32', false],
      ['float32', true],
      ['float16', true],
      ['int8', true],
    ] as const;
    const names = Object.keys(smallExamples).flatMap((which) => {
      const network = smallExample(which);
      return kinds.map(([storage, optimised]) => {
        const name = `${which.replace(' ', '_')}_${storage}_${optimised ? 'optimised' : 'plain'}.onnx`;
        writeFileSync(join(folder, name), modelOf(onnxFiles(network, optimised, storage)));
        return name;
      });
    });
    const script = fileURLToPath(new URL('onnx_checker.py', import.meta.url));
    const python = process.env.ARCHC_ONNX_PYTHON ?? '/usr/bin/python3';
    // Without the package onnx this throws: a check that is left out proves nothing.
    const said = execFileSync(python, [script, folder], { encoding: 'utf8' });
    expect(said.trim().split('\n')).toEqual(names.toSorted().map((name) => `${name} accepted`));
  });
});
