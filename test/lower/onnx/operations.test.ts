import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { InferenceGraph } from '../../../src/ir/inference.ts';
import type { Shape } from '../../../src/ir/shape.ts';
import { symbol } from '../../../src/ir/size.ts';
import { lowerToOnnx } from '../../../src/lower/onnx/index.ts';
import { onnxKernels } from '../../../src/lower/onnx/kernels.ts';
import { readModel } from '../../../src/lower/onnx/read.ts';
import { verifyOnnx } from '../../../src/lower/onnx/verify.ts';
import type { OpName } from '../../../src/ops/attributes.ts';
import { isProblem } from '../../../src/ops/definition.ts';
import { definitionOf } from '../../../src/ops/query.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import type { Tensor } from '../../../src/weights/tensor.ts';
import { expectClose, finish, input, making, op } from '../layers/harness.ts';
import { channelsFirst, channelsLast, runModel, web } from './onnxruntime.ts';

/** What test/lower/layers/reference.py wrote of PyTorch: tensors channels last with the batch. */
interface Stored {
  readonly shape: number[];
  readonly data: number[];
}

interface Case {
  readonly name: string;
  readonly op: OpName;
  readonly attributes: never;
  readonly inputs: readonly Stored[];
  readonly weights: Readonly<Record<string, Stored>>;
  readonly output: Stored;
}

const file = new URL('../../fixtures/ops/layers.json', import.meta.url);
const cases: readonly Case[] = JSON.parse(readFileSync(file, 'utf8'));

const TOLERANCE = 1e-5;

function graphOf({ op: name, attributes, inputs, weights }: Case, shapeOf: (stored: Stored) => Shape) {
  const graph = making();
  const taken = inputs.map((stored, i) => input(graph, `x${i + 1}`, shapeOf(stored)));
  const values = Object.entries(weights).map(([key, each]) => [`${name}.${key}`, tensor(each)] as const);
  return inferenceGraph(finish(graph, op(graph, name, attributes, taken)), new Map(values));
}

function tensor({ shape, data }: Stored): Tensor {
  return { shape, data: Float32Array.from(data) };
}

/** The operation in a verified model that onnxruntime has loaded gives the numbers of PyTorch. */
async function compare(graph: InferenceGraph, { inputs, output }: Case): Promise<void> {
  const lowered = lowerToOnnx(graph);
  if ('diagnostics' in lowered) throw new Error('the network is refused');
  expect(verifyOnnx(readModel(lowered.files.get('model.onnx') ?? new Uint8Array()))).toEqual([]);
  const feeds = inputs.map((each, i) => [`x${i + 1}`, channelsFirst(tensor(each))]);
  const result = (await runModel(web, lowered.files, Object.fromEntries(feeds))).get('output_1');
  if (!result) throw new Error('there is no output');
  const { shape, data } = channelsLast(result);
  expect(shape).toEqual(output.shape);
  expectClose(data, output.data, TOLERANCE, 'output');
}

const known = ({ shape }: Stored): Shape => shape.slice(1);

const open = ({ shape }: Stored): Shape => {
  const [, height = 1, width = 1, channels = 1] = shape;
  if (shape.length === 3) return [symbol(`t${height}`), width];
  if (shape.length !== 4) return shape.slice(1);
  return height === 1 && width === 1
    ? [1, 1, channels]
    : [symbol(`h${height}`), symbol(`w${width}`), channels];
};

describe('an operation gives the numbers of PyTorch', () => {
  test.each(cases)('$name', (each) => compare(graphOf(each, known), each));
});

describe('the same, optimised', () => {
  test.each(cases)('$name', (each) => compare(optimise(graphOf(each, known), onnxKernels), each));
});

describe('the same with sizes open', () => {
  const acceptable = cases.filter((each) => {
    const shapes = each.inputs.map(open);
    const isOpen = shapes.flat().some((size) => typeof size !== 'number');
    return isOpen && !isProblem(definitionOf(each.op).shape(each.attributes, shapes));
  });

  test.each(acceptable)('$name', (each) => compare(graphOf(each, open), each));
});
