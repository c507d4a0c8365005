import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDigits } from '../../scripts/digits-data.ts';
import { readImage } from '../../src/runtime/image.ts';
import type { Tensor } from '../../src/weights/tensor.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archc-image-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** Writes pixels as a picture file; each is a list of its channels, 0 to 255. */
async function picture(
  name: string,
  rows: readonly (readonly number[])[][],
  format: 'png' | 'webp' | 'tiff' = 'png',
): Promise<string> {
  const width = rows[0]?.length ?? 0;
  const channels = (rows[0]?.[0]?.length ?? 3) as 1 | 2 | 3 | 4;
  const path = join(folder, name);
  await sharp(Uint8Array.from(rows.flat(2)), { raw: { height: rows.length, width, channels } })
    .toFormat(format, format === 'tiff' ? { compression: 'lzw' } : { lossless: true })
    .toFile(path);
  return path;
}

async function read(path: string, shape: readonly (number | null)[]): Promise<Tensor> {
  const image = await readImage(path, shape);
  if ('code' in image) throw new Error(image.message);
  return image;
}

const bytes = (image: Tensor) => Array.from(image.data, (value) => Math.round(value * 255));

const red = [255, 0, 0];
const green = [0, 255, 0];
const blue = [0, 0, 255];
const brown = [200, 100, 50];

describe('a picture as a tensor', () => {
  test.each(['png', 'webp', 'tiff'] as const)('%s, colours, rows first, 0 to 1', async (format) => {
    const path = await picture(
      `colours.${format}`,
      [
        [red, green],
        [blue, brown],
      ],
      format,
    );
    const image = await read(path, [2, 2, 3]);
    expect(image.shape).toEqual([1, 2, 2, 3]);
    expect(bytes(image)).toEqual([...red, ...green, ...blue, ...brown]);
    expect(Math.max(...image.data)).toBe(1);
  });

  test('is luma for one channel, as in Pillow', async () => {
    const path = await picture('luma.png', [[red, green, blue, brown]]);
    const image = await read(path, [1, 4, 1]);
    expect(image.shape).toEqual([1, 1, 4, 1]);
    expect(bytes(image)).toEqual([76, 150, 29, 124]);
  });

  test('of one channel fills three', async () => {
    const path = await picture('grey.png', [[[7], [200]]]);
    expect(bytes(await read(path, [1, 2, 3]))).toEqual([7, 7, 7, 200, 200, 200]);
  });

  test('lies on white where it is transparent', async () => {
    const path = await picture('transparent.png', [
      [
        [0, 0, 0, 0],
        [0, 0, 0, 255],
        [10, 20, 30, 255],
      ],
    ]);
    expect(bytes(await read(path, [1, 3, 3]))).toEqual([255, 255, 255, 0, 0, 0, 10, 20, 30]);
  });

  test('is turned as the camera held it', async () => {
    const path = join(folder, 'turned.jpg');
    const rows = Uint8Array.from({ length: 16 * 32 * 3 }, (_, i) => (Math.floor(i / 3) % 32 < 16 ? 0 : 255));
    await sharp(rows, { raw: { height: 16, width: 32, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toFile(path);
    const image = await read(path, [null, null, 1]);
    expect(image.shape).toEqual([1, 32, 16, 1]);
    expect(bytes(image).at(0)).toBeLessThan(20);
    expect(bytes(image).at(-1)).toBeGreaterThan(235);
  });

  test('keeps its own size where the network takes any', async () => {
    const path = await picture('own.png', [
      [red, green, blue],
      [blue, red, green],
    ]);
    expect((await read(path, [null, null, 3])).shape).toEqual([1, 2, 3, 3]);
    expect((await read(path, [4, null, 3])).shape).toEqual([1, 4, 3, 3]);
  });
});

describe('the pictures of the digits', () => {
  const heldOut = readDigits('held out');
  const names = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

  test('there are 359 of 1,797 held out', () => {
    expect(heldOut.count).toBe(359);
    expect(readDigits('training').count).toBe(1438);
    // Counted in scikit-learn's copy.
    expect(names.map((_, digit) => heldOut.labels.filter((label) => label === digit).length)).toEqual([
      27, 21, 34, 52, 34, 28, 31, 43, 47, 42,
    ]);
  });

  test.each(names)('%s.png is a held-out image of that digit, exactly', async (name) => {
    const path = fileURLToPath(new URL(`../../examples/images/${name}.png`, import.meta.url));
    const image = await read(path, [8, 8, 1]);
    const same = Array.from(heldOut.labels.keys()).find((index) =>
      image.data.every((value, i) => Math.abs(value - (heldOut.images[index * 64 + i] ?? 9)) <= 0.51 / 255),
    );
    expect(heldOut.labels[same ?? -1]).toBe(names.indexOf(name));
  });
});

describe('what cannot be a picture', () => {
  const code = async (path: string, shape: readonly (number | null)[] = [8, 8, 3]) => {
    const found = await readImage(path, shape);
    return 'code' in found ? `${found.code} ${found.message}` : 'a picture';
  };

  test('ARC7121: a file that is not there, a folder', async () => {
    const path = join(folder, 'nowhere.png');
    expect(await code(path)).toBe(`ARC7121 the picture \`${path}\` cannot be read: there is no such file`);
    expect(await code(folder)).toBe(`ARC7121 the picture \`${folder}\` cannot be read: it is a folder`);
  });

  test('ARC7122: text, an empty file, a picture cut short', async () => {
    const path = join(folder, 'note.png');
    await writeFile(path, 'not a picture');
    expect(await code(path)).toMatch(/^ARC7122 `.*note\.png` is not a picture that can be decoded: \w/);
    await writeFile(path, '');
    expect(await code(path)).toMatch(/ARC7122 .* the file is empty$/);
    const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 2654435761) >>> 24);
    const png = await sharp(noise, { raw: { height: 64, width: 64, channels: 3 } })
      .png()
      .toBuffer();
    await writeFile(path, png.subarray(0, png.length / 2));
    expect(await code(path)).toMatch(/^ARC7122 /);
  });

  test('ARC7123: inputs that are no pictures', async () => {
    const path = await picture('fine.png', [[red]]);
    expect(await code(path, [8, 8, 4])).toBe(
      'ARC7123 a picture cannot be given to an input of shape [8, 8, 4]: it takes [height, width, 1] or [height, width, 3]',
    );
    expect(await code(path, [10])).toMatch(/^ARC7123 .*\[10\]/);
    expect(await code(path, [null, 3])).toMatch(/^ARC7123 .*\[\?, 3\]/);
    expect(await code(path)).toBe('a picture');
  });
});
