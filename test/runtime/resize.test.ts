import { describe, expect, test } from 'vitest';
import { resize } from '../../src/runtime/resize.ts';

// prettier-ignore
const values = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 255, 5, 15, 25, 35, 45, 0, 65, 75, 85];
const picture = { height: 4, width: 5, channels: 1, data: Float32Array.from(values) };

function expectClose(found: Float32Array, wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 2);
  });
}

describe('a picture in another size', () => {
  test('shrinks to means of areas: OpenCV, INTER_AREA', () => {
    expectClose(resize(picture, { height: 3, width: 2 }), [20.5, 44.5, 82.5, 54.5, 50, 64.5]);
  });

  test('grows along lines between pixel centres: OpenCV, INTER_LINEAR', () => {
    // prettier-ignore
    expectClose(
      resize(picture, { height: 7, width: 8 }),
      [
        0, 4.375, 10.625, 16.875, 23.125, 29.375, 35.625, 40, 17.8571, 22.2321, 28.4821, 34.7321, 40.9821,
        47.2321, 53.4821, 57.8571, 46.4286, 50.8036, 57.0536, 63.3036, 69.5536, 75.8036, 82.0536, 86.4286,
        152.5, 100, 33.125, 39.375, 45.625, 51.875, 58.125, 62.5, 240, 137.0312, 5.5134, 14.2188, 21.6964,
        27.9464, 34.1964, 38.5714, 120, 68.2812, 4.6205, 32.9688, 50.2679, 56.5179, 62.7679, 67.1429, 45,
        25.3125, 4.0625, 44.6875, 68.125, 74.375, 80.625, 85,
      ],
    );
  });

  test('keeps the channels of a pixel together', () => {
    const two = { height: 1, width: 4, channels: 2, data: Float32Array.from([1, 10, 3, 30, 5, 50, 7, 70]) };
    expectClose(resize(two, { height: 1, width: 2 }), [2, 20, 6, 60]);
  });

  test('is itself in its own size, and one pixel fills any size', () => {
    expectClose(resize(picture, { height: 4, width: 5 }), values);
    const dot = { height: 1, width: 1, channels: 1, data: Float32Array.of(0.5) };
    expectClose(resize(dot, { height: 2, width: 3 }), [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  });
});
