import { expect, test } from 'vitest';
import { expandActivations } from '../../src/passes/expand-activations.ts';
import { onlyOutputs } from '../../src/passes/only-outputs.ts';
import { optimise } from '../../src/passes/optimise.ts';
import { able, constantCount, expectSameNumbers, inference, linesOf, opsOf, plain } from './programs.ts';

test('hard_sigmoid becomes relu6(x + 3) / 6', async () => {
  const before = inference('hard_sigmoid()');
  const after = expandActivations(before, able);
  expect(linesOf(after)).toEqual([
    'affine hard_sigmoid.shifted <- image',
    'relu6 hard_sigmoid.gate <- hard_sigmoid.shifted',
    'affine hard_sigmoid <- hard_sigmoid.gate',
  ]);
  await expectSameNumbers(before, after);
});

test('hard_swish becomes x * relu6(x + 3) / 6', async () => {
  const before = inference('hard_swish()');
  const after = expandActivations(before, able);
  expect(linesOf(after)).toEqual([
    'affine hard_swish.shifted <- image',
    'relu6 hard_swish.gate <- hard_swish.shifted',
    'multiply hard_swish.product <- image, hard_swish.gate',
    'affine hard_swish <- hard_swish.product',
  ]);
  await expectSameNumbers(before, after);
});

test('all of them share the two numbers', () => {
  const after = expandActivations(inference('hard_swish() -> hard_sigmoid() -> hard_swish()'), able);
  expect(constantCount(after)).toBe(2);
});

test('names that are taken are left alone', async () => {
  const before = inference('act: scale(0.5) -> hard_sigmoid()\ngate: relu()');
  const after = expandActivations(before, able);
  expect(new Set(after.nodes.map(({ name }) => name)).size).toBe(after.nodes.length);
  await expectSameNumbers(before, after);
});

test('what the target has stays', () => {
  const before = inference('hard_swish() -> hard_sigmoid() -> silu()');
  expect(expandActivations(before, plain)).toBe(before);
});

test('in a network, the sixth goes into the next kernel and the 3 of a gate into its bias', async () => {
  const before = inference(`
    expand: conv2d(8, kernel = 1) -> hard_swish()
    depthwise: depthwise_conv2d() -> hard_swish()
    gated: residual(join = multiply) {
      global_avg_pool(keep_dims = true) -> conv2d(4, kernel = 1) -> relu() -> conv2d(8, kernel = 1) -> hard_sigmoid()
    }
    project: conv2d(4, kernel = 1) -> batch_norm()
  `);
  const after = optimise(before, able);
  expect(opsOf(onlyOutputs(after))).toEqual([
    ...['conv2d', 'affine', 'relu6', 'multiply'],
    ...['depthwise_conv2d', 'affine', 'relu6', 'multiply'],
    ...['global_avg_pool', 'conv2d', 'conv2d', 'multiply', 'conv2d'],
  ]);
  await expectSameNumbers(before, after);
});
