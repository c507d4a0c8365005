import { describe, expect, test } from 'vitest';
import { formatShape } from '../../src/ir/shape.ts';
import { symbol } from '../../src/ir/size.ts';
import { attributes, explained, faultOf, shapeOf } from './apply.ts';

const h = symbol('h');
const w = symbol('w');

describe.each(['max_pool2d', 'avg_pool2d'] as const)('%s', (op) => {
  // The results are those of torch.nn.MaxPool2d and AvgPool2d(kernel, stride, padding, ceil_mode), PyTorch
  // 1.13.
  test.each([
    [[7, 7, 4], 2, 2, 0, false, [3, 3, 4]],
    [[7, 7, 4], 2, 2, 0, true, [4, 4, 4]],
    [[6, 7, 4], 3, 2, 1, true, [4, 4, 4]],
    [[6, 7, 4], 3, 2, 1, false, [3, 4, 4]],
    [[5, 5, 4], 2, 3, 1, true, [2, 2, 4]],
    [[5, 8, 4], 2, 3, 1, false, [2, 3, 4]],
    [[112, 112, 4], 3, 2, 0, true, [56, 56, 4]],
    [[113, 55, 4], 3, 2, 0, true, [56, 27, 4]],
    [[2, 2, 4], 3, 2, 0, true, [1, 1, 4]],
    [[4, 10, 4], 2, 4, 1, true, [2, 3, 4]],
    [[9, 1, 4], 1, 5, 0, true, [2, 1, 4]],
  ])('%j with kernel %i, stride %i, padding %i, ceil %j', (input, kernel, stride, padding, ceil, result) => {
    expect(shapeOf(op, { kernel, stride, padding, ceil }, input)).toEqual(result);
  });

  test('steps by its kernel unless told otherwise', () => {
    expect(attributes(op, { kernel: [2, 3] })).toMatchObject({
      stride: [2, 3],
      padding: [0, 0, 0, 0],
      ceil: false,
    });
  });

  test('keeps symbolic sizes exact, in ceil mode too', () => {
    const halved = shapeOf(op, { ceil: true }, [h, w, symbol('c')]);
    expect('message' in halved ? halved.message : formatShape(halved)).toBe(
      '[ceil(?h / 2), ceil(?w / 2), ?c]',
    );
    const floored = shapeOf(op, { kernel: 3, stride: 2 }, [h, 9, 4]);
    expect('message' in floored ? floored.message : formatShape(floored)).toBe('[ceil(?h / 2) - 1, 4, 4]');
  });

  test('refuses padding past half of the kernel', () => {
    expect(faultOf(op, { kernel: 3, padding: 2 }, [9, 9, 4])).toEqual(['ARC3218', 'padding']);
    expect(faultOf(op, { kernel: [2, 3], padding: [0, 2, 0, 0] }, [9, 9, 4])).toEqual(['ARC3218', 'padding']);
    expect(faultOf(op, { kernel: 4, padding: 2 }, [9, 9, 4])).toBeUndefined();
    expect(faultOf(op, { kernel: 2, padding: 'same' }, [9, 9, 4])).toBeUndefined();
  });

  test('refuses what leaves nothing, vectors and empty windows', () => {
    expect(faultOf(op, { kernel: 3 }, [2, 9, 4])).toEqual(['ARC3202', undefined]);
    // PyTorch, too: ceil((1 - 3) / 2) + 1 = 0 windows.
    expect(faultOf(op, { kernel: 3, stride: 2, ceil: true }, [1, 9, 4])).toEqual(['ARC3202', undefined]);
    expect(faultOf(op, {}, [4])).toEqual(['ARC3201', undefined]);
    expect(faultOf(op, { kernel: 0 }, [9, 9, 4])).toEqual(['ARC3204', 'kernel']);
    expect(faultOf(op, { stride: 0 }, [9, 9, 4])).toEqual(['ARC3204', 'stride']);
  });
});

test('only the mean asks whether padding counts', () => {
  expect(attributes('avg_pool2d', { count_padding: false }).countPadding).toBe(false);
  expect(attributes('max_pool2d')).not.toHaveProperty('countPadding');
});

test('the message of too much padding', () => {
  expect(explained('max_pool2d', { kernel: 3, padding: 2 }, [9, 9, 4])).toMatchInlineSnapshot(`
    "\`max_pool2d\` with a kernel of 3 can be padded by 1 at most on each side, found 2
    help: to widen the map itself, put \`pad\` in front of the pool"
  `);
});

describe.each(['global_avg_pool', 'global_max_pool'] as const)('%s', (op) => {
  test('leaves the channels', () => {
    expect(shapeOf(op, {}, [7, 7, 1280])).toEqual([1280]);
    expect(shapeOf(op, { keep_dims: true }, [h, w, 1280])).toEqual([1, 1, 1280]);
    expect(faultOf(op, {}, [1280])).toEqual(['ARC3201', undefined]);
  });
});

describe('adaptive_avg_pool2d', () => {
  test('gives the size asked for, larger ones too, as PyTorch does', () => {
    expect(shapeOf('adaptive_avg_pool2d', { size: [7, 3] }, [5, 9, 4])).toEqual([7, 3, 4]);
    expect(shapeOf('adaptive_avg_pool2d', { size: 1 }, [5, 9, 4])).toEqual([1, 1, 4]);
  });

  test('refuses no size, and a map whose size is not known', () => {
    expect(faultOf('adaptive_avg_pool2d', { size: 0 }, [5, 9, 4])).toEqual(['ARC3204', 'size']);
    expect(explained('adaptive_avg_pool2d', { size: 1 }, [h, 9, 4])).toMatchInlineSnapshot(`
      "\`adaptive_avg_pool2d\` cannot take [?h, 9, 4]: its windows depend on the height and width, which must be known
      help: \`global_avg_pool(keep_dims = true)\` takes any size"
    `);
  });
});
