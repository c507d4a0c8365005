import { describe, expect, test } from 'vitest';
import type { InferenceGraph } from '../../../src/ir/inference.ts';
import { lowerToOnnx } from '../../../src/lower/onnx/index.ts';
import { onnxKernels } from '../../../src/lower/onnx/kernels.ts';
import { readModel } from '../../../src/lower/onnx/read.ts';
import { verifyOnnx } from '../../../src/lower/onnx/verify.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import {
  graphOfCase,
  knownShape,
  type OperationCase,
  openableCases,
  openShape,
  operationCases,
  tensorOf,
  valuesOfCase,
} from '../cases.ts';
import { expectClose } from '../layers/harness.ts';
import { channelsFirst, channelsLast, runModel, web } from './onnxruntime.ts';

const TOLERANCE = 1e-5;

const lowerable = (each: OperationCase, shapeOf = knownShape): InferenceGraph =>
  inferenceGraph(graphOfCase(each, shapeOf), valuesOfCase(each));

/** The operation in a verified model that onnxruntime has loaded gives the numbers of PyTorch. */
async function compare(graph: InferenceGraph, { inputs, output }: OperationCase): Promise<void> {
  const lowered = lowerToOnnx(graph);
  if ('diagnostics' in lowered) throw new Error('the network is refused');
  expect(verifyOnnx(readModel(lowered.files.get('model.onnx') ?? new Uint8Array()))).toEqual([]);
  const feeds = inputs.map((each, i) => [`x${i + 1}`, channelsFirst(tensorOf(each))]);
  const result = (await runModel(web, lowered.files, Object.fromEntries(feeds))).get('output_1');
  if (!result) throw new Error('there is no output');
  const { shape, data } = channelsLast(result);
  expect(shape).toEqual(output.shape);
  expectClose(data, output.data, TOLERANCE, 'output');
}

describe('an operation gives the numbers of PyTorch', () => {
  test.each(operationCases)('$name', (each) => compare(lowerable(each), each));
});

describe('the same, optimised', () => {
  test.each(operationCases)('$name', (each) => compare(optimise(lowerable(each), onnxKernels), each));
});

describe('the same with sizes open', () => {
  test.each(openableCases)('$name', (each) => compare(lowerable(each, openShape), each));
});
