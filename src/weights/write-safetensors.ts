import { toFloat16 } from './float16.ts';
import type { Tensor } from './tensor.ts';

export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

export interface WriteOptions {
  /** How values are stored; F16 rounds to the nearest half; what is beyond 65504 becomes infinite. */
  readonly dtype: 'F32' | 'F16';
  /** Free text about the file, in this order. */
  readonly metadata?: ReadonlyMap<string, string>;
}

/** A safetensors file of the tensors, in the order given. The same tensors and options give the same bytes. */
export function writeSafetensors(tensors: readonly NamedTensor[], options: WriteOptions): Uint8Array {
  const width = options.dtype === 'F16' ? 2 : 4;
  // Joined by hand: an object would move names that look like indices to the front.
  const fields: string[] = [];
  if (options.metadata && options.metadata.size > 0) {
    const lines = [...options.metadata].map(
      ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
    );
    fields.push(`"__metadata__":{${lines.join(',')}}`);
  }
  let length = 0;
  for (const { name, tensor } of tensors) {
    const end = length + tensor.data.length * width;
    const shape = JSON.stringify(tensor.shape);
    fields.push(
      `${JSON.stringify(name)}:{"dtype":"${options.dtype}","shape":${shape},"data_offsets":[${length},${end}]}`,
    );
    length = end;
  }
  const text = new TextEncoder().encode(`{${fields.join(',')}}`);
  // Spaces up to a multiple of 8, so that readers can map the data without copying it.
  const headerLength = Math.ceil(text.length / 8) * 8;

  const bytes = new Uint8Array(8 + headerLength + length);
  new DataView(bytes.buffer).setUint32(0, headerLength, true);
  bytes.set(text, 8);
  bytes.fill(0x20, 8 + text.length, 8 + headerLength);
  let at = 8 + headerLength;
  for (const { tensor } of tensors) {
    const values = options.dtype === 'F16' ? toFloat16(tensor.data) : tensor.data;
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}
