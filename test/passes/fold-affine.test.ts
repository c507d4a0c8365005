import { describe, expect, test } from 'vitest';
import { foldAffine } from '../../src/passes/fold-affine.ts';
import { fuseActivations } from '../../src/passes/fuse-activations.ts';
import {
  able,
  constantCount,
  expectSameNumbers,
  inference,
  inferenceOf,
  linesOf,
  nodeOf,
  opsOf,
} from './programs.ts';

describe('after a product', () => {
  test.each([
    ['conv2d', 'conv2d(6, bias = false) -> batch_norm()'],
    ['conv2d', 'conv2d(6, stride = 2, padding = "same") -> batch_norm(scale = false)'],
    ['conv2d', 'conv2d(6, groups = 2) -> batch_norm(center = false) -> layer_scale(0.5) -> scale(-2.0)'],
    ['depthwise_conv2d', 'depthwise_conv2d(multiplier = 3) -> batch_norm()'],
    ['depthwise_conv2d', 'depthwise_conv2d(kernel = (1, 3), dilation = 2, bias = false) -> batch_norm()'],
    ['conv2d_transpose', 'conv2d_transpose(6, stride = 2, output_padding = 1) -> batch_norm()'],
    ['conv2d_transpose', 'conv2d_transpose(5, kernel = 1, stride = 2, bias = false) -> batch_norm()'],
    ['dense', 'dense(7) -> normalize(mean = 0.5, std = 0.2)'],
  ])('becomes part of the kernel and the bias of %s: %s', async (op, text) => {
    const before = inference(text);
    const after = foldAffine(before);
    expect(opsOf(after)).toEqual([op]);
    expect(after.nodes.at(-1)?.name).toBe(before.nodes.at(-1)?.name);
    await expectSameNumbers(before, after);
  });

  test('a bias is made only where there is something to add', () => {
    const bias = (text: string) => nodeOf(foldAffine(inference(text)), 'conv2d').attributes.bias;
    expect(bias('conv2d(6, bias = false) -> scale(2.0)')).toBeNull();
    expect(bias('conv2d(6, bias = false) -> batch_norm()')).not.toBeNull();
  });

  test.each([
    ['something else takes the product', 'conv2d(6) as x\nbatch_norm() -> relu() as y\nadd(x, y)'],
    ['the product is an output', 'conv2d(6) as x\nbatch_norm() as y\noutput x, y'],
    ['the product is the result of a part', 'stem: pad(1) -> conv2d(6)\nbatch_norm()'],
    ['something stands between', 'conv2d(6) -> relu() -> batch_norm()'],
  ])('not where %s', async (_, text) => {
    const before = inference(text);
    expect(foldAffine(before)).toBe(before);
  });

  test('not into a product that computes an activation', () => {
    const before = fuseActivations(inference('conv2d(6) -> relu() -> batch_norm()'), able);
    expect(linesOf(foldAffine(before))).toEqual(['conv2d+relu relu <- image', 'affine batch_norm <- relu']);
  });

  test('a shared layer keeps one kernel for what is done to it alike, and gets another for what is not', async () => {
    const before = inferenceOf(`
      block tower(filters: int = 4) : [h, w, c] -> [h, w, filters] { conv2d(filters) -> batch_norm() }
      network net {
        input a: [8, 6, 4]
        input b: [8, 6, 4]
        shared both = tower(4)
        shared half = conv2d(4)
        a -> both() -> half() -> scale(0.5) as x
        b -> both() -> half() as y
        a -> both() -> half() -> scale(3.0) as z
        add(x, y, z)
      }
    `);
    const after = foldAffine(before);
    expect(opsOf(after)).toEqual([...Array.from({ length: 6 }, () => 'conv2d'), 'add']);
    const kernels = after.nodes.flatMap((node) => (node.op === 'conv2d' ? [node.attributes.kernel] : []));
    expect(new Set(kernels).size).toBe(4);
    await expectSameNumbers(before, after);
  });

  test('a kernel and factors that meet on both sides are two other kernels', async () => {
    const before = inferenceOf(`
      network net {
        input a: [8, 6, 4]
        input b: [8, 6, 4]
        shared tower = conv2d(4)
        shared factors = layer_scale(0.3)
        a -> tower() -> factors() as x
        b -> factors() -> tower() as y
        add(x, y)
      }
    `);
    const after = foldAffine(before);
    expect(opsOf(after)).toEqual(['conv2d', 'conv2d', 'add']);
    await expectSameNumbers(before, after);
  });
});

describe('before a product', () => {
  test.each([
    ['a factor, where zeros are padded', 'scale(0.25) -> conv2d(6)', ['conv2d']],
    ['a factor a channel, in groups', 'layer_scale(0.3) -> conv2d(6, groups = 2)', ['conv2d']],
    [
      'a factor a channel, in depthwise kernels',
      'layer_scale(0.3) -> depthwise_conv2d(multiplier = 2)',
      ['depthwise_conv2d'],
    ],
    [
      'a factor a channel, in transposed kernels',
      'layer_scale(0.3) -> conv2d_transpose(3, stride = 2)',
      ['conv2d_transpose'],
    ],
    ['all, where nothing is padded', 'batch_norm() -> conv2d(6, padding = "valid")', ['conv2d']],
    ['all, in groups', 'batch_norm() -> conv2d(6, groups = 2, kernel = 1, stride = 2)', ['conv2d']],
    [
      'all, in depthwise kernels',
      'batch_norm() -> depthwise_conv2d(padding = 0, multiplier = 2)',
      ['depthwise_conv2d'],
    ],
    ['all, in dense layers', 'flatten() -> normalize(mean = 1, std = 2) -> dense(3)', ['reshape', 'dense']],
    [
      'all, in a transposed 1x1 kernel',
      'batch_norm() -> conv2d_transpose(6, kernel = 1)',
      ['conv2d_transpose'],
    ],
    ['two steps at once', 'batch_norm() -> scale(3.0) -> conv2d(6, kernel = 1)', ['conv2d']],
    [
      'into every product behind',
      'batch_norm() as x\nx -> conv2d(3, kernel = 1) as a\nx -> conv2d(5, kernel = 1) as b\nconcat(a, b)',
      ['conv2d', 'conv2d', 'concat'],
    ],
  ])('%s', async (_, text, ops) => {
    const before = inference(text);
    const after = foldAffine(before);
    expect(opsOf(after)).toEqual(ops);
    await expectSameNumbers(before, after);
  });

  test.each([
    [
      'a transposed kernel meets itself',
      'batch_norm() -> conv2d_transpose(3, stride = 2)',
      ['affine', 'conv2d_transpose'],
    ],
    [
      'the padding depends on an open size',
      'normalize(mean = 1, std = 1) -> conv2d(6, stride = 2, padding = "same")',
      ['affine', 'conv2d'],
      '[?h, ?w, 4]',
    ],
    [
      'the step is an output',
      'batch_norm() as x\nconv2d(6, kernel = 1) as y\noutput x, y',
      ['affine', 'conv2d'],
    ],
    [
      'one reader cannot take it',
      'batch_norm() as x\nx -> conv2d(4, kernel = 1) as a\nx -> relu() as b\nadd(a, b)',
      ['affine', 'conv2d', 'relu', 'add'],
    ],
  ])('not where %s', async (_, text, ops, input = '[8, 6, 4]') => {
    const before = inference(text, input);
    expect(opsOf(foldAffine(before))).toEqual(ops);
  });

  test('the result of a part stays to be asked for', async () => {
    const before = inference('prepare: scale(0.5) -> scale(0.5)\nconv2d(6)');
    const after = foldAffine(before);
    expect(linesOf(after)).toEqual(['affine prepare.scale_2 <- image', 'conv2d conv2d <- image']);
    await expectSameNumbers(before, after);
  });
});

describe('in front of a convolution that pads', () => {
  test('what becomes 0 in every channel is padded instead of 0', async () => {
    const before = inference('normalize(mean = 0.5, std = [0.2, 0.3, 0.4, 0.5]) -> conv2d(6, stride = 2)');
    const after = foldAffine(before);
    expect(linesOf(after)).toEqual(['pad conv2d.pad <- image', 'conv2d conv2d <- conv2d.pad']);
    expect(nodeOf(after, 'pad').attributes).toEqual({ padding: [1, 1, 1, 1], value: 0.5 });
    await expectSameNumbers(before, after);
  });

  test('otherwise an addend alone is left', async () => {
    const before = inference('normalize(mean = [0.4, 0.5, 0.6, 0.7], std = 0.2) -> conv2d(6)');
    const after = foldAffine(before);
    expect(linesOf(after)).toEqual(['affine conv2d.shifted <- image', 'conv2d conv2d <- conv2d.shifted']);
    expect(nodeOf(after, 'affine').attributes.scale).toBeNull();
    await expectSameNumbers(before, after);
  });

  test('a factor of 0 leaves the step as it is', async () => {
    const before = inference('scale(0.0) -> batch_norm() -> conv2d(6)');
    const after = foldAffine(before);
    expect(opsOf(after)).toEqual(['affine', 'conv2d']);
    await expectSameNumbers(before, after);
  });
});

describe('a factor on its way', () => {
  test.each([
    ['the mean of a map', 'scale(0.25) -> global_avg_pool() -> dense(3)', ['global_avg_pool', 'dense']],
    [
      'means of windows',
      'layer_scale(0.3) -> avg_pool2d(padding = 1) -> conv2d(3)',
      ['avg_pool2d', 'conv2d'],
    ],
    [
      'a grid of means',
      'layer_scale(0.3) -> adaptive_avg_pool2d((2, 3)) -> conv2d(3)',
      ['adaptive_avg_pool2d', 'conv2d'],
    ],
    ['another shape', 'scale(0.25) -> flatten() -> dense(3)', ['reshape', 'dense']],
    [
      'a gate',
      'residual(join = multiply) { global_avg_pool(keep_dims = true) -> tanh() -> layer_scale(0.3) }\nconv2d(3)',
      ['global_avg_pool', 'tanh', 'multiply', 'conv2d'],
    ],
    [
      'a gate and a map',
      'layer_scale(0.3) as x\nx -> global_avg_pool() -> dense(4) -> tanh() -> scale(3.0) as gate\nmultiply(x, gate) -> conv2d(3)',
      ['global_avg_pool', 'dense', 'tanh', 'multiply', 'conv2d'],
    ],
    ['both sides of a product', 'scale(3.0) as x\nmultiply(x, x) -> conv2d(3)', ['multiply', 'conv2d']],
  ])('passes %s', async (_, text, ops) => {
    const before = inference(text);
    const after = foldAffine(before);
    expect(opsOf(after)).toEqual(ops);
    await expectSameNumbers(before, after);
  });

  test.each([
    [
      'the largest is taken',
      'scale(-0.5) -> global_max_pool() -> dense(3)',
      ['affine', 'global_max_pool', 'dense'],
    ],
    ['it is divided out', 'scale(0.5) -> layer_norm() -> dense(3)', ['affine', 'layer_norm', 'dense']],
    ['no product takes it', 'scale(0.25) -> global_avg_pool()', ['affine', 'global_avg_pool']],
    [
      'channels become something else',
      'layer_scale(0.3) -> flatten() -> dense(3)',
      ['affine', 'reshape', 'dense'],
    ],
    [
      'an addend is with it',
      'batch_norm() -> global_avg_pool() -> dense(3)',
      ['affine', 'global_avg_pool', 'dense'],
    ],
    [
      'what it passes is an output',
      'scale(0.5) -> global_avg_pool() as x\ndense(3) as y\noutput x, y',
      ['affine', 'global_avg_pool', 'dense'],
    ],
  ])('stays where %s', (_, text, ops) => {
    expect(opsOf(foldAffine(inference(text)))).toEqual(ops);
  });
});

test('nothing is left behind of what is folded', () => {
  const after = foldAffine(inference('conv2d(6, bias = false) -> batch_norm()'));
  expect(constantCount(after)).toBe(2);
});
