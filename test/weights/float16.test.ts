import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromFloat16, halvesOf, toFloat16 } from '../../src/weights/float16.ts';

/** The value of a half by the definition of binary16. */
function halfValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const mantissa = half & 1023;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent ? sign * 2 ** (exponent - 15) * (1 + mantissa / 1024) : sign * 2 ** -14 * (mantissa / 1024);
}

const every = Uint16Array.from({ length: 65536 }, (_, half) => half);

it('reads all 65536 halves', () => {
  const values = fromFloat16(every);
  expect([...every].filter((half) => !Object.is(values[half], halfValue(half)))).toEqual([]);
});

it('writes back what it read', () => {
  const halves = toFloat16(fromFloat16(every));
  const sameNumber = (half: number) => halves[half] === half;
  const bothNaN = (half: number) =>
    Number.isNaN(halfValue(half)) && Number.isNaN(halfValue(halves[half] ?? 0));
  expect([...every].filter((half) => !sameNumber(half) && !bothNaN(half))).toEqual([]);
});

it('rounds everything between two neighbours to the nearer, the middle to the even one', () => {
  const wrong: number[] = [];
  for (let half = 0; half < 0x7c00; half++) {
    const low = halfValue(half);
    const high = half === 0x7bff ? 65536 : halfValue(half + 1);
    const middle = (low + high) / 2;
    const nudge = (high - low) / 1024;
    const even = half % 2 === 0 ? half : half + 1;
    const values = new Float32Array([middle - nudge, middle, middle + nudge, -middle]);
    const rounded = [half, even, half + 1, even | 0x8000];
    if (!toFloat16(values).every((found, i) => found === rounded[i])) wrong.push(half);
  }
  expect(wrong).toEqual([]);
});

// torch.tensor(...).half().view(torch.int16)
it.each([
  [1, 0x3c00],
  [-2, 0xc000],
  [65519.996, 0x7bff],
  [65520, 0x7c00],
  [1e-8, 0],
  [2 ** -25, 0],
  [2 ** -25 * 1.0001, 1],
  [6.1e-5, 0x3ff],
  [1 / 3, 0x3555],
  [-0, 0x8000],
  [2051, 0x6802],
  [1e30, 0x7c00],
])('%d is %i', (value, half) => {
  expect(toFloat16(new Float32Array([value]))[0]).toBe(half);
});

it('rounds floats from the whole range as torch does', () => {
  const bits = Uint32Array.from({ length: Math.ceil(2 ** 32 / (65537 * 3)) }, (_, i) => i * 65537 * 3);
  const numbers = new Float32Array(bits.buffer).filter((value) => !Number.isNaN(value));
  const hash = createHash('sha256')
    .update(new Uint8Array(toFloat16(numbers).buffer))
    .digest('hex');
  expect([numbers.length, hash.slice(0, 32)]).toEqual([21760, '15cbea4f47dad4292d81048cc90083af']);
});

describe('halvesOf', () => {
  it('gives halves where each number has one', () => {
    expect(halvesOf(Float32Array.of(1, -65504, 0))).toEqual(toFloat16(Float32Array.of(1, -65504, 0)));
  });

  it.each([65505, -70000, Number.POSITIVE_INFINITY, Number.NaN])('gives none with %d', (number) => {
    expect(halvesOf(Float32Array.of(1, number))).toBeUndefined();
  });
});
