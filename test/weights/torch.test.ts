import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeValues } from '../../src/weights/dtype.ts';
import type { TensorFile } from '../../src/weights/safetensors.ts';
import type { Tensor, WeightValues } from '../../src/weights/tensor.ts';
import { chain, fixture, irblock, matched } from './networks.ts';

// Weights read from files of real PyTorch must make TensorFlow.js compute what PyTorch computed.

beforeAll(() => tf.setBackend('cpu'));

const PREFIX = { prefix: 'w/' };

function stored(file: TensorFile, name: string): Tensor {
  const tensor = file.tensors.find((each) => each.name === name);
  const data = tensor && decodeValues(tensor.dtype, tensor.bytes);
  if (!tensor || !data) throw new Error(name);
  return { shape: tensor.shape, data };
}

function toTf({ shape, data }: Tensor): tf.Tensor {
  return tf.tensor(data, [...shape]);
}

/** A map from PyTorch's [n, c, h, w] to [n, h, w, c]. */
const channelsLast = (tensor: Tensor) => tf.transpose(toTf(tensor), [0, 2, 3, 1]) as tf.Tensor4D;

function weightsOf(values: WeightValues) {
  const weight = (path: string) => {
    const tensor = values.get(path);
    if (!tensor) throw new Error(path);
    return toTf(tensor);
  };
  const batchNorm = (x: tf.Tensor, path: string) =>
    tf
      .sub(x, weight(`${path}.moving_mean`))
      .div(tf.sqrt(tf.add(weight(`${path}.moving_variance`), 1e-5)))
      .mul(weight(`${path}.gamma`))
      .add(weight(`${path}.beta`));
  return { weight, batchNorm, kernel: (path: string) => weight(`${path}.kernel`) as tf.Tensor4D };
}

function expectClose(found: tf.Tensor, expected: tf.Tensor): void {
  expect(found.shape).toEqual(expected.shape);
  const largest = tf.max(tf.abs(expected)).dataSync()[0] ?? 0;
  const distance = tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0] ?? Number.NaN;
  expect(largest).toBeGreaterThan(0.01);
  expect(distance / largest).toBeLessThan(1e-5);
}

describe('an inverted residual block', () => {
  it.each([
    [6, 6, 1, 0.5, '4x4'],
    [10, 14, 2, 1.25, '6x9'],
    [12, 12, 1, 2.5, '5x5'],
    [16, 16, 1, 1, '7x7'],
    [8, 8, 2, 1, '15x15'],
    [24, 32, 1, 6, '8x8'],
    [16, 24, 2, 6, '1x1'],
  ])('%i to %i, stride %i, expansion %d, %s', (inp, oup, stride, expansion, size) => {
    const file = fixture(`golden/irblock_${inp}_${oup}_s${stride}_e${expansion}_${size}.safetensors`);
    const graph = irblock(inp, oup, stride, expansion, size.split('x').map(Number));
    const { kernel, batchNorm } = weightsOf(matched(graph, file, PREFIX));
    const silu = (x: tf.Tensor) => tf.mul(x, tf.sigmoid(x)) as tf.Tensor4D;

    const input = channelsLast(stored(file, 'input'));
    let x = input;
    if (expansion !== 1)
      x = silu(batchNorm(tf.conv2d(x, kernel('expand.conv2d'), 1, 'valid'), 'expand.batch_norm'));
    const padded = tf.pad4d(x, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    const depthwise = tf.depthwiseConv2d(padded, kernel('depthwise.depthwise_conv2d'), stride, 'valid');
    x = silu(batchNorm(depthwise, 'depthwise.batch_norm'));
    x = batchNorm(tf.conv2d(x, kernel('project.conv2d'), 1, 'valid'), 'project.batch_norm') as tf.Tensor4D;
    if (stride === 1 && inp === oup) x = tf.add(x, input);

    expectClose(x, channelsLast(stored(file, 'output')));
  });
});

it('a grouped convolution, PReLU, and batch norm and dense behind a flatten', () => {
  const file = fixture('weights/classifier.safetensors');
  const graph = chain(
    [3, 2, 2],
    ['stem', 'conv2d', { filters: 4, kernel: 3, groups: 2 }],
    ['norm', 'batch_norm'],
    ['slope', 'prelu'],
    ['flatten', 'flatten'],
    ['flat_norm', 'batch_norm'],
    ['dropout', 'dropout', { rate: 0.5 }],
    ['head', 'dense', { units: 5 }],
  );
  const { weight, kernel, batchNorm } = weightsOf(matched(graph, file, PREFIX));

  const groups = tf.split(channelsLast(stored(file, 'input')), 2, 3);
  const kernels = tf.split(kernel('stem'), 2, 3);
  const parts = groups.map((group, i) =>
    tf.conv2d(group as tf.Tensor4D, kernels[i] as tf.Tensor4D, 1, 'same'),
  );
  let x: tf.Tensor = batchNorm(tf.add(tf.concat(parts, 3), weight('stem.bias')), 'norm');
  x = batchNorm(tf.reshape(tf.prelu(x, weight('slope.alpha')), [2, 24]), 'flat_norm');
  x = tf.add(tf.matMul(x, weight('head.kernel')), weight('head.bias'));

  expectClose(x, toTf(stored(file, 'output')));
});

it('a transposed convolution, and a depthwise one with a multiplier of 2', () => {
  const file = fixture('weights/upsampler.safetensors');
  const graph = chain(
    [3, 4, 3],
    ['up', 'conv2d_transpose', { filters: 2, kernel: [3, 2], stride: 2, padding: 'valid' }],
    ['filter', 'depthwise_conv2d', { kernel: [3, 2], multiplier: 2, padding: 'valid', bias: false }],
  );
  const { weight, kernel } = weightsOf(matched(graph, file, PREFIX));

  const up = tf.conv2dTranspose(channelsLast(stored(file, 'input')), kernel('up'), [1, 7, 8, 2], 2, 'valid');
  const biased = tf.add(up, weight('up.bias')) as tf.Tensor4D;
  const x = tf.depthwiseConv2d(biased, kernel('filter'), 1, 'valid');

  expectClose(x, channelsLast(stored(file, 'output')));
});

it('factors of channels, which a state dict lists before the layers that they follow, and a linear layer on a map', () => {
  const file = fixture('weights/scaled.safetensors');
  const graph = chain(
    [2, 2, 3],
    ['mix', 'conv2d', { filters: 3, kernel: 1 }],
    ['scale', 'layer_scale'],
    ['mix_2', 'dense', { units: 3 }],
    ['scale_2', 'layer_scale'],
    ['norm', 'layer_norm'],
    ['project', 'conv2d', { filters: 4, kernel: 1 }],
  );
  const { weight } = weightsOf(matched(graph, file, PREFIX));
  const dense = (x: tf.Tensor, path: string) => {
    const kernel = weight(`${path}.kernel`);
    const [inputs = 0, units = 0] = kernel.shape.slice(-2);
    const product = tf.matMul(tf.reshape(x, [-1, inputs]), tf.reshape(kernel, [inputs, units]));
    return tf.reshape(tf.add(product, weight(`${path}.bias`)), [1, 2, 2, units]);
  };

  let x: tf.Tensor = channelsLast(stored(file, 'input'));
  x = tf.add(x, tf.mul(dense(x, 'mix'), weight('scale.gamma')));
  x = tf.add(x, tf.mul(dense(x, 'mix_2'), weight('scale_2.gamma')));
  const { mean, variance } = tf.moments(x, 3, true);
  x = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
  x = dense(tf.add(tf.mul(x, weight('norm.gamma')), weight('norm.beta')), 'project');

  expectClose(x, channelsLast(stored(file, 'output')));
});
