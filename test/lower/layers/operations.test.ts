import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkLayers } from '../../../src/lower/layers/index.ts';
import type { OpName } from '../../../src/ops/attributes.ts';
import { ops } from '../../../src/ops/table.ts';
import {
  graphOfCase,
  type OperationCase,
  openableCases,
  openShape,
  operationCases,
  valuesOfCase,
} from '../cases.ts';
import { expectClose, lowerAndLoad } from './harness.ts';

const TOLERANCE = 1e-5;
const RATE = 0.01;

beforeAll(() => tf.setBackend('cpu'));

/** The weighted sum of the outputs whose gradient reference.py took. */
function weighedSum(y: tf.Tensor): tf.Scalar {
  const cotangent = tf.tensor(
    Array.from({ length: y.size }, (_, i) => (((i * 7) % 11) - 5) / 5),
    y.shape,
  );
  return y.mul(cotangent).sum();
}

/** The model as a function of its first input; the others are given. */
function runner(model: tf.LayersModel, { inputs }: OperationCase) {
  const [first, ...others] = inputs.map(({ data, shape }) => tf.tensor(data, shape));
  if (!first) throw new Error('a case without an input');
  return { first, run: (x: tf.Tensor) => model.apply([x, ...others]) as tf.Tensor };
}

async function compare(model: tf.LayersModel, expected: OperationCase): Promise<void> {
  const { first, run } = runner(model, expected);
  const output = run(first);
  expect(output.shape).toEqual(expected.output.shape);
  expectClose(output.dataSync(), expected.output.data, TOLERANCE, 'output');
  const gradient = tf.grad((x: tf.Tensor) => weighedSum(run(x)))(first);
  expectClose(gradient.dataSync(), expected.gradient.data, TOLERANCE, 'gradient');
  if (!expected.after_step) return;
  const trained = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  if (trained.length > 0) tf.train.sgd(RATE).minimize(() => weighedSum(run(first)), false, trained);
  expectClose(run(first).dataSync(), expected.after_step.data, TOLERANCE, 'output after a step');
}

test('every operation has a case', () => {
  const tested = new Set(operationCases.map((each) => each.op));
  expect(Object.keys(ops).filter((name) => name !== 'input' && !tested.has(name as OpName))).toEqual([]);
});

describe('an operation in a loaded model gives the numbers and gradients of PyTorch', () => {
  test.each(operationCases)('$name', async (each) => {
    await compare(await lowerAndLoad(graphOfCase(each), valuesOfCase(each)), each);
  });
});

describe('and the same numbers on the wasm backend', () => {
  beforeAll(async () => {
    expect(await tf.setBackend('wasm')).toBe(true);
  });
  afterAll(() => tf.setBackend('cpu'));

  test.each(operationCases)('$name', async (each) => {
    const { first, run } = runner(await lowerAndLoad(graphOfCase(each), valuesOfCase(each)), each);
    expectClose(run(first).dataSync(), each.output.data, TOLERANCE, 'output');
  });
});

/** What needs a size that is known before anything runs. */
const needSizes = [
  'conv2d stride longer than the kernel, same',
  'conv2d dilated, strided, same',
  'depthwise_conv2d stride longer than the kernel, same',
  'max_pool2d 2x2 by 3, padded, ceil',
  'avg_pool2d 3x3 by 1, padding not counted',
  'avg_pool2d 3x3 by 2, padding not counted',
  'avg_pool2d 3x3 by 2, ceil',
  'avg_pool2d 3x3 by 2, ceil, padded',
  'avg_pool2d 3x3 by 2, ceil, padding not counted',
  'avg_pool2d same',
  'avg_pool2d same, padding not counted',
  'upsample nearest to another size',
  'upsample bilinear to another size',
  'upsample bilinear to a smaller size',
];

describe('the same with sizes open', () => {
  test('what depends on the size is refused, at its line', () => {
    const refused = openableCases.filter((each) => checkLayers(graphOfCase(each, openShape)).length > 0);
    expect(refused.map((each) => each.name)).toEqual(needSizes);
    for (const each of refused) {
      const [diagnostic] = checkLayers(graphOfCase(each, openShape));
      expect(diagnostic?.code).toBe('ARC5001');
      expect(diagnostic?.primary?.span.source.path).toBe('test.arch');
      expect(diagnostic?.help[0]).toMatch(/known size|a number/);
    }
  });

  test.each(openableCases.filter((each) => !needSizes.includes(each.name)))('$name', async (each) => {
    await compare(await lowerAndLoad(graphOfCase(each, openShape), valuesOfCase(each)), each);
  });
});
