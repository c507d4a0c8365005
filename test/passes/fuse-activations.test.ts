import { expect, test } from 'vitest';
import { foldAffine } from '../../src/passes/fold-affine.ts';
import { fuseActivations } from '../../src/passes/fuse-activations.ts';
import { onlyOutputs } from '../../src/passes/only-outputs.ts';
import { able, constantCount, expectSameNumbers, inference, linesOf, nodeOf, plain } from './programs.ts';

const fused = (text: string, kernels = able) => fuseActivations(inference(text), kernels);

test.each([
  ['conv2d(6) -> relu()', 'conv2d+relu relu <- image'],
  ['conv2d_transpose(6) -> tanh()', 'conv2d_transpose+tanh tanh <- image'],
  ['depthwise_conv2d() -> relu6()', 'depthwise_conv2d+relu6 relu6 <- image'],
  ['dense(6) -> sigmoid()', 'dense+sigmoid sigmoid <- image'],
  ['conv2d(6) -> elu()', 'conv2d+elu elu <- image'],
])('%s in one step, called as the last', (text, line) => {
  expect(linesOf(fused(text))).toEqual([line]);
});

test('an activation keeps its settings', () => {
  expect(nodeOf(fused('conv2d(6) -> leaky_relu(slope = 0.3)'), 'conv2d').attributes.activation).toEqual({
    op: 'leaky_relu',
    slope: 0.3,
  });
  const { activation } = nodeOf(fused('conv2d(6) -> prelu()'), 'conv2d').attributes;
  expect(activation?.op === 'prelu' && activation.alpha.name).toBe('prelu.alpha');
});

test.each([
  ['a kernel that does not take it', 'conv2d(6) -> relu()', plain],
  ['another alpha than 1', 'conv2d(6) -> elu(alpha = 0.5)', able],
  ['an activation that no kernel has', 'conv2d(6) -> silu()', able],
  ['another reader', 'conv2d(6) as x\nrelu() as y\nadd(x, y)', able],
  ['an output', 'conv2d(6) as x\nrelu() as y\noutput x, y', able],
  ['something between', 'conv2d(6) -> max_pool2d() -> relu()', able],
])('not with %s', (_, text, kernels) => {
  const before = inference(text);
  expect(fuseActivations(before, kernels)).toBe(before);
});

test('the kernel decides by the operation, too', () => {
  const kernels = { ...able, fuses: (op: string) => op !== 'depthwise_conv2d' };
  expect(linesOf(fused('conv2d(6) -> relu() -> depthwise_conv2d() -> relu()', kernels))).toEqual([
    'conv2d+relu relu <- image',
    'depthwise_conv2d depthwise_conv2d <- relu',
    'relu relu_2 <- depthwise_conv2d',
  ]);
});

test('one activation only', () => {
  expect(linesOf(fused('conv2d(6) -> relu() -> tanh()'))).toEqual([
    'conv2d+relu relu <- image',
    'tanh tanh <- relu',
  ]);
});

test('the result of a part stays beside it with the same weights, for those who can ask for it', async () => {
  const before = foldAffine(inference('stem: conv2d(6) -> batch_norm()\nrelu() -> conv2d(3)'));
  const after = fuseActivations(before, able);
  expect(linesOf(after)).toEqual([
    'conv2d stem.batch_norm <- image',
    'conv2d+relu relu <- image',
    'conv2d conv2d <- relu',
  ]);
  expect(constantCount(after)).toBe(constantCount(before));
  // The graph target of tfjs computes every one of these activations.
  await expectSameNumbers(before, after);
  expect(linesOf(onlyOutputs(after))).toEqual(['conv2d+relu relu <- image', 'conv2d conv2d <- relu']);
  expect(onlyOutputs(after).parts).toEqual([]);
});
