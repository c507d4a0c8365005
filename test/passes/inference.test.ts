import { expect, test } from 'vitest';
import { formatInference } from '../../src/ir/format-inference.ts';
import { verifyInference } from '../../src/ir/verify-inference.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import type { Tensor } from '../../src/weights/tensor.ts';
import { body, graphOf } from '../program.ts';
import { constantCount, inference, inferenceOf, nodeOf } from './programs.ts';

test('every layer is a node under its path, and every weight a constant', () => {
  const graph = inference(`
    stem: conv2d(6, kernel = 3, stride = 2, bias = false) -> batch_norm() -> prelu()
    residual { depthwise_conv2d() -> drop_path(0.1) }
    conv2d_transpose(4, padding = "same", stride = 2) -> layer_norm() -> layer_scale(0.1)
    flatten() -> scale(0.5) -> dense(3) -> dropout(0.1)
  `);
  expect(verifyInference(graph)).toEqual([]);
  expect(formatInference(graph)).toBe(`network net
  image = input -> [8, 6, 4]
  stem.conv2d = conv2d(image; kernel [3, 3, 4, 6], stride 2x2, padding 1x1x1x1, dilation 1x1, groups 1) -> [4, 3, 6]
  stem.batch_norm = affine(stem.conv2d; scale [6], shift [6]) -> [4, 3, 6]
  stem.prelu = prelu(stem.batch_norm; alpha [6]) -> [4, 3, 6]
  depthwise_conv2d = depthwise_conv2d(stem.prelu; kernel [3, 3, 6, 1], bias [6], stride 1x1, padding 1x1x1x1, dilation 1x1) -> [4, 3, 6]
  drop_path = identity(depthwise_conv2d) -> [4, 3, 6]
  add = add(stem.prelu, drop_path) -> [4, 3, 6]
  conv2d_transpose = conv2d_transpose(add; kernel [3, 3, 4, 6], bias [4], stride 2x2, padding 0x1x0x1, outputPadding 0x0) -> [8, 6, 4]
  layer_norm = layer_norm(conv2d_transpose; gamma [4], beta [4], eps 0.00001) -> [8, 6, 4]
  layer_scale = affine(layer_norm; scale [4] of layer_scale.gamma, shift none) -> [8, 6, 4]
  flatten = reshape(layer_scale) -> [192]
  scale = affine(flatten; scale [1], shift none) -> [192]
  dense = dense(scale; kernel [192, 3], bias [3]) -> [3]
  dropout = identity(dense) -> [3]
  output = dropout
  stem is stem.prelu
`);
});

test('an activation that is fused is written with its settings', () => {
  const graph = inference('conv2d(2)');
  const node = nodeOf(graph, 'conv2d');
  const alpha = { name: 'slopes.alpha', shape: [2], data: Float32Array.of(1, 2) };
  const formatted = (activation: typeof node.attributes.activation) =>
    formatInference({ ...graph, nodes: [{ ...node, attributes: { ...node.attributes, activation } }] });
  expect(formatted({ op: 'relu6' })).toContain('activation relu6,');
  expect(formatted({ op: 'leaky_relu', slope: 0.1 })).toContain('activation leaky_relu(slope 0.1),');
  expect(formatted({ op: 'prelu', alpha })).toContain('activation prelu(alpha [2] of slopes.alpha),');
});

test('batch statistics are a factor and an addend: gamma * (x - mean) / sqrt(variance + eps) + beta', () => {
  const values = new Map<string, Tensor>(
    Object.entries({
      gamma: [2, 3],
      beta: [0.5, -1],
      moving_mean: [4, -2],
      moving_variance: [8.5, 15.5],
    }).map(([name, data]) => [`batch_norm.${name}`, { shape: [2], data: Float32Array.from(data) }]),
  );
  const attributes = (text: string) =>
    nodeOf(inferenceGraph(graphOf(body(text, '[4, 4, 2]')), values), 'affine').attributes;
  const both = attributes('batch_norm(eps = 0.5)');
  expect(Array.from(both.scale?.data ?? [])).toEqual([2 / 3, 3 / 4].map(Math.fround));
  expect(Array.from(both.shift?.data ?? [])).toEqual([0.5 - 8 / 3, -1 + 6 / 4].map(Math.fround));
  const bare = attributes('batch_norm(eps = 0.5, scale = false, center = false)');
  expect(Array.from(bare.scale?.data ?? [])).toEqual([1 / 3, 1 / 4].map(Math.fround));
  expect(Array.from(bare.shift?.data ?? [])).toEqual([-4 / 3, 2 / 4].map(Math.fround));
});

test('preprocessing is (x - mean) / std, for all channels or for each', () => {
  const attributes = (text: string) => nodeOf(inference(text), 'affine').attributes;
  const one = attributes('normalize(mean = 3.0, std = 4.0)');
  expect([one.scale?.data, one.shift?.data]).toEqual([Float32Array.of(0.25), Float32Array.of(-0.75)]);
  const each = attributes('normalize(mean = 2.0, std = [1.0, 2.0, 4.0, 8.0])');
  expect(each.scale?.data).toEqual(Float32Array.of(1, 0.5, 0.25, 0.125));
  expect(each.shift?.data).toEqual(Float32Array.of(-2, -1, -0.5, -0.25));
});

test('layers that share weights share the constants', () => {
  const graph = inferenceOf(`
    block tower() : [h, w, c] -> [h, w, c] { conv2d(c) -> batch_norm() }
    network net {
      input a: [8, 6, 4]
      input b: [8, 6, 4]
      shared both = tower()
      a -> both() as x
      b -> both() as y
      add(x, y)
    }
  `);
  expect(verifyInference(graph)).toEqual([]);
  expect(constantCount(graph)).toBe(4);
});

test('a weight without numbers is a fault of the caller', () => {
  expect(() => inferenceGraph(graphOf(body('conv2d(4)')), new Map())).toThrow(
    'no values were given for the weight conv2d.kernel',
  );
});
