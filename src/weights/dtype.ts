import { fromFloat16 } from './float16.ts';

/** Bytes a value takes, for every type that the safetensors format names and that is at least a byte wide. */
const WIDTHS: ReadonlyMap<string, number> = new Map([
  ...(['BOOL', 'U8', 'I8', 'F8_E5M2', 'F8_E4M3', 'F8_E8M0'] as const).map((name) => [name, 1] as const),
  ...(['I16', 'U16', 'F16', 'BF16'] as const).map((name) => [name, 2] as const),
  ...(['I32', 'U32', 'F32'] as const).map((name) => [name, 4] as const),
  ...(['I64', 'U64', 'F64', 'C64'] as const).map((name) => [name, 8] as const),
]);

/** Undefined for a name this edition does not know. */
export function byteWidth(dtype: string): number | undefined {
  return WIDTHS.get(dtype);
}

/** Typed arrays need a start that is a multiple of their width. (`slice` would not do: that of a Node `Buffer` is a view.) */
function aligned(bytes: Uint8Array, width: number): Uint8Array {
  return bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
}

/** bfloat16 is the upper half of a single. */
function fromBfloat16(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] ?? 0) << 16;
  return new Float32Array(bits.buffer);
}

/**
 * The values of a tensor, little-endian as in the file; undefined for types that hold no real numbers or need scales
 * that the format does not carry. An F32 tensor that lies aligned is not copied.
 */
export function decodeValues(dtype: string, bytes: Uint8Array): Float32Array | undefined {
  const width = byteWidth(dtype);
  if (width === undefined) return undefined;
  const { buffer, byteOffset } = aligned(bytes, width);
  const length = bytes.byteLength / width;
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, length);
    case 'F16':
      return fromFloat16(new Uint16Array(buffer, byteOffset, length));
    case 'BF16':
      return fromBfloat16(new Uint16Array(buffer, byteOffset, length));
    case 'F64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, length));
    default:
      return undefined;
  }
}
