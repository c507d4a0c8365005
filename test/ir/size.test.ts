import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addRatios, ceilRatio, floorRatio, ratio, scaleRatio, wholeRatio } from '../../src/ir/ratio.ts';
import {
  addSizes,
  ceilDivide,
  equalSizes,
  floorDivide,
  formatSize,
  INEXACT,
  isEmpty,
  isExact,
  multiplySizes,
  type Size,
  scaleSize,
  substituteSize,
  subtractSizes,
  suggestMultiple,
  symbol,
  symbolsOf,
  termKey,
} from '../../src/ir/size.ts';

const h = symbol('h');
const w = symbol('w');

/** An expression over ?h and ?w, its size, and its value worked out with plain integer arithmetic. */
interface Expression {
  readonly text: string;
  readonly size: Size;
  readonly at: (h: number, w: number) => number;
}

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.integer({ min: -9, max: 9 }).map((n) => ({ text: `${n}`, size: n, at: () => n })),
  fc.constant<Expression>({ text: 'h', size: h, at: (x) => x }),
  fc.constant<Expression>({ text: 'w', size: w, at: (_, y) => y }),
);

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => ({
      text: `(${a.text} + ${b.text})`,
      size: addSizes(a.size, b.size),
      at: (x: number, y: number) => a.at(x, y) + b.at(x, y),
    })),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => ({
      text: `(${a.text} - ${b.text})`,
      size: subtractSizes(a.size, b.size),
      at: (x: number, y: number) => a.at(x, y) - b.at(x, y),
    })),
    fc.tuple(tie('expression'), fc.integer({ min: -5, max: 5 })).map(([a, k]) => ({
      text: `${k}*${a.text}`,
      size: scaleSize(a.size, k),
      at: (x: number, y: number) => k * a.at(x, y),
    })),
    fc.tuple(tie('expression'), fc.integer({ min: 1, max: 6 })).map(([a, d]) => ({
      text: `floor(${a.text}/${d})`,
      size: floorDivide(a.size, d),
      at: (x: number, y: number) => Math.floor(a.at(x, y) / d),
    })),
    fc.tuple(tie('expression'), fc.integer({ min: 1, max: 6 })).map(([a, d]) => ({
      text: `ceil(${a.text}/${d})`,
      size: ceilDivide(a.size, d),
      at: (x: number, y: number) => Math.ceil(a.at(x, y) / d),
    })),
  ),
}));

const value = fc.integer({ min: 1, max: 500 });

function at(size: Size, x: number, y: number): Size {
  return substituteSize(
    size,
    new Map([
      ['h', x],
      ['w', y],
    ]),
  );
}

/** What the normal form promises, checked at every level. */
function expectNormal(size: Size): void {
  if (typeof size === 'number') return;
  expect(size.terms.length).toBeGreaterThan(0);
  const keys = size.terms.map((each) => termKey(each.term));
  expect(keys).toEqual([...new Set(keys)].sort());
  for (const { coefficient, term } of size.terms) {
    expect(Number.isInteger(coefficient) && coefficient !== 0).toBe(true);
    if (term.kind === 'symbol') continue;
    const { of, divisor } = term;
    expect(of.constant).toBeGreaterThanOrEqual(0);
    expect(of.constant).toBeLessThan(divisor);
    for (const inner of of.terms) {
      expect(inner.coefficient).toBeGreaterThan(0);
      expect(inner.coefficient).toBeLessThan(divisor);
      // A floor with the factor 1 would have been merged.
      if (inner.coefficient === 1) expect(inner.term.kind).toBe('symbol');
    }
    const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
    expect(of.terms.reduce((common, inner) => gcd(common, inner.coefficient), divisor)).toBe(1);
    expectNormal(of);
  }
}

describe('arithmetic', () => {
  test('agrees with plain integers for every value of the symbols', () => {
    fc.assert(
      fc.property(expression, value, value, (e, x, y) => {
        fc.pre(isExact(e.size));
        expect(at(e.size, x, y)).toBe(e.at(x, y) + 0);
      }),
      { numRuns: 3000 },
    );
  });

  test('always leaves the normal form', () => {
    fc.assert(
      fc.property(expression, (e) => expectNormal(e.size)),
      { numRuns: 2000 },
    );
  });

  test('replacing one symbol after the other is the same as both at once', () => {
    fc.assert(
      fc.property(expression, value, value, (e, x, y) => {
        const halfway = substituteSize(e.size, new Map([['h', x]]));
        expectNormal(halfway);
        expect(symbolsOf(halfway).has('h')).toBe(false);
        expect(substituteSize(halfway, new Map([['w', y]]))).toEqual(at(e.size, x, y));
      }),
    );
  });

  test('is commutative and associative to the last detail', () => {
    fc.assert(
      fc.property(expression, expression, expression, (a, b, c) => {
        expect(addSizes(a.size, b.size)).toEqual(addSizes(b.size, a.size));
        expect(addSizes(addSizes(a.size, b.size), c.size)).toEqual(
          addSizes(a.size, addSizes(b.size, c.size)),
        );
        expect(subtractSizes(addSizes(a.size, b.size), b.size)).toEqual(a.size);
      }),
    );
  });

  test('knows only products with a number', () => {
    expect(multiplySizes(h, w)).toBeUndefined();
    expect(multiplySizes(h, 3)).toEqual(multiplySizes(3, h));
    expect(multiplySizes(6, 7)).toBe(42);
  });

  test('gives 0 and never -0', () => {
    expect(scaleSize(0, -1)).toBe(0);
    expect(scaleSize(h, 0)).toBe(0);
    expect(ceilDivide(-1, 2)).toBe(0);
    expect(subtractSizes(h, h)).toBe(0);
  });
});

describe('equal sizes look equal', () => {
  const half = floorDivide(h, 2);
  test.each([
    ['halving 32 * ?h', floorDivide(scaleSize(h, 32), 2), '16 * ?h'],
    ['floors in floors', floorDivide(floorDivide(half, 2), 3), 'floor(?h / 12)'],
    ['a floor plus one, halved', floorDivide(addSizes(half, 1), 2), 'floor((?h + 2) / 4)'],
    ['common factors', floorDivide(addSizes(scaleSize(h, 2), 1), 4), 'floor(?h / 2)'],
    ['whole parts', floorDivide(addSizes(scaleSize(h, 5), 7), 2), '2 * ?h + ceil(?h / 2) + 3'],
    ['a 3x3 convolution of stride 2', addSizes(floorDivide(addSizes(h, -1), 2), 1), 'ceil(?h / 2)'],
    ['two of them', ceilDivide(ceilDivide(h, 2), 2), 'ceil(?h / 4)'],
    ['several symbols', addSizes(addSizes(w, 3), scaleSize(h, 2)), '2 * ?h + ?w + 3'],
    ['a difference', subtractSizes(h, 2), '?h - 2'],
    ['a negative symbol', subtractSizes(5, h), '5 - ?h'],
    ['negative throughout', subtractSizes(-5, scaleSize(h, 2)), '-2 * ?h - 5'],
    ['plus before minus', subtractSizes(w, h), '?w - ?h'],
    ['a sum inside', ceilDivide(addSizes(h, w), 2), 'ceil((?h + ?w) / 2)'],
    ['a number', 224, '224'],
  ])('%s', (_, size, text) => {
    expect(formatSize(size)).toBe(text);
  });
});

describe('equalSizes', () => {
  test('proves what the normal form does not show', () => {
    expect(equalSizes(addSizes(floorDivide(h, 2), ceilDivide(h, 2)), h)).toBe(true);
    expect(equalSizes(subtractSizes(h, floorDivide(h, 3)), ceilDivide(scaleSize(h, 2), 3))).toBe(true);
    const left = floorDivide(addSizes(floorDivide(h, 2), floorDivide(w, 2)), 2);
    const right = floorDivide(addSizes(w, scaleSize(floorDivide(h, 2), 2)), 4);
    expect(equalSizes(left, right)).toBe(true);
  });

  test('keeps apart what differs for some value', () => {
    expect(equalSizes(h, w)).toBe(false);
    expect(equalSizes(h, 224)).toBe(false);
    expect(equalSizes(scaleSize(floorDivide(h, 2), 2), h)).toBe(false);
    expect(equalSizes(floorDivide(h, 2), ceilDivide(h, 2))).toBe(false);
    expect(equalSizes(INEXACT, INEXACT)).toBe(false);
  });

  test('agrees with all values of one period', () => {
    const small = fc.tuple(expression, expression);
    fc.assert(
      fc.property(small, ([a, b]) => {
        fc.pre(isExact(a.size) && isExact(b.size));
        let differs = false;
        for (let x = 1; x <= 40 && !differs; x++) {
          for (let y = 1; y <= 40 && !differs; y++) differs = a.at(x, y) !== b.at(x, y);
        }
        // Divisors go up to 6 and nest, so agreement on 40 values is not proof: only one direction is tested.
        if (differs) expect(equalSizes(a.size, b.size)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('of the same expression written twice', () => {
    fc.assert(
      fc.property(expression, expression, fc.integer({ min: 1, max: 6 }), (a, b, d) => {
        const shifted = floorDivide(addSizes(a.size, scaleSize(b.size, d)), d);
        expect(equalSizes(shifted, addSizes(floorDivide(a.size, d), b.size))).toBe(isExact(shifted));
      }),
    );
  });
});

describe('isEmpty', () => {
  test('a size is empty only if it is below 1 for every value', () => {
    expect(isEmpty(0)).toBe(true);
    expect(isEmpty(1)).toBe(false);
    expect(isEmpty(subtractSizes(h, 7))).toBe(false);
    expect(isEmpty(floorDivide(h, 1024))).toBe(false);
    expect(isEmpty(subtractSizes(1, h))).toBe(true);
    expect(isEmpty(subtractSizes(2, h))).toBe(false);
    expect(isEmpty(subtractSizes(floorDivide(h, 2), h))).toBe(true);
    expect(isEmpty(subtractSizes(ceilDivide(h, 2), h))).toBe(true);
    expect(isEmpty(subtractSizes(scaleSize(floorDivide(h, 2), 2), subtractSizes(h, 1)))).toBe(false);
  });

  test('is never claimed where a value shows otherwise', () => {
    fc.assert(
      fc.property(expression, value, value, (e, x, y) => {
        if (e.at(x, y) >= 1) expect(isEmpty(e.size)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('suggestMultiple', () => {
  const downUp = (size: Size, times: number): Size => {
    let result = size;
    for (let i = 0; i < times; i++) result = floorDivide(result, 2);
    return scaleSize(result, 2 ** times);
  };

  test('names the multiple to declare', () => {
    expect(suggestMultiple(downUp(h, 1), h)).toBe(2);
    expect(suggestMultiple(downUp(h, 3), h)).toBe(8);
    expect(suggestMultiple(downUp(h, 10), h)).toBe(1024);
    expect(suggestMultiple(scaleSize(ceilDivide(h, 6), 6), h)).toBe(6);
    expect(suggestMultiple(floorDivide(h, 2), ceilDivide(h, 2))).toBe(2);
    expect(suggestMultiple(downUp(scaleSize(h, 4), 3), scaleSize(h, 4))).toBe(2);
  });

  test('names none where none helps, or none is needed', () => {
    expect(suggestMultiple(h, w)).toBeUndefined();
    expect(suggestMultiple(addSizes(h, 1), h)).toBeUndefined();
    expect(suggestMultiple(h, h)).toBeUndefined();
    expect(suggestMultiple(downUp(h, 11), h)).toBeUndefined();
    expect(suggestMultiple(4, 5)).toBeUndefined();
  });
});

describe('limits', () => {
  test('a sum of too many different floors is given up, cheaply', () => {
    let size: Size = h;
    for (let d = 2; d < 100; d++) size = addSizes(size, floorDivide(h, d));
    expect(isExact(size)).toBe(false);
    expect(formatSize(size)).toBe('(too large)');
    expect(isExact(floorDivide(addSizes(size, h), 2))).toBe(false);
  });

  test('nested sums that double at each step are given up', () => {
    let a: Size = h;
    let b: Size = w;
    for (let i = 0; i < 60; i++) {
      const next = floorDivide(addSizes(scaleSize(a, 3), scaleSize(b, 2)), 5);
      b = floorDivide(addSizes(scaleSize(a, 2), scaleSize(b, 3)), 5);
      a = next;
    }
    expect(isExact(a)).toBe(false);
  });

  test('numbers past 2^53 are given up', () => {
    expect(isExact(scaleSize(scaleSize(h, 2 ** 40), 2 ** 40))).toBe(false);
    expect(isExact(2 ** 54)).toBe(false);
    expect(isExact(2 ** 53 - 1)).toBe(true);
  });

  test('halving for ever stays exact', () => {
    let size: Size = h;
    for (let i = 0; i < 200; i++) size = floorDivide(size, 2);
    expect(isExact(size)).toBe(true);
    expect(at(size, 1000, 1)).toBe(0);
    expect(isEmpty(size)).toBe(false);
  });
});

describe('ratios', () => {
  test('`h / 2 + 1 / 2`, rounded either way', () => {
    const x = addRatios(ratio(h, 2), ratio(1, 2));
    expect(formatSize(floorRatio(x))).toBe('ceil(?h / 2)');
    expect(formatSize(ceilRatio(x))).toBe('floor(?h / 2) + 1');
  });

  test('are reduced, and whole when nothing is left over', () => {
    expect(ratio(scaleSize(h, 6), 4)).toEqual({ numerator: scaleSize(h, 3), denominator: 2 });
    expect(ratio(h, -2)).toEqual({ numerator: scaleSize(h, -1), denominator: 2 });
    expect(wholeRatio(scaleRatio(ratio(h, 2), 2))).toEqual(h);
    expect(wholeRatio(ratio(h, 2))).toBeUndefined();
    expect(ratio(0, 7)).toEqual({ numerator: 0, denominator: 1 });
  });

  test('agree with fractions', () => {
    const part = fc.tuple(expression, fc.integer({ min: 1, max: 7 }));
    fc.assert(
      fc.property(part, part, fc.integer({ min: -4, max: 4 }), value, value, ([a, m], [b, n], k, x, y) => {
        const sum = scaleRatio(addRatios(ratio(a.size, m), ratio(b.size, n)), k, 3);
        fc.pre(isExact(sum.numerator));
        const numerator = k * (a.at(x, y) * n + b.at(x, y) * m);
        expect(at(floorRatio(sum), x, y)).toBe(Math.floor(numerator / (3 * m * n)) + 0);
        expect(at(ceilRatio(sum), x, y)).toBe(Math.ceil(numerator / (3 * m * n)) + 0);
      }),
      { numRuns: 1000 },
    );
  });
});
