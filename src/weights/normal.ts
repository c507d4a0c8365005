/**
 * The normal distribution by inversion: one random word gives one number, so a truncated distribution is the same
 * function on a shorter interval and no draw is ever rejected.
 *
 * `Math.log`, `Math.exp` and `Math.cos` may differ in the last bit from engine to engine, and weights must not, so
 * nothing here goes beyond + - * / and the square root, which IEEE 754 rounds exactly.
 *
 * `normalQuantile` is slow for the millions of weights of a network; `fillNormal` reads a cubic
 * from a table that is made with it.
 */

const LN2 = Math.LN2;
const SQRT_HALF = Math.SQRT1_2;

/** 2^0 to 2^32. */
const POWERS = Float64Array.from({ length: 33 }, (_, exponent) => 2 ** exponent);

/** -ln(p) for 2^-33 <= p < 1, to about 1e-9: the exponent is counted, the rest is the series of atanh. */
function minusLog(p: number): number {
  const exponent = Math.clz32(p * 0x1_0000_0000);
  const mantissa = p * (POWERS[exponent] ?? 1);
  const s = (mantissa - SQRT_HALF) / (mantissa + SQRT_HALF);
  const t = s * s;
  return (exponent + 0.5) * LN2 - 2 * s * (1 + t * (1 / 3 + t * (1 / 5 + t * (1 / 7 + t * (1 / 9)))));
}

/**
 * The z for which a standard normal lies below it with probability 1/2 + q, for |q| <= 1/2 - 2^-33 (|z| < 6.4), to
 * about seven digits: the rational approximations of PPND7, algorithm AS 241 (Wichura, Applied Statistics 37, 1988).
 */
export function normalQuantile(q: number): number {
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    );
  }
  const r = Math.sqrt(minusLog(0.5 - Math.abs(q))) - 1.6;
  const z =
    (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) /
    ((0.12021132975 * r + 0.7370016425) * r + 1);
  return q < 0 ? -z : z;
}

const CELL_BITS = 9;
/** Cells at each end in which the quantile bends too much for a cubic; there it is computed. */
const STEEP = 8;

let cubics: Float64Array | undefined;

/** For each cell of probability four coefficients of its place in it: through both ends and two points between. */
function cubicTable(): Float64Array {
  if (cubics) return cubics;
  const cells = 2 ** CELL_BITS;
  const table = new Float64Array(4 * cells);
  for (let cell = STEEP; cell < cells - STEEP; cell++) {
    const y0 = normalQuantile(cell / cells - 0.5);
    const y1 = normalQuantile((cell + 1 / 3) / cells - 0.5);
    const y2 = normalQuantile((cell + 2 / 3) / cells - 0.5);
    const y3 = normalQuantile((cell + 1) / cells - 0.5);
    table[4 * cell] = y0;
    table[4 * cell + 1] = (-11 * y0 + 18 * y1 - 9 * y2 + 2 * y3) / 2;
    table[4 * cell + 2] = (18 * y0 - 45 * y1 + 36 * y2 - 9 * y3) / 2;
    table[4 * cell + 3] = (-9 * y0 + 27 * y1 - 27 * y2 + 9 * y3) / 2;
  }
  cubics = table;
  return table;
}

/** Fills `data[start…end)` with normal numbers of mean 0, one for each of the random words `words[0…end - start)`. */
export function fillNormal(
  data: Float32Array,
  start: number,
  end: number,
  words: Int32Array,
  deviation: number,
): void {
  const table = cubicTable();
  // Constants of the module would be read anew in each round.
  const shift = 32 - CELL_BITS;
  const mask = 2 ** shift - 1;
  const half = 2 ** (CELL_BITS - 1);
  const width = 2 ** -shift;
  const flat = half - STEEP;
  for (let i = start; i < end; i++) {
    const word = words[i - start] ?? 0;
    const cell = word >> shift;
    if (cell < -flat || cell >= flat) {
      data[i] = deviation * normalQuantile(centred(word));
      continue;
    }
    const at = (cell + half) << 2;
    const place = ((word & mask) + 0.5) * width;
    // Read one by one: taking an array apart is an iteration, and not one that engines remove.
    const c0 = table[at] ?? 0;
    const c1 = table[at + 1] ?? 0;
    const c2 = table[at + 2] ?? 0;
    const c3 = table[at + 3] ?? 0;
    data[i] = deviation * (((c3 * place + c2) * place + c1) * place + c0);
  }
}

/** A word as a number of the open interval (-1/2, 1/2), never 0, as likely above as below. */
export function centred(word: number): number {
  return (word + 0.5) * 2 ** -32;
}
