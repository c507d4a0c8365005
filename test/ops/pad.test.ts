import { describe, expect, test } from 'vitest';
import { subtractSizes, symbol } from '../../src/ir/size.ts';
import { attributes, explained, faultOf, shapeOf } from './apply.ts';

const h = symbol('h');

test('pad adds to each side', () => {
  expect(shapeOf('pad', { padding: 1 }, [5, 6, 3])).toEqual([7, 8, 3]);
  expect(shapeOf('pad', { padding: [1, 2] }, [5, 6, 3])).toEqual([7, 10, 3]);
  expect(attributes('pad', { padding: [0, 1, 2, 3], value: -1 })).toEqual({
    padding: [0, 1, 2, 3],
    value: -1,
  });
  expect(shapeOf('pad', { padding: [0, 1, 2, 3] }, [5, 6, 3])).toEqual([6, 11, 3]);
  expect(faultOf('pad', { padding: -1 }, [5, 6, 3])).toEqual(['ARC3204', 'padding']);
  expect(faultOf('pad', { padding: 1 }, [5])).toEqual(['ARC3201', undefined]);
});

describe('crop', () => {
  test('takes from each side', () => {
    expect(shapeOf('crop', { amount: [0, 1, 2, 3] }, [5, 6, 3])).toEqual([4, 1, 3]);
    expect(shapeOf('crop', { amount: 2 }, [h, 5, 3])).toEqual([subtractSizes(h, 4), 1, 3]);
  });

  test('refuses to leave nothing', () => {
    expect(explained('crop', { amount: [0, 3] }, [5, 6, 3])).toMatchInlineSnapshot(
      `"\`crop\` leaves nothing of the width: 6 becomes 0, and a size is at least 1"`,
    );
    expect(faultOf('crop', { amount: -1 }, [5, 6, 3])).toEqual(['ARC3204', 'amount']);
  });
});

describe('upsample', () => {
  test('by a factor or to a size', () => {
    expect(shapeOf('upsample', {}, [5, 6, 3])).toEqual([10, 12, 3]);
    expect(shapeOf('upsample', { scale: [2, 3] }, [5, 4, 3])).toEqual([10, 12, 3]);
    expect(shapeOf('upsample', { size: [7, 8], method: 'bilinear' }, [h, h, 3])).toEqual([7, 8, 3]);
    expect(attributes('upsample')).toEqual({ scale: [2, 2], size: null, method: 'nearest' });
  });

  test('refuses both, and less than 1', () => {
    expect(explained('upsample', { scale: 2, size: [7, 8] }, [5, 6, 3])).toMatchInlineSnapshot(`
      "\`upsample\` takes either \`scale\` or \`size\`, but both are given: scale = (2, 2), size = (7, 8)
      help: leave one of them out"
    `);
    expect(faultOf('upsample', { scale: 0 }, [5, 6, 3])).toEqual(['ARC3204', 'scale']);
    expect(faultOf('upsample', { size: [0, 4] }, [5, 6, 3])).toEqual(['ARC3204', 'size']);
  });
});
