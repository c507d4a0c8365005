import { describe, expect, test } from 'vitest';
import { symbol } from '../../src/ir/size.ts';
import type { Argument } from '../../src/ops/definition.ts';
import { parameterCount } from '../../src/ops/query.ts';
import { attributes, explained, faultOf, macsFor, shapeOf, weightsFor } from './apply.ts';

describe('dense', () => {
  test('works on the last axis', () => {
    expect(shapeOf('dense', { units: 10 }, [1280])).toEqual([10]);
    expect(shapeOf('dense', { units: 10 }, [symbol('h'), 7, 1280])).toEqual([symbol('h'), 7, 10]);
    expect(macsFor('dense', { units: 10 }, [7, 7, 64], [7, 7, 10])).toBe(49 * 640);
  });

  test('is the published classifier of MobileNetV2: 1,281,000 parameters', () => {
    const weights = weightsFor('dense', { units: 1000 }, [1280]);
    expect(weights.map(({ name, shape, init }) => [name, shape, init])).toEqual([
      ['kernel', [1280, 1000], 'glorot_uniform'],
      ['bias', [1000], 0],
    ]);
    expect(parameterCount(weights)).toBe(1_281_000);
    expect(weights[0]).toMatchObject({ fanIn: 1280, fanOut: 1000 });
    expect(weightsFor('dense', { units: 1000, bias: false }, [1280])).toHaveLength(1);
  });

  test('refuses no units, scalars and unknown channels', () => {
    expect(faultOf('dense', { units: 0 }, [4])).toEqual(['ARC3204', 'units']);
    expect(faultOf('dense', { units: 4 }, [])).toEqual(['ARC3201', undefined]);
    expect(faultOf('dense', { units: 4 }, [symbol('n')])).toEqual(['ARC3207', undefined]);
  });
});

describe('batch_norm', () => {
  // The order of torch.nn.BatchNorm2d(5).state_dict(): weight, bias, running_mean, running_var.
  test('lists its weights as PyTorch does', () => {
    const weights = weightsFor('batch_norm', {}, [7, 7, 5]);
    expect(weights.map(({ name, init, trainable }) => [name, init, trainable])).toEqual([
      ['gamma', 1, true],
      ['beta', 0, true],
      ['moving_mean', 0, false],
      ['moving_variance', 1, false],
    ]);
    expect(weights.every(({ shape }) => shape.length === 1 && shape[0] === 5)).toBe(true);
    expect(parameterCount(weights)).toBe(10);
  });

  test('leaves out what it is told to, and can be frozen', () => {
    const names = (given: Readonly<Record<string, Argument>>) =>
      weightsFor('batch_norm', given, [5]).map(({ name }) => name);
    expect(names({ scale: false })).toEqual(['beta', 'moving_mean', 'moving_variance']);
    expect(names({ center: false })).toEqual(['gamma', 'moving_mean', 'moving_variance']);
    expect(parameterCount(weightsFor('batch_norm', { trainable: false }, [5]))).toBe(0);
    expect(weightsFor('batch_norm', { init: 'zeros' }, [5])[0]?.init).toBe('zeros');
  });

  test('refuses a decay outside 0 … 1 and a negative eps', () => {
    expect(faultOf('batch_norm', { decay: 1.5 }, [5])).toEqual(['ARC3205', 'decay']);
    expect(faultOf('batch_norm', { eps: -1 }, [5])).toEqual(['ARC3204', 'eps']);
    expect(faultOf('layer_norm', { eps: -1 }, [5])).toEqual(['ARC3204', 'eps']);
  });
});

test.each([
  [
    'layer_norm',
    {},
    [
      ['gamma', 1],
      ['beta', 0],
    ],
  ],
  // torch.nn.PReLU starts at 0.25.
  ['prelu', {}, [['alpha', 0.25]]],
  ['layer_scale', {}, [['gamma', 1e-6]]],
  ['layer_scale', { value: 0.1 }, [['gamma', 0.1]]],
  ['layer_scale', { value: 0.1, init: 'ones' }, [['gamma', 'ones']]],
] as const)('%s%j has one number a channel', (op, given, expected) => {
  const weights = weightsFor(op, given, [7, symbol('w'), 5]);
  expect(weights.map(({ name, init }) => [name, init])).toEqual(expected);
  expect(weights.map(({ shape }) => shape)).toEqual(expected.map(() => [5]));
  expect(shapeOf(op, given, [7, symbol('w'), 5])).toEqual([7, symbol('w'), 5]);
  expect(faultOf(op, given, [7, 7, symbol('c')])).toEqual(['ARC3207', undefined]);
});

test.each(['dropout', 'drop_path'] as const)('%s takes a rate from 0 up to 1', (op) => {
  expect(attributes(op, { rate: 0 })).toEqual({ rate: 0 });
  expect(shapeOf(op, { rate: 0.2 }, [4])).toEqual([4]);
  expect(faultOf(op, { rate: 1 }, [4])).toEqual(['ARC3205', 'rate']);
  expect(faultOf(op, { rate: -0.1 }, [4])).toEqual(['ARC3205', 'rate']);
});

test('the message of a rate', () => {
  expect(explained('dropout', { rate: 20 }, [4])).toMatchInlineSnapshot(
    `"\`rate\` of \`dropout\` must be at least 0 and below 1, found 20"`,
  );
});

describe('normalize', () => {
  test('takes one number, or one a channel', () => {
    expect(attributes('normalize', { mean: 0.5, std: [1, 2, 3] })).toEqual({ mean: [0.5], std: [1, 2, 3] });
    expect(shapeOf('normalize', { mean: 0.5, std: [1, 2, 3] }, [9, 9, 3])).toEqual([9, 9, 3]);
  });

  test('refuses other numbers of numbers, and what cannot divide', () => {
    expect(explained('normalize', { mean: [1, 2], std: 1 }, [9, 9, 3])).toMatchInlineSnapshot(
      `"\`mean\` of \`normalize\` has 2 numbers, but the tensor that reaches it has 3 channels"`,
    );
    expect(faultOf('normalize', { mean: 0, std: [1, 2] }, [9, 9, 3])).toEqual(['ARC3213', 'std']);
    expect(faultOf('normalize', { mean: 0, std: [1, 0, 1] }, [9, 9, 3])).toEqual(['ARC3214', 'std']);
    expect(faultOf('normalize', { mean: 0, std: -1 }, [9, 9, 3])).toEqual(['ARC3214', 'std']);
    expect(faultOf('normalize', { mean: [], std: 1 }, [9, 9, 3])).toEqual(['ARC3222', 'mean']);
    expect(faultOf('normalize', { mean: 0, std: [] }, [9, 9, 3])).toEqual(['ARC3222', 'std']);
  });
});
