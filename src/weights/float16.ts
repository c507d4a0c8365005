/** The largest number that a half can hold. */
const LARGEST = 65504;

/** One number as IEEE 754 binary16, given as the bits of a binary32; rounds to nearest, ties to even. */
function halfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    // Half of the last place, less one unless the last place is odd: a carry runs into the exponent, as it should.
    return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  }
  const shift = 126 - (magnitude >>> 23);
  if (shift > 24) return sign;
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const half = mantissa >>> shift;
  const rest = mantissa & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return sign | (rest > middle || (rest === middle && (half & 1) === 1) ? half + 1 : half);
}

/** Rounded to the nearest half, ties to even; beyond 65504 infinity, NaN stays NaN. */
export function toFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = halfBits(bits[i] ?? 0);
  return halves;
}

/** The numbers as halves; undefined where one is beyond them, infinite or not a number. */
export function halvesOf(values: Float32Array): Uint16Array | undefined {
  return values.every((each) => Math.abs(each) <= LARGEST) ? toFloat16(values) : undefined;
}

/** Exact: every half is a single. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  const bits = new Uint32Array(values.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] ?? 0;
    const magnitude = half & 0x7fff;
    if (magnitude < 0x400) values[i] = (half & 0x8000 ? -1 : 1) * magnitude * 2 ** -24;
    else
      bits[i] =
        ((half & 0x8000) << 16) | ((magnitude << 13) + (magnitude < 0x7c00 ? 0x38000000 : 0x70000000));
  }
  return values;
}
