import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WeightSpec } from '../../src/ops/definition.ts';
import { initialise, initialWeight, tooManyWeights } from '../../src/weights/initialise.ts';
import { normalQuantile } from '../../src/weights/normal.ts';
import { fillWords, openStream } from '../../src/weights/random.ts';
import { weightsOfChain } from './networks.ts';

const kernel = (spec: Partial<WeightSpec>): WeightSpec => ({
  name: 'kernel',
  shape: [5000],
  init: 'he_normal',
  fanIn: 27,
  fanOut: 32,
  trainable: true,
  ...spec,
});

const digest = (data: Float32Array) =>
  createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex').slice(0, 32);

function draw(seed: number, name: string, count: number): number[] {
  const words = new Int32Array(count);
  fillWords(openStream(seed, name), words);
  return [...words];
}

// The literals come from a second implementation of the same definition, in Python's integers and doubles.
describe('the same bytes everywhere', () => {
  it('draws words from seed and name', () => {
    expect(draw(42, 'stem.kernel', 4)).toEqual([1052531451, -2040450684, 739811888, -1558370421]);
    expect(draw(2 ** 40 + 5, 'stem.kernel', 2)).toEqual([-53543651, -751666926]);
  });

  it.each([
    ['he_normal', 'e05d8e146f360104a492ca9afb5a6d31', {}],
    ['glorot_uniform', '389c4ef165b380203cc56b35dcd9ec6e', { fanIn: 50, fanOut: 100 }],
    ['truncated_normal', 'c81b7d88661d6f692ff66a2793d7c6ab', {}],
  ] as const)('%s', (init, expected, fans) => {
    expect(digest(initialWeight('stem.kernel', kernel({ init, ...fans }), 42))).toBe(expected);
  });
});

describe('the inverse of the normal distribution', () => {
  // Python's `statistics.NormalDist().inv_cdf`.
  it.each([
    [1e-9, -5.9978070150076865],
    [1e-5, -4.2648907939228256],
    [0.02, -2.0537489106318225],
    [0.3, -0.5244005127080407],
    [0.93, 1.4757910281791708],
    [0.999, 3.090232306167813],
  ])('at %d', (p, z) => {
    expect(Math.abs(normalQuantile(p - 0.5) - z)).toBeLessThan(1e-6);
  });
});

/** Mean, standard deviation, skewness and kurtosis. */
function moments(data: Float32Array) {
  const n = data.length;
  const mean = data.reduce((sum, x) => sum + x, 0) / n;
  const central = (k: number) => data.reduce((sum, x) => sum + (x - mean) ** k, 0) / n;
  const deviation = Math.sqrt(central(2));
  return { mean, deviation, skewness: central(3) / deviation ** 3, kurtosis: central(4) / deviation ** 4 };
}

/** The greatest distance between the distribution of the data and `cdf`, times √n: beyond 1.95 once in a thousand. */
function kolmogorov(data: Float32Array, cdf: (x: number) => number): number {
  const sorted = data.toSorted();
  let worst = 0;
  for (let i = 0; i < sorted.length; i++) {
    const p = cdf(sorted[i] ?? 0);
    worst = Math.max(worst, Math.abs(p - i / sorted.length), Math.abs(p - (i + 1) / sorted.length));
  }
  return worst * Math.sqrt(sorted.length);
}

/** The normal distribution function by its series around 0: another road than the code under test takes. */
function normalCdf(z: number): number {
  if (Math.abs(z) > 6) return z < 0 ? 0 : 1;
  let term = z;
  let sum = z;
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

describe('distributions', () => {
  const n = 400_000;

  it('he_normal has deviation sqrt(2 / fanIn), normal shape and normal tails', () => {
    const data = initialWeight('a.kernel', kernel({ shape: [n] }), 1);
    const { mean, deviation, skewness, kurtosis } = moments(data);
    const std = Math.sqrt(2 / 27);
    expect(Math.abs(mean)).toBeLessThan((4 * std) / Math.sqrt(n));
    expect(Math.abs(deviation / std - 1)).toBeLessThan(4 / Math.sqrt(2 * n));
    expect(Math.abs(skewness)).toBeLessThan(4 * Math.sqrt(6 / n));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / n));
    expect(kolmogorov(data, (x) => normalCdf(x / std))).toBeLessThan(1.95);
    // 25.3 of 400,000 are expected beyond four deviations.
    const far = data.filter((x) => Math.abs(x) > 4 * std).length;
    expect(far).toBeGreaterThan(8);
    expect(far).toBeLessThan(48);
  });

  it('glorot_uniform is flat to sqrt(6 / (fanIn + fanOut))', () => {
    const data = initialWeight(
      'a.kernel',
      kernel({ shape: [n], init: 'glorot_uniform', fanIn: 50, fanOut: 100 }),
      1,
    );
    expect(kolmogorov(data, (x) => (x + 0.2) / 0.4)).toBeLessThan(1.95);
    expect(Math.max(...data.slice(0, 100_000))).toBeLessThanOrEqual(Math.fround(0.2));
  });

  it('truncated_normal has nothing beyond 0.04 and is normal inside', () => {
    const data = initialWeight('a.kernel', kernel({ shape: [n], init: 'truncated_normal' }), 1);
    const below = normalCdf(-2);
    expect(kolmogorov(data, (x) => (normalCdf(x / 0.02) - below) / (1 - 2 * below))).toBeLessThan(1.95);
    expect(data.reduce((far, x) => Math.max(far, Math.abs(x)), 0)).toBeLessThanOrEqual(Math.fround(0.04));
    expect(data.reduce((far, x) => Math.max(far, x), 0)).toBeGreaterThan(0.0399);
  });

  it('zeros, ones and numbers fill', () => {
    expect(initialWeight('a', kernel({ shape: [2], init: 'zeros' }), 1)).toEqual(new Float32Array([0, 0]));
    expect(initialWeight('a', kernel({ shape: [2], init: 'ones' }), 1)).toEqual(new Float32Array([1, 1]));
    expect(initialWeight('a', kernel({ shape: [2], init: 1e-6 }), 1)).toEqual(new Float32Array([1e-6, 1e-6]));
  });
});

describe('streams', () => {
  it('a weight does not depend on what stands beside it', () => {
    const small = weightsOfChain([8, 8, 3], ['stem', 'conv2d', { filters: 4 }]);
    const large = weightsOfChain(
      [8, 8, 3],
      ['stem', 'conv2d', { filters: 4 }],
      ['next', 'conv2d', { filters: 4 }],
    );
    const [before, after] = [initialise(small, 7), initialise(large, 7)];
    expect([...after.keys()]).toEqual(['stem.kernel', 'stem.bias', 'next.kernel', 'next.bias']);
    expect(after.get('stem.kernel')).toEqual(before.get('stem.kernel'));
    expect(after.get('stem.kernel')?.shape).toEqual([3, 3, 3, 4]);
  });

  it('differ by seed and by path, and neighbours do not correlate', () => {
    const n = 100_000;
    const data = (path: string, seed: number) => initialWeight(path, kernel({ shape: [n], fanIn: 2 }), seed);
    const first = data('irblock_2.kernel', 0);
    for (const other of [
      data('irblock_3.kernel', 0),
      data('irblock_2.kernel', 1),
      data('irblock_2.kernel', 2 ** 32),
    ]) {
      const product = first.reduce((sum, x, i) => sum + x * (other[i] ?? 0), 0) / n;
      expect(Math.abs(product)).toBeLessThan(4 / Math.sqrt(n));
    }
  });
});

describe('what a model can hold', () => {
  it('ends at 2 GiB, and the layer with the most weights is named', () => {
    // A kernel of (2 ** 14 - 1) * 2 ** 15 and its biases: 2 ** 29 in all.
    const first = ['first', 'dense', { units: 2 ** 15 }] as const;
    const last = ['last', 'dense', { units: 1, bias: false }] as const;
    expect(tooManyWeights(weightsOfChain([2 ** 14 - 1], first))).toBeUndefined();
    expect(tooManyWeights(weightsOfChain([2 ** 14 - 1], first, last))).toMatchObject({
      code: 'ARC6302',
      message: 'the network has 536,903,680 weights, and a model holds at most 536,870,912',
      primary: { text: '`first.kernel` has the most' },
    });
  });
});
