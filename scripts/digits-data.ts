import { readFileSync } from 'node:fs';

/** The UCI handwritten digits: 8x8 maps of values 0 to 1 and the digit each shows (examples/digits/README.md). */
export interface Digits {
  /** `[count, 8, 8, 1]` in row-major order. */
  readonly images: Float32Array;
  readonly labels: Uint8Array;
  readonly count: number;
}

const PIXELS = 64;
const LARGEST = 16;

/** Every fifth image is held out for evaluation; the rest is for training. */
export function readDigits(part: 'training' | 'held out'): Digits {
  const bytes = readFileSync(new URL('../examples/digits/digits.bin', import.meta.url));
  const images: number[] = [];
  const labels: number[] = [];
  for (let index = 0; index * (PIXELS + 1) < bytes.length; index++) {
    if ((index % 5 === 4) !== (part === 'held out')) continue;
    const record = bytes.subarray(index * (PIXELS + 1), (index + 1) * (PIXELS + 1));
    labels.push(record[0] ?? 0);
    for (const value of record.subarray(1)) images.push(value / LARGEST);
  }
  return { images: Float32Array.from(images), labels: Uint8Array.from(labels), count: labels.length };
}

/** A copy with every image moved by up to one pixel in each direction; `random` gives numbers from 0 to 1. */
export function shifted({ images, labels, count }: Digits, random: () => number): Digits {
  const moved = new Float32Array(images.length);
  for (let image = 0; image < count; image++) {
    const down = Math.floor(random() * 3) - 1;
    const right = Math.floor(random() * 3) - 1;
    for (let y = Math.max(0, down); y < Math.min(8, 8 + down); y++) {
      for (let x = Math.max(0, right); x < Math.min(8, 8 + right); x++) {
        moved[image * PIXELS + y * 8 + x] = images[image * PIXELS + (y - down) * 8 + (x - right)] ?? 0;
      }
    }
  }
  return { images: moved, labels, count };
}
