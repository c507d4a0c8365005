import {
  addSizes,
  ceilDivide,
  floorDivide,
  greatestCommonDivisor,
  INEXACT,
  type Size,
  scaleSize,
} from './size.ts';

/**
 * The exact value of an expression over sizes that need not be whole, such as the `h / 2` in `ceil(h /
 * 2)`. It becomes a size again through `floorRatio` (which is also what `int` does) or `ceilRatio`.
 */
export interface Ratio {
  readonly numerator: Size;
  /** Positive; shares no factor with every coefficient of the numerator. */
  readonly denominator: number;
}

/** `numerator / denominator` for an integer denominator other than 0; of `INEXACT` past 2^53. */
export function ratio(numerator: Size, denominator: number): Ratio {
  if (!Number.isSafeInteger(denominator)) return { numerator: INEXACT, denominator: 1 };
  const sign = denominator < 0 ? -1 : 1;
  let common = Math.abs(denominator);
  if (typeof numerator === 'number') common = greatestCommonDivisor(common, numerator);
  else {
    common = greatestCommonDivisor(common, numerator.constant);
    for (const { coefficient } of numerator.terms) common = greatestCommonDivisor(common, coefficient);
  }
  // The division leaves nothing over: `common` divides the constant and every coefficient.
  const reduced = common > 1 ? floorDivide(numerator, common) : numerator;
  return { numerator: scaleSize(reduced, sign), denominator: Math.abs(denominator) / common };
}

export function addRatios(a: Ratio, b: Ratio): Ratio {
  if (a.denominator === b.denominator) return ratio(addSizes(a.numerator, b.numerator), a.denominator);
  const left = scaleSize(a.numerator, b.denominator);
  const right = scaleSize(b.numerator, a.denominator);
  return ratio(addSizes(left, right), a.denominator * b.denominator);
}

/** `a * numerator / denominator`, both integers, the denominator not 0. */
export function scaleRatio(a: Ratio, numerator: number, denominator = 1): Ratio {
  return ratio(scaleSize(a.numerator, numerator), a.denominator * denominator);
}

/** `floor(a)`; `int(a)` too, whose truncation differs only for negative values, which are no sizes. */
export function floorRatio(a: Ratio): Size {
  return floorDivide(a.numerator, a.denominator);
}

export function ceilRatio(a: Ratio): Size {
  return ceilDivide(a.numerator, a.denominator);
}

/** The size that the ratio is when nothing is left over: `2 * ?h / 2`; undefined for `?h / 2`. */
export function wholeRatio(a: Ratio): Size | undefined {
  return a.denominator === 1 ? a.numerator : undefined;
}
