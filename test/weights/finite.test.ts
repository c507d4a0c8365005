import { expect, it } from 'vitest';
import { checkFinite } from '../../src/weights/finite.ts';

const weights = (...tensors: number[][]) =>
  new Map(tensors.map((data, i) => [`w${i}`, { shape: [data.length], data: Float32Array.from(data) }]));

it('says nothing of numbers', () => {
  expect(checkFinite(weights([1, -3e38], [0]), 'net.safetensors')).toEqual([]);
});

it('names the first weight that holds none, and counts the others', () => {
  const found = checkFinite(weights([1], [2, Number.NaN, 3], [Number.NEGATIVE_INFINITY]), 'net.safetensors');
  expect(found).toMatchObject([
    {
      code: 'ARC6301',
      severity: 'warning',
      message:
        '`net.safetensors` holds NaN in `w1` and 1 more weights: what is computed with it is no number',
    },
  ]);
});
