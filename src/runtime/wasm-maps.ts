import type { Tensor4D, TensorInfo } from '@tensorflow/tfjs';
import type { Tf } from './tf.ts';

/** What the gradient kernels for wasm do with maps `[batch, height, width, channels]`. */

/** Sizes, strides and padding of a window on a map; the same for convolutions and pools. */
export type Geometry = ReturnType<Tf['backend_util']['computeConv2DInfo']>;

/**
 * For each tap of the window, row by row, what it sees of the input with `padding` around it:
 * `[batch, outHeight, outWidth, in]`.
 */
export function tapsOf(tf: Tf, x: Tensor4D, geometry: Geometry, padding: number): Tensor4D[] {
  const { padInfo, strideHeight, strideWidth, outHeight, outWidth, filterHeight, filterWidth } = geometry;
  const [batch, , , channels] = x.shape;
  const sides: [number, number][] = [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ];
  const padded = tf.pad(x, sides, padding);
  const taps: Tensor4D[] = [];
  for (let i = 0; i < filterHeight; i++) {
    for (let j = 0; j < filterWidth; j++) {
      const end = [
        batch,
        i + (outHeight - 1) * strideHeight + 1,
        j + (outWidth - 1) * strideWidth + 1,
        channels,
      ];
      taps.push(tf.stridedSlice(padded, [0, i, j, 0], end, [1, strideHeight, strideWidth, 1]) as Tensor4D);
    }
  }
  return taps;
}

/** The map with zeros behind every row and column, where a window with these strides skipped. */
export function spread(tf: Tf, map: Tensor4D, strideHeight: number, strideWidth: number): Tensor4D {
  const [batch, height, width, channels] = map.shape;
  const wide = tf.pad(tf.reshape(map, [-1, channels]), [
    [0, 0],
    [0, (strideWidth - 1) * channels],
  ]);
  const row = width * strideWidth * channels;
  const high = tf.pad(tf.reshape(wide, [-1, row]), [
    [0, 0],
    [0, (strideHeight - 1) * row],
  ]);
  return tf.reshape(high, [batch, height * strideHeight, width * strideWidth, channels]);
}

/** The map moved down by `above` and right by `left` (negative: cut off there), in a frame of zeros of the size given. */
export function frame(
  tf: Tf,
  map: Tensor4D,
  above: number,
  left: number,
  height: number,
  width: number,
): Tensor4D {
  const [batch, mapHeight, mapWidth, channels] = map.shape;
  const top = Math.max(0, -above);
  const start = Math.max(0, -left);
  const rows = Math.min(mapHeight - top, height - Math.max(0, above));
  const columns = Math.min(mapWidth - start, width - Math.max(0, left));
  if (rows <= 0 || columns <= 0) return tf.zeros([batch, height, width, channels]);
  const kept = tf.slice(map, [0, top, start, 0], [batch, rows, columns, channels]);
  const before = [Math.max(0, above), Math.max(0, left)] as const;
  return tf.pad(kept, [
    [0, 0],
    [before[0], height - rows - before[0]],
    [before[1], width - columns - before[1]],
    [0, 0],
  ]);
}

/** Gradients are asked for by operations, which hand over tensors. */
export function operand(tf: Tf, input: TensorInfo | undefined): Tensor4D {
  if (!(input instanceof tf.Tensor) || input.rank !== 4)
    throw new Error('a gradient kernel takes maps of rank 4');
  return input as Tensor4D;
}
