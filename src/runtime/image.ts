import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { Tensor } from '../weights/tensor.ts';
import { type Picture, resize } from './resize.ts';
import { unreadable } from './unreadable.ts';

/** Rec. 601, as in JPEG and as Pillow's "L". */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * Reads a picture as the input of a network: `shape` is the network's input without the batch, `[h, w, 1]` or
 * `[h, w, 3]`; a size that is `null` (or below 1) is the picture's own. The result has a batch of one:
 * `[1, h, w, c]`, values 0 to 1.
 *
 * The whole picture is used, stretched if the proportions differ: each new pixel is the mean of the area that it
 * covers, or lies on the line between its neighbours where the picture grows. Colours are sRGB and become luma for one
 * channel; transparent parts lie on white; the rotation that a camera noted is applied.
 *
 * ARC7123 for another shape, ARC7121 if the file cannot be read, ARC7122 if it is not a picture.
 */
export async function readImage(
  path: string,
  shape: readonly (number | null)[],
): Promise<Tensor | Diagnostic> {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || (channels !== 1 && channels !== 3)) {
    return diagnostic(
      'ARC7123',
      undefined,
      { shape: `[${shape.map((size) => size ?? '?').join(', ')}]` },
      { help: ['give the input as a tensor instead: `--input tensor.safetensors`'] },
    );
  }
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (failure) {
    return diagnostic('ARC7121', undefined, { path, reason: unreadable(failure) });
  }
  const picture = await decode(bytes, path);
  if ('code' in picture) return picture;
  const planes = channels === 1 ? grey(picture) : picture;
  const size = { height: height || picture.height, width: width || picture.width };
  return { shape: [1, size.height, size.width, channels], data: resize(planes, size) };
}

/** A picture file of any format that sharp knows (PNG, JPEG, WebP, GIF, TIFF, AVIF, SVG) as RGB. */
async function decode(bytes: Uint8Array, path: string): Promise<Picture | Diagnostic> {
  let sharp: typeof import('sharp').default;
  try {
    sharp = (await import('sharp')).default;
  } catch (failure) {
    const reason = messageOf(failure);
    const help = ['install the dependencies again'];
    return diagnostic('ARC7102', undefined, { library: 'sharp', reason }, { help });
  }
  try {
    const { data, info } = await sharp(bytes)
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { height, width } = info;
    const values = new Float32Array(height * width * 3);
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        // A grey picture may stay one of one channel.
        const from = pixel * info.channels + (info.channels < 3 ? 0 : channel);
        values[pixel * 3 + channel] = (data[from] ?? 0) / 255;
      }
    }
    return { height, width, channels: 3, data: values };
  } catch (failure) {
    const reason = bytes.length === 0 ? 'the file is empty' : messageOf(failure);
    return diagnostic(
      'ARC7122',
      undefined,
      { path, reason },
      { help: ['give a PNG, JPEG, WebP or GIF file'] },
    );
  }
}

function grey({ height, width, data }: Picture): Picture {
  const values = new Float32Array(height * width);
  for (let pixel = 0; pixel < values.length; pixel++) {
    let luma = 0;
    for (let channel = 0; channel < 3; channel++)
      luma += (LUMA[channel] ?? 0) * (data[pixel * 3 + channel] ?? 0);
    values[pixel] = luma;
  }
  return { height, width, channels: 1, data: values };
}

function messageOf(failure: unknown): string {
  return (failure instanceof Error ? failure.message : String(failure)).split('\n')[0] ?? '';
}
