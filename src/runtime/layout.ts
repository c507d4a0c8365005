import type { Tensor } from '../weights/tensor.ts';

/** A batch of feature maps [n, h, w, c] as [n, c, h, w]; tensors of any other rank are what they are. */
export function toChannelsFirst(tensor: Tensor): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = tensor.shape;
  if (tensor.shape.length !== 4) return tensor;
  const data = transposedBatch(tensor.data, batch, height * width, channels);
  return { shape: [batch, channels, height, width], data };
}

/** A batch of feature maps [n, c, h, w] as [n, h, w, c]; tensors of any other rank are what they are. */
export function toChannelsLast(tensor: Tensor): Tensor {
  const [batch = 0, channels = 0, height = 0, width = 0] = tensor.shape;
  if (tensor.shape.length !== 4) return tensor;
  const data = transposedBatch(tensor.data, batch, channels, height * width);
  return { shape: [batch, height, width, channels], data };
}

/** Each [rows, columns] of [batch, rows, columns] as [columns, rows]. */
function transposedBatch(data: Float32Array, batch: number, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let sample = 0; sample < batch; sample++) {
    const start = sample * rows * columns;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++)
        result[start + column * rows + row] = data[start + row * columns + column] ?? 0;
    }
  }
  return result;
}
