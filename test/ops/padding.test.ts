import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaleSize, symbol } from '../../src/ir/size.ts';
import type { Pair } from '../../src/ops/attributes.ts';
import { explicitPadding } from '../../src/ops/padding.ts';
import { attributes, shapeOf } from './apply.ts';

const size = fc.integer({ min: 1, max: 20 });
const small = fc.integer({ min: 1, max: 5 });
const pairOf = (item: fc.Arbitrary<number>): fc.Arbitrary<Pair> => fc.tuple(item, item);

describe('TensorFlow\'s "same"', () => {
  test('pads and counts as tfjs does', () => {
    fc.assert(
      fc.property(
        pairOf(size),
        pairOf(small),
        pairOf(small),
        pairOf(small),
        (map, kernel, stride, dilation) => {
          const strided = stride[0] > 1 || stride[1] > 1;
          const taps: Pair = strided ? [1, 1] : dilation;
          const theirs = tf.backend_util.computeConv2DInfo(
            [1, map[0], map[1], 3],
            [kernel[0], kernel[1], 3, 8],
            [stride[0], stride[1]],
            [taps[0], taps[1]],
            'same',
          );
          const { top, bottom, left, right } = theirs.padInfo;
          const input = [map[0], map[1], 3];
          expect(explicitPadding('same', kernel, stride, taps, input)).toEqual([top, bottom, left, right]);
          expect(
            shapeOf('conv2d', { filters: 8, kernel, stride, dilation: taps, padding: 'same' }, input),
          ).toEqual([theirs.outHeight, theirs.outWidth, 8]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of a transposed convolution is the padding of the convolution that it transposes', () => {
    fc.assert(
      fc.property(pairOf(size), pairOf(small), pairOf(small), (map, kernel, stride) => {
        const theirs = tf.backend_util.computeConv2DInfo(
          [1, map[0] * stride[0], map[1] * stride[1], 8],
          [kernel[0], kernel[1], 8, 3],
          [stride[0], stride[1]],
          [1, 1],
          'same',
        );
        const { top, bottom, left, right } = theirs.padInfo;
        const given = { filters: 8, kernel, stride, padding: 'same' };
        expect(attributes('conv2d_transpose', given).padding).toEqual([top, bottom, left, right]);
      }),
    );
  });

  test('is known for a symbolic size where it does not depend on its value', () => {
    const h = symbol('h');
    const even = [scaleSize(h, 2), scaleSize(h, 4), 3];
    expect(explicitPadding('same', [3, 3], [2, 2], [1, 1], even)).toEqual([0, 1, 0, 1]);
    expect(explicitPadding('same', [5, 3], [1, 1], [1, 2], [h, h, 3])).toEqual([2, 2, 2, 2]);
    expect(explicitPadding('same', [1, 1], [2, 2], [1, 1], even)).toEqual([0, 0, 0, 0]);
    expect(explicitPadding('same', [3, 3], [2, 2], [1, 1], [h, h, 3])).toBeUndefined();
  });

  test('leaves explicit padding as it is', () => {
    expect(explicitPadding([1, 2, 3, 4], [3, 3], [2, 2], [1, 1], [9, 9, 3])).toEqual([1, 2, 3, 4]);
  });
});
