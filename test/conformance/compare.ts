import { expect } from 'vitest';

/** What a correct float32 implementation keeps, of the largest number expected (../fixtures/golden). */
export const TOLERANCE = 1e-4;

/** The largest difference, relative to the largest number expected, but to no less than `floor`; NaN stays NaN. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 0): number {
  let largest = floor;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] ?? Number.NaN, expected[i] ?? Number.NaN];
    largest = Math.max(largest, Math.abs(e));
    difference = Math.max(difference, Math.abs(a - e));
  }
  return largest === 0 ? difference : difference / largest;
}

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Shape and numbers, each to within `TOLERANCE` of the largest number expected; zeros alone would prove nothing. */
export function expectSame(actual: Numbers, expected: Numbers, what: string): void {
  expect(actual.shape, `the shape of ${what}`).toEqual([...expected.shape]);
  expect(actual.data.length, `how many numbers ${what} has`).toBe(expected.data.length);
  expect(
    Array.from(expected.data).some((each) => each !== 0),
    `a number of ${what} that is not 0`,
  ).toBe(true);
  expect(relativeError(actual.data, expected.data), `the relative error of ${what}`).toBeLessThanOrEqual(
    TOLERANCE,
  );
}
