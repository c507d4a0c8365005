import { describe, expect, test } from 'vitest';
import { formatShape } from '../../src/ir/shape.ts';
import { floorDivide, scaleSize, symbol } from '../../src/ir/size.ts';
import { parameterCount } from '../../src/ops/query.ts';
import { attributes, explained, faultOf, macsFor, shapeOf, weightsFor } from './apply.ts';

const h = symbol('h');
const w = symbol('w');

function written(shape: ReturnType<typeof shapeOf>): string {
  return 'message' in shape ? shape.message : formatShape(shape);
}

describe('conv2d', () => {
  // The results are those of torch.nn.Conv2d(4, 6, kernel, stride, padding, dilation, groups=2), PyTorch
  // 1.13.
  test.each([
    [
      [224, 224, 4],
      [3, 3],
      [2, 2],
      [1, 1],
      [1, 1],
      [112, 112, 6],
    ],
    [
      [7, 9, 4],
      [3, 3],
      [2, 2],
      [1, 1],
      [1, 1],
      [4, 5, 6],
    ],
    [
      [15, 14, 4],
      [5, 3],
      [2, 3],
      [2, 1],
      [1, 1],
      [8, 5, 6],
    ],
    [
      [15, 14, 4],
      [3, 5],
      [1, 2],
      [0, 3],
      [2, 1],
      [11, 8, 6],
    ],
    [
      [12, 12, 4],
      [3, 3],
      [1, 1],
      [2, 2],
      [2, 2],
      [12, 12, 6],
    ],
    [
      [5, 8, 4],
      [4, 4],
      [4, 4],
      [0, 0],
      [1, 1],
      [1, 2, 6],
    ],
    [
      [3, 3, 4],
      [2, 4],
      [1, 1],
      [0, 1],
      [1, 1],
      [2, 2, 6],
    ],
    [
      [11, 6, 4],
      [3, 1],
      [3, 5],
      [1, 0],
      [2, 2],
      [3, 2, 6],
    ],
  ])(
    '%j with kernel %j, stride %j, padding %j, dilation %j',
    (input, kernel, stride, padding, dilation, result) => {
      expect(shapeOf('conv2d', { filters: 6, groups: 2, kernel, stride, padding, dilation }, input)).toEqual(
        result,
      );
    },
  );

  test('turns its arguments into pairs and "auto" into numbers, axis by axis', () => {
    expect(attributes('conv2d', { filters: 8, kernel: [5, 2], stride: [1, 2], dilation: [2, 1] })).toEqual({
      filters: 8,
      kernel: [5, 2],
      stride: [1, 2],
      padding: [4, 4, 0, 0],
      dilation: [2, 1],
      groups: 1,
      bias: true,
      init: 'he_normal',
      trainable: true,
    });
    expect(attributes('conv2d', { filters: 8, kernel: 4, stride: 2 }).padding).toEqual([1, 1, 1, 1]);
    expect(attributes('conv2d', { filters: 8, kernel: 2, stride: 2 }).padding).toEqual([0, 0, 0, 0]);
    expect(attributes('conv2d', { filters: 8, padding: 'valid' }).padding).toEqual([0, 0, 0, 0]);
    expect(attributes('conv2d', { filters: 8, padding: [1, 2] }).padding).toEqual([1, 1, 2, 2]);
    expect(attributes('conv2d', { filters: 8, padding: [1, 2, 3, 4] }).padding).toEqual([1, 2, 3, 4]);
  });

  test('keeps symbolic heights and widths exact', () => {
    const stride2 = { filters: 6, stride: 2 };
    expect(written(shapeOf('conv2d', stride2, [h, w, 3]))).toBe('[ceil(?h / 2), ceil(?w / 2), 6]');
    expect(written(shapeOf('conv2d', stride2, [scaleSize(h, 32), scaleSize(w, 32), 3]))).toBe(
      '[16 * ?h, 16 * ?w, 6]',
    );
    expect(written(shapeOf('conv2d', { ...stride2, padding: 'same' }, [h, 9, 3]))).toBe(
      '[ceil(?h / 2), 5, 6]',
    );
    expect(written(shapeOf('conv2d', { filters: 6, padding: 'valid' }, [h, w, 3]))).toBe(
      '[?h - 2, ?w - 2, 6]',
    );
  });

  test('has a kernel and a bias', () => {
    const [kernel, bias] = weightsFor('conv2d', { filters: 8, groups: 2 }, [9, 9, 6]);
    expect(kernel).toMatchObject({ name: 'kernel', shape: [3, 3, 3, 8], init: 'he_normal', trainable: true });
    expect(bias).toMatchObject({ name: 'bias', shape: [8], init: 0, trainable: true });
    expect(
      weightsFor('conv2d', { filters: 8, bias: false, trainable: false, init: 'zeros' }, [9, 9, 6]),
    ).toEqual([expect.objectContaining({ name: 'kernel', init: 'zeros', trainable: false })]);
  });

  test('fans are those of torch.nn.init._calculate_fan_in_and_fan_out', () => {
    const [kernel] = weightsFor('conv2d', { filters: 8, kernel: [3, 5] }, [9, 9, 6]);
    expect(kernel).toMatchObject({ fanIn: 90, fanOut: 120 });
  });

  test('counts multiplications, and the parameters of the published stem of MobileNetV2', () => {
    // 7 * 7 * 3 multiplications for each of 64 filters at 112 * 112 places.
    const resnet = { filters: 64, kernel: 7, stride: 2, bias: false };
    expect(macsFor('conv2d', resnet, [224, 224, 3], [112, 112, 64])).toBe(118_013_952);
    expect(parameterCount(weightsFor('conv2d', resnet, [224, 224, 3]))).toBe(9408);
    // 928 parameters with its batch norm (64).
    expect(parameterCount(weightsFor('conv2d', { filters: 32, bias: false }, [224, 224, 3]))).toBe(928 - 64);
    expect(macsFor('conv2d', { filters: 8, groups: 2 }, [10, 10, 4], [10, 10, 8])).toBe(100 * 9 * 2 * 8);
  });

  test.each([
    ['no filters', { filters: 0 }, 'ARC3204', 'filters'],
    ['no kernel', { filters: 8, kernel: [3, 0] }, 'ARC3204', 'kernel'],
    ['no stride', { filters: 8, stride: 0 }, 'ARC3204', 'stride'],
    ['no dilation', { filters: 8, dilation: 0 }, 'ARC3204', 'dilation'],
    ['no groups', { filters: 8, groups: 0 }, 'ARC3204', 'groups'],
    ['negative padding', { filters: 8, padding: [0, 0, -1, 0] }, 'ARC3204', 'padding'],
    ['uneven filters', { filters: 7, groups: 2 }, 'ARC3221', 'groups'],
    ['uneven channels', { filters: 9, groups: 3 }, 'ARC3206', 'groups'],
  ])('refuses %s', (_, given, code, at) => {
    expect(faultOf('conv2d', given, [9, 9, 4])).toEqual([code, at]);
  });

  test('refuses a vector, and says what makes a map of it', () => {
    expect(explained('conv2d', { filters: 8 }, [1280])).toMatchInlineSnapshot(`
      "\`conv2d\` takes a feature map [h, w, c], but the tensor that reaches it is [1280]
      help: \`reshape([1, 1, 1280])\` in front of it makes a feature map of the vector
      help: if a global pool made the vector, \`keep_dims = true\` there keeps the two spatial axes"
    `);
  });

  test('refuses a kernel that does not fit, with both numbers', () => {
    const seven = { filters: 8, kernel: [7, 1], padding: [1, 1, 0, 0] };
    expect(explained('conv2d', seven, [4, 4, 3])).toMatchInlineSnapshot(`
      "the window of \`conv2d\` spans 7 pixels of height, but its input has only 6 (4 and 1 + 1 of padding)
      help: take a smaller kernel, pad more, or reduce the map less before it gets here"
    `);
    expect(explained('conv2d', { filters: 8, kernel: [1, 3], padding: 0, dilation: 2 }, [4, 4, 3])).toMatch(
      'spans 5 pixels of width, but its input has only 4',
    );
    expect(faultOf('conv2d', { filters: 8, padding: 'valid' }, [h, w, 3])).toBeUndefined();
  });

  test('refuses a symbolic number of channels', () => {
    expect(explained('conv2d', { filters: 8 }, [4, 4, scaleSize(symbol('c'), 2)])).toMatchInlineSnapshot(`
      "\`conv2d\` needs a known number of channels, but in [4, 4, 2 * ?c] it is \`2 * ?c\`
      help: give the last axis of the input a number: symbols are for heights and widths"
    `);
  });

  test('refuses sizes that are not exact any more', () => {
    expect(faultOf('conv2d', { filters: 8, kernel: 1, padding: 1 }, [2 ** 53 - 1, 3, 3])?.[0]).toBe(
      'ARC3219',
    );
  });
});

describe('depthwise_conv2d', () => {
  test('multiplies the channels', () => {
    expect(shapeOf('depthwise_conv2d', { stride: 2, multiplier: 2 }, [15, 14, 5])).toEqual([8, 7, 10]);
    expect(weightsFor('depthwise_conv2d', { kernel: [3, 5], multiplier: 2 }, [15, 14, 4])).toEqual([
      { name: 'kernel', shape: [3, 5, 4, 2], init: 'he_normal', fanIn: 15, fanOut: 30, trainable: true },
      expect.objectContaining({ name: 'bias', shape: [8] }),
    ]);
    expect(macsFor('depthwise_conv2d', { multiplier: 2 }, [10, 10, 4], [10, 10, 8])).toBe(7200);
  });

  test.each([
    [{ kernel: 0 }, 'kernel'],
    [{ stride: -1 }, 'stride'],
    [{ dilation: 0 }, 'dilation'],
    [{ multiplier: 0 }, 'multiplier'],
    [{ padding: -2 }, 'padding'],
  ])('refuses %j', (given, at) => {
    expect(faultOf('depthwise_conv2d', given, [9, 9, 4])).toEqual(['ARC3204', at]);
  });
});

describe('conv2d_transpose', () => {
  // The results are those of torch.nn.ConvTranspose2d(4, 6, kernel, stride, padding, output_padding),
  // PyTorch 1.13.
  test.each([
    [[7, 7, 4], 3, 2, 1, 1, [14, 14, 6]],
    [[7, 7, 4], 3, 2, 1, 0, [13, 13, 6]],
    [[7, 7, 4], 2, 2, 0, 0, [14, 14, 6]],
    [[4, 5, 4], 4, 2, 1, 0, [8, 10, 6]],
    [
      [1, 3, 4],
      [5, 2],
      [3, 1],
      [0, 1],
      [2, 0],
      [7, 2, 6],
    ],
    [
      [6, 6, 4],
      [3, 5],
      [1, 3],
      [2, 1],
      [0, 2],
      [4, 20, 6],
    ],
  ])(
    '%j with kernel %j, stride %j, padding %j, output padding %j',
    (input, kernel, stride, padding, output, result) => {
      const given = { filters: 6, kernel, stride, padding, output_padding: output };
      expect(shapeOf('conv2d_transpose', given, input)).toEqual(result);
    },
  );

  test('doubles a U-Net\'s map with "auto"', () => {
    expect(shapeOf('conv2d_transpose', { filters: 6, kernel: 2, stride: 2 }, [7, 9, 4])).toEqual([14, 18, 6]);
    expect(shapeOf('conv2d_transpose', { filters: 6, kernel: 4, stride: 2 }, [7, 9, 4])).toEqual([14, 18, 6]);
    const half = floorDivide(h, 2);
    const up = shapeOf('conv2d_transpose', { filters: 6, kernel: 2, stride: 2 }, [half, w, 4]);
    expect(written(up)).toBe('[2 * floor(?h / 2), 2 * ?w, 6]');
  });

  test.each([1, 2, 3, 4, 5])('"same" makes exactly in * stride with kernel %i', (kernel) => {
    for (const stride of [1, 2, 3]) {
      const given = { filters: 6, kernel, stride, padding: 'same' };
      expect(shapeOf('conv2d_transpose', given, [7, 4, 4])).toEqual([7 * stride, 4 * stride, 6]);
    }
  });

  test('has its kernel the other way round', () => {
    const [kernel, bias] = weightsFor('conv2d_transpose', { filters: 6, kernel: [3, 2] }, [7, 7, 4]);
    expect(kernel).toMatchObject({ shape: [3, 2, 6, 4], fanIn: 24, fanOut: 36 });
    expect(bias).toMatchObject({ name: 'bias', shape: [6] });
    expect(macsFor('conv2d_transpose', { filters: 6, kernel: 2, stride: 2 }, [7, 7, 4], [14, 14, 6])).toBe(
      4704,
    );
  });

  test.each([
    ['an output padding of the stride', { output_padding: 2, stride: 2 }, 'ARC3220', 'output_padding'],
    ['a negative output padding', { output_padding: [0, -1] }, 'ARC3204', 'output_padding'],
    ['no filters', { filters: 0 }, 'ARC3204', 'filters'],
    ['more padding than map', { padding: 3 }, 'ARC3203', undefined],
  ])('refuses %s', (_, given, code, at) => {
    expect(faultOf('conv2d_transpose', { filters: 6, ...given }, [2, 2, 4])).toEqual([code, at]);
  });
});
