import { toFloat16 } from '../../weights/float16.ts';

/** The largest number that a half can hold. */
const LARGEST_HALF = 65504;

/** The bytes of numbers, without a copy. */
export function bytesOf({
  buffer,
  byteOffset,
  byteLength,
}: Float32Array | Int8Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Numbers as halves; undefined where one is beyond them. */
export function halves(data: Float32Array): Uint8Array | undefined {
  return data.every((each) => Math.abs(each) <= LARGEST_HALF) ? bytesOf(toFloat16(data)) : undefined;
}

/** Whole numbers as ONNX has them, of 64 bits. */
export function integerBytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
}
