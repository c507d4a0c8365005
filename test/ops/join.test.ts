import { describe, expect, test } from 'vitest';
import { ceilDivide, floorDivide, scaleSize, symbol } from '../../src/ir/size.ts';
import { explained, faultOf, shapeOf } from './apply.ts';

const h = symbol('h');

describe.each(['add', 'multiply', 'maximum', 'average'] as const)('%s', (op) => {
  test('takes tensors of one shape, symbolic ones too', () => {
    expect(shapeOf(op, {}, [7, 7, 4], [7, 7, 4], [7, 7, 4])).toEqual([7, 7, 4]);
    expect(faultOf(op, {}, [floorDivide(scaleSize(h, 4), 2), 4], [scaleSize(h, 2), 4])).toBeUndefined();
    expect(faultOf(op, {}, [floorDivide(h, 2), 4], [ceilDivide(h, 2), 4])?.[0]).toBe('ARC3215');
    expect(faultOf(op, {}, [7, 7, 4], [7, 7, 5])?.[0]).toBe('ARC3215');
    expect(faultOf(op, {}, [7, 7, 4], [7, 7, 4], [7, 8, 4])?.[0]).toBe('ARC3215');
  });

  test('takes two at least', () => {
    expect(faultOf(op, {}, [7, 7, 4])).toEqual(['ARC3217', undefined]);
  });
});

test('nothing but `multiply` spreads a gate over a map', () => {
  for (const gate of [[4], [1, 1, 4]]) {
    for (const op of ['add', 'maximum', 'average'] as const) {
      expect(faultOf(op, {}, [7, 7, 4], gate)?.[0]).toBe('ARC3215');
    }
    expect(shapeOf('multiply', {}, [h, 7, 4], gate)).toEqual([h, 7, 4]);
    expect(shapeOf('multiply', {}, gate, [h, 7, 4])).toEqual([h, 7, 4]);
  }
  expect(shapeOf('multiply', {}, [4], [1, 1, 4])).toEqual([1, 1, 4]);
  expect(faultOf('multiply', {}, [7, 7, 4], [1, 1, 5])?.[0]).toBe('ARC3215');
  expect(faultOf('multiply', {}, [7, 7, 4], [1, 7, 4])?.[0]).toBe('ARC3215');
  expect(faultOf('multiply', {}, [7, 7, 4], [7, 7, 1])?.[0]).toBe('ARC3215');
  expect(faultOf('multiply', {}, [7, 4], [4])?.[0]).toBe('ARC3215');
});

describe('concat', () => {
  test('adds the channels, or another axis', () => {
    expect(shapeOf('concat', {}, [7, 7, 4], [7, 7, 5], [7, 7, 6])).toEqual([7, 7, 15]);
    expect(shapeOf('concat', {}, [4], [5])).toEqual([9]);
    expect(shapeOf('concat', { axis: 0 }, [h, 7, 4], [h, 7, 4])).toEqual([scaleSize(h, 2), 7, 4]);
    expect(shapeOf('concat', { axis: -2 }, [7, 3, 4], [7, 4, 4])).toEqual([7, 7, 4]);
  });

  test('refuses other differences and other axes', () => {
    expect(faultOf('concat', {}, [7, 7, 4], [7, 8, 4])).toEqual(['ARC3215', undefined]);
    expect(faultOf('concat', {}, [7, 7, 4], [4])).toEqual(['ARC3215', undefined]);
    expect(faultOf('concat', { axis: 3 }, [7, 7, 4], [7, 7, 4])).toEqual(['ARC3216', 'axis']);
    expect(faultOf('concat', { axis: -4 }, [7, 7, 4], [7, 7, 4])).toEqual(['ARC3216', 'axis']);
    expect(faultOf('concat', {}, [7, 7, 4])).toEqual(['ARC3217', undefined]);
  });
});

describe('messages', () => {
  test.each([
    ['channels', 'add', {}, [56, 56, 24], [56, 56, 32]],
    ['height', 'concat', {}, [28, 28, 24], [27, 28, 32]],
    ['rank', 'add', {}, [7, 7, 32], [32]],
    ['symbols', 'concat', {}, [scaleSize(floorDivide(h, 8), 8), 7, 24], [h, 7, 32]],
    ['axis', 'concat', { axis: 3 }, [7, 7, 4], [7, 7, 4]],
    ['a gate', 'multiply', {}, [1, 1, 8], [7, 7, 4]],
    ['a gate that is a vector', 'multiply', {}, [7, 7, 4], [8]],
    ['a gate beside an add', 'add', {}, [7, 7, 4], [1, 1, 4]],
    ['no map', 'multiply', {}, [7, 4], [4]],
    ['vectors', 'add', {}, [10], [12]],
    ['vectors multiplied', 'multiply', {}, [10], [12]],
  ] as const)('%s', (_, op, given, a, b) => {
    expect(explained(op, given, a, b)).toMatchSnapshot();
  });
});
