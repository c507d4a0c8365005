import { describe, expect, test } from 'vitest';
import { relativeDifference } from '../../src/runtime/output-change.ts';
import { sampleInputs } from '../../src/runtime/sample-inputs.ts';
import { graphOf } from '../program.ts';

const graph = graphOf(`
network net {
  input image: [32 * ?h, 3 * ?w, 3]
  input table: [500]
  image -> normalize(mean = 128, std = 64) -> global_avg_pool() as seen
  table -> concat(_, seen)
}`);

describe('something to run a network on', () => {
  test('has the shapes of the inputs, open sizes at least as large as asked for', () => {
    const shapes = (size?: number) => sampleInputs(graph, { batch: 2, size }).map(({ shape }) => shape);
    // The width is the larger of two: one number is given to all symbols.
    expect(shapes()).toEqual([
      [2, 32 * 22, 3 * 22, 3],
      [2, 500],
    ]);
    expect(shapes(6)[0]).toEqual([2, 64, 6, 3]);
  });

  test('is spread over the range that the program says, 0 to 1 where it says none', () => {
    const [image, table] = sampleInputs(graph);
    const extent = (values: ArrayLike<number> = []) => [
      Math.min(...Array.from(values)),
      Math.max(...Array.from(values)),
    ];
    const [least = 0, most = 0] = extent(image?.data.subarray(0, 10_000));
    expect(least).toBeGreaterThanOrEqual(0);
    expect(least).toBeLessThan(5);
    expect(most).toBeGreaterThan(250);
    expect(most).toBeLessThanOrEqual(255);
    const [small = 0, large = 0] = extent(table?.data);
    expect(small).toBeGreaterThanOrEqual(0);
    expect(large).toBeGreaterThan(0.9);
    expect(large).toBeLessThanOrEqual(1);
  });

  test('is the same for the same seed', () => {
    expect(sampleInputs(graph, { seed: 3 })).toEqual(sampleInputs(graph, { seed: 3 }));
    expect(sampleInputs(graph, { seed: 3 })[1]).not.toEqual(sampleInputs(graph, { seed: 4 })[1]);
  });
});

describe('how far outputs are from others', () => {
  test('is a share of the largest number', () => {
    expect(relativeDifference([1, -4, 2], [1, -3.5, 2.25])).toBe(0.125);
    expect(relativeDifference([0, 0], [0, 0.5])).toBe(0.5);
    expect(relativeDifference([1, 2], [1, Number.NaN])).toBeNaN();
  });
});
