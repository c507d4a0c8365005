import { describe, expect, test } from 'vitest';
import { scaleSize, symbol } from '../../src/ir/size.ts';
import { explained, faultOf, shapeOf } from './apply.ts';

const h = symbol('h');

describe('flatten', () => {
  test('multiplies the axes', () => {
    expect(shapeOf('flatten', {}, [7, 7, 64])).toEqual([3136]);
    expect(shapeOf('flatten', {}, [10])).toEqual([10]);
    expect(shapeOf('flatten', {}, [h, 7, 3])).toEqual([scaleSize(h, 21)]);
  });

  test('refuses a product of two symbols', () => {
    expect(explained('flatten', {}, [h, scaleSize(h, 2), 3])).toMatchInlineSnapshot(`
      "\`flatten\` cannot take [?h, 2 * ?h, 3]: the product of two symbolic sizes is no size that can be worked with
      help: \`global_avg_pool()\` makes a vector of a map of any height and width"
    `);
  });

  test('refuses a product past 2^53', () => {
    expect(faultOf('flatten', {}, [2 ** 30, 2 ** 30, 3])).toEqual(['ARC3219', undefined]);
  });
});

describe('reshape', () => {
  test('keeps the number of elements', () => {
    expect(shapeOf('reshape', { shape: [7, 7, 64] }, [3136])).toEqual([7, 7, 64]);
    expect(explained('reshape', { shape: [7, 7, 32] }, [3136])).toMatchInlineSnapshot(
      `"\`reshape\` cannot make [7, 7, 32] of [3136]: the first holds 1568 numbers, the second 3136"`,
    );
    expect(faultOf('reshape', { shape: [7, 7, 32] }, [3136])).toEqual(['ARC3209', 'shape']);
  });

  test('refuses what is no shape, and symbolic inputs', () => {
    expect(faultOf('reshape', { shape: [] }, [3136])).toEqual(['ARC3222', 'shape']);
    expect(faultOf('reshape', { shape: [-1, 64] }, [3136])).toEqual(['ARC3204', 'shape']);
    expect(faultOf('reshape', { shape: [4] }, [h, 4])).toEqual(['ARC3208', undefined]);
  });
});

describe('channel_shuffle', () => {
  test('keeps the shape', () => {
    expect(shapeOf('channel_shuffle', { groups: 2 }, [h, 7, 64])).toEqual([h, 7, 64]);
  });

  test('refuses uneven groups', () => {
    expect(explained('channel_shuffle', { groups: 3 }, [7, 7, 64])).toMatchInlineSnapshot(
      `"\`channel_shuffle\` cannot split 64 channels into 3 groups of equal size"`,
    );
    expect(faultOf('channel_shuffle', { groups: 0 }, [7, 7, 64])).toEqual(['ARC3204', 'groups']);
    expect(faultOf('channel_shuffle', { groups: 2 }, [7, 7, h])).toEqual(['ARC3207', undefined]);
  });
});

describe('slice', () => {
  test('takes channels, on any number of axes', () => {
    expect(shapeOf('slice', { start: 8, stop: 64 }, [h, 7, 64])).toEqual([h, 7, 56]);
    expect(shapeOf('slice', { start: 0, stop: 1 }, [4])).toEqual([1]);
  });

  test('refuses channels that are not there', () => {
    expect(explained('slice', { start: 8, stop: 65 }, [7, 7, 64])).toMatchInlineSnapshot(
      `"\`slice\` takes channels 8 to 65, but the tensor that reaches it has only 64"`,
    );
    expect(faultOf('slice', { start: 8, stop: 65 }, [7, 7, 64])).toEqual(['ARC3210', 'stop']);
    expect(faultOf('slice', { start: 8, stop: 8 }, [7, 7, 64])).toEqual(['ARC3211', 'stop']);
    expect(faultOf('slice', { start: -8, stop: 8 }, [7, 7, 64])).toEqual(['ARC3204', 'start']);
    expect(faultOf('slice', { start: 0, stop: 8 }, [7, 7, h])).toEqual(['ARC3207', undefined]);
  });
});
