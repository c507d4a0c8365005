import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantiseChannels, quantiseTensor } from '../../src/weights/int8.ts';

const numbers = fc.float32Array({
  noNaN: true,
  min: Math.fround(-1e6),
  max: Math.fround(1e6),
  minLength: 12,
  maxLength: 12,
});

describe('with one scale for each channel', () => {
  it('no number moves by more than half a step', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(0, 1, 2), (data, axis) => {
        const shape = [2, 3, 2];
        const { bytes, scales } = quantiseChannels(data, shape, axis);
        const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
        for (const [i, value] of data.entries()) {
          const scale = scales[Math.floor(i / inner) % (shape[axis] ?? 1)] ?? 0;
          expect(Math.abs((bytes[i] ?? 0) * scale - value)).toBeLessThanOrEqual(scale * 0.501);
        }
      }),
    );
  });

  it('the largest number of a channel is 127 steps, whatever the others hold', () => {
    const { bytes, scales } = quantiseChannels(Float32Array.of(127, -1000, -60.4, 400, 0, 0), [3, 2], 1);
    expect([...bytes]).toEqual([127, -127, -60, 51, 0, 0]);
    expect(scales[0]).toBe(1);
    expect(scales[1]).toBeCloseTo(1000 / 127, 5);
  });
});

describe('with one scale for all', () => {
  it('no number moves by more than a step, and 0 stays 0', () => {
    fc.assert(
      fc.property(numbers, (data) => {
        data[5] = 0;
        const { bytes, scale, min } = quantiseTensor(data);
        for (const [i, value] of data.entries())
          expect(Math.abs((bytes[i] ?? 0) * scale + min - value)).toBeLessThanOrEqual(scale * 1.0001);
        expect((bytes[5] ?? 0) * scale + min).toBeCloseTo(0, 5);
      }),
    );
  });
});
