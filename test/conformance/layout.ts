import { decodeValues } from '../../src/weights/dtype.ts';
import type { TensorFile } from '../../src/weights/safetensors.ts';
import { elementCount, type Tensor } from '../../src/weights/tensor.ts';

/** A tensor of a file by its name, in the layout it has there. */
export function tensorOf(file: TensorFile, name: string): Tensor {
  const stored = file.tensors.find((tensor) => tensor.name === name);
  const data = stored && decodeValues(stored.dtype, stored.bytes);
  if (!stored || !data) throw new Error(`${file.path} has no tensor \`${name}\` of numbers`);
  return { shape: stored.shape, data };
}

/** A tensor of a file with the channels last: PyTorch has maps as [batch, c, h, w]. */
export function channelsLast(file: TensorFile, name: string): Tensor {
  const { shape, data } = tensorOf(file, name);
  if (shape.length !== 4) return { shape, data };
  const [batch = 0, channels = 0, height = 0, width = 0] = shape;
  const moved = new Float32Array(elementCount(shape));
  let at = 0;
  for (let b = 0; b < batch; b++) {
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let c = 0; c < channels; c++) {
        moved[at++] = data[(b * channels + c) * height * width + pixel] ?? Number.NaN;
      }
    }
  }
  return { shape: [batch, height, width, channels], data: moved };
}
