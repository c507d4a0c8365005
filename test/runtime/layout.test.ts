import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toChannelsFirst, toChannelsLast } from '../../src/runtime/layout.ts';

test('feature maps change places, sample by sample', () => {
  // Two samples of 1x2 with three channels: pixel by pixel, then channel by channel.
  const last = { shape: [2, 1, 2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) };
  const first = { shape: [2, 3, 1, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12) };
  expect(toChannelsFirst(last)).toEqual(first);
  expect(toChannelsLast(first)).toEqual(last);
});

test('tensors of other ranks stay', () => {
  const tensor = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  expect(toChannelsFirst(tensor)).toBe(tensor);
  expect(toChannelsLast(tensor)).toBe(tensor);
});

test('there and back is where it began', () => {
  const size = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(fc.tuple(size, size, size, size), (shape) => {
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i);
      expect(toChannelsLast(toChannelsFirst({ shape, data }))).toEqual({ shape, data });
    }),
  );
});
