/** Powers of ten of the decimal magnitudes. */
const magnitudes: Readonly<Record<string, number>> = { K: 3, M: 6, G: 9 };

const form = /^(\d+(?:_\d+)*)(?:\.(\d+(?:_\d+)*))?(?:[eE]([+-]?\d+))?([KMG])?$/;

/** Most numbers; with fewer than 16 digits they are below 2^53. */
const plain = /^\d+$/;

export type NumberReading =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'malformed'; readonly why: string }
  | { readonly kind: 'too large' };

/**
 * Reads a number as written. A magnitude shifts the decimal point in the text, so that `3.5M` is exactly 3500000;
 * the result is an int when it is whole and has no exponent.
 */
export function readNumber(image: string): NumberReading {
  if (image.length < 16 && plain.test(image)) return { kind: 'int', value: Number(image) };
  const match = form.exec(image);
  if (!match) return { kind: 'malformed', why: whyMalformed(image) };
  const whole = (match[1] ?? '').replaceAll('_', '');
  const fraction = (match[2] ?? '').replaceAll('_', '');
  const exponent = match[3];
  const shift = magnitudes[match[4] ?? ''] ?? 0;
  if (exponent !== undefined) {
    const value = Number(`${whole}.${fraction || '0'}e${Number(exponent) + shift}`);
    return Number.isFinite(value) ? { kind: 'float', value } : { kind: 'too large' };
  }
  if (shift === 0 && fraction !== '') return { kind: 'float', value: Number(`${whole}.${fraction}`) };
  if (fraction.replace(/0+$/, '').length > shift) {
    return { kind: 'float', value: Number(`${whole}.${fraction}e${shift}`) };
  }
  const value = Number(whole + fraction.slice(0, shift).padEnd(shift, '0'));
  return value > Number.MAX_SAFE_INTEGER ? { kind: 'too large' } : { kind: 'int', value };
}

function whyMalformed(image: string): string {
  if (image.startsWith('.')) return `write \`0${image}\``;
  if (/^[\d_]+\.$/.test(image)) return `write \`${image}0\`, or \`${image.slice(0, -1)}\` for an int`;
  if (/__|_\.|\._|_$/.test(image)) return 'a `_` stands alone between two digits';
  if (/^0[xXbBoO]/.test(image)) return 'numbers are decimal';
  const suffix = /[A-Za-z_][A-Za-z0-9_]*$/.exec(image)?.[0] ?? '';
  if (/^[kmgKMGbBtT]$/.test(suffix)) return 'the magnitudes are `K`, `M` and `G`';
  if (/^\d+x\d+$/.test(image)) return `write two numbers: \`(${image.replace('x', ', ')})\``;
  return `\`${suffix || image}\` does not belong to it`;
}
