import { describe, expect, test } from 'vitest';
import type { InferenceGraph } from '../../src/ir/inference.ts';
import { dropNoOps } from '../../src/passes/drop-no-ops.ts';
import { dropTrainingOnly } from '../../src/passes/drop-training-only.ts';
import { onlyOutputs } from '../../src/passes/only-outputs.ts';
import { removeDeadCode } from '../../src/passes/remove-dead-code.ts';
import { expectSameNumbers, inference, linesOf } from './programs.ts';

describe('what acts in training only', () => {
  test('goes away, and outputs and parts are what it was given', async () => {
    const before = inference(`
      block_a: conv2d(4) -> dropout(0.2)
      residual { relu() -> drop_path(0.1) }
      identity() -> dropout(0.5)
    `);
    const after = dropTrainingOnly(before);
    expect(linesOf(after)).toEqual([
      'conv2d block_a.conv2d <- image',
      'relu relu <- block_a.conv2d',
      'add add <- block_a.conv2d, relu',
    ]);
    expect(after.parts).toContainEqual({ path: 'block_a', result: 'block_a.conv2d' });
    expect(after.outputs).toEqual([{ name: 'output', node: 'add' }]);
    await expectSameNumbers(before, after);
  });

  test('of an input, the input is the output', async () => {
    const before = inference('_ as x\nidentity() as y\nidentity() as z\noutput x, y, z');
    const after = dropTrainingOnly(before);
    expect(after.outputs.map(({ node }) => node)).toEqual(['image', 'image', 'image']);
    await expectSameNumbers(before, after);
  });

  test('nothing is made anew where there is none', () => {
    const before = inference('conv2d(4)');
    expect(dropTrainingOnly(before)).toBe(before);
  });
});

describe('what changes nothing', () => {
  test.each([
    'scale(1.0)',
    'normalize(mean = 0.0, std = 1.0)',
    'pad(0)',
    'pad(0, value = 2.0)',
    'crop(0)',
    'upsample(scale = 1)',
    'upsample(size = (8, 6), method = "bilinear")',
    'max_pool2d(kernel = 1)',
    'avg_pool2d(kernel = 1, padding = "same")',
    'adaptive_avg_pool2d((8, 6))',
    'reshape([8, 6, 4])',
    'slice(0, 4)',
    'channel_shuffle(1)',
    'channel_shuffle(4)',
    'relu()',
    'relu6()',
  ])('goes away: %s', async (step) => {
    const before = inference(`conv2d(4) -> sigmoid()\n${step} -> tanh()`);
    const after = dropNoOps(before);
    expect(linesOf(after).slice(1)).toEqual(['sigmoid sigmoid <- conv2d', 'tanh tanh <- sigmoid']);
    await expectSameNumbers(before, after);
  });

  test.each([
    'scale(1.5)',
    'pad(1)',
    'crop((0, 1))',
    'upsample()',
    'max_pool2d(kernel = 3, stride = 1, padding = 1)',
    'avg_pool2d(kernel = 1, stride = 2)',
    'reshape([6, 8, 4])',
    'slice(0, 3)',
    'channel_shuffle(2)',
    'relu()',
    'relu6()',
    'softplus()',
  ])('stays: %s', (step) => {
    const before = inference(`conv2d(4) -> tanh()\n${step}`);
    expect(dropNoOps(before)).toBe(before);
  });

  test('relu6 of relu is relu6', async () => {
    const before = inference('relu() -> relu6() -> relu()');
    const after = dropNoOps(before);
    expect(linesOf(after)).toEqual(['relu6 relu6 <- image']);
    await expectSameNumbers(before, after);
  });

  test('a global pool of one pixel is another shape', async () => {
    const before = inference('global_avg_pool(keep_dims = true) -> global_max_pool()');
    const after = dropNoOps(before);
    expect(linesOf(after)).toEqual([
      'global_avg_pool global_avg_pool <- image',
      'reshape global_max_pool <- global_avg_pool',
    ]);
    await expectSameNumbers(before, after);
  });
});

describe('dead code', () => {
  const graph: InferenceGraph = {
    ...inference('conv2d(4) as x\ninside: relu() -> tanh() as z\nx -> sigmoid() as y\noutput y, z'),
    outputs: [{ name: 'y', node: 'sigmoid' }],
  };

  test('is what neither an output nor a part needs', () => {
    expect(removeDeadCode(graph)).toBe(graph);
    expect(linesOf(removeDeadCode({ ...graph, parts: [] }))).toEqual([
      'conv2d conv2d <- image',
      'sigmoid sigmoid <- conv2d',
    ]);
  });

  test('with the parts, where only outputs can be had', () => {
    expect(linesOf(onlyOutputs(graph))).toEqual(['conv2d conv2d <- image', 'sigmoid sigmoid <- conv2d']);
    expect(onlyOutputs(graph).parts).toEqual([]);
    expect(onlyOutputs(graph).inputs).toEqual(['image']);
  });
});
