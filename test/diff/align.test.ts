import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Aligned, align, type Likeness } from '../../src/diff/align.ts';

/** Letters are the same or nothing; a letter in upper case is half of itself. */
const letters: Likeness<string> = {
  key: (letter) => letter,
  similarity(one, other) {
    if (one === other) return 1;
    return one.toLowerCase() === other.toLowerCase() ? 0.5 : 0;
  },
};

/** `a` both, `-a` removed, `+a` added, `a>A` a pair that is alike. */
function written(aligned: readonly Aligned<string>[]): string {
  return aligned
    .map(({ before, after }) => {
      if (before === undefined) return `+${after}`;
      if (after === undefined) return `-${before}`;
      return before === after ? before : `${before}>${after}`;
    })
    .join(' ');
}

const aligned = (before: string, after: string) => written(align([...before], [...after], letters));

describe('align', () => {
  test.each([
    ['abc', 'abc', 'a b c'],
    ['abc', 'abxc', 'a b +x c'],
    ['abc', 'ac', 'a -b c'],
    ['abc', 'aBc', 'a b>B c'],
    ['axc', 'ayc', 'a -x +y c'],
    ['', 'ab', '+a +b'],
    ['ab', '', '-a -b'],
    // One equal pair is worth more than two that are half alike.
    ['ba', 'AB', '-b a>A +B'],
  ])('%s and %s', (before, after, expected) => {
    expect(aligned(before, after)).toBe(expected);
  });

  test('gives back both lists in their order', () => {
    const list = fc.array(fc.constantFrom('a', 'A', 'b', 'B', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const pairs = align(before, after, letters);
        expect(pairs.flatMap((pair) => pair.before ?? [])).toEqual(before);
        expect(pairs.flatMap((pair) => pair.after ?? [])).toEqual(after);
      }),
    );
  });

  test('pairs as many letters as the longest common subsequence has', () => {
    const list = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const pairs = align(before, after, letters).filter((pair) => pair.before === pair.after);
        expect(pairs.length).toBe(longestCommon(before, after));
      }),
    );
  });

  test('lists that are too long to try every pair are paired by their keys', () => {
    const before = Array.from({ length: 1500 }, (_, i) => `b${i}`);
    const after = ['new', ...before.slice(0, 700), ...before.slice(701), 'newer'];
    const pairs = align(['old', ...before], after, letters);
    expect(pairs.filter((pair) => pair.before === pair.after).length).toBe(1499);
    expect(pairs.flatMap((pair) => (pair.after === undefined ? pair.before : []))).toEqual(['old', 'b700']);
    expect(pairs.flatMap((pair) => pair.before ?? [])).toEqual(['old', ...before]);
    expect(pairs.flatMap((pair) => pair.after ?? [])).toEqual(after);
  });
});

/** By trying everything. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a[0] === b[0]) return 1 + longestCommon(a.slice(1), b.slice(1));
  return Math.max(longestCommon(a.slice(1), b), longestCommon(a, b.slice(1)));
}
