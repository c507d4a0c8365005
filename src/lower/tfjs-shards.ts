import { toFloat16 } from '../weights/float16.ts';

/** The size that tfjs itself writes, and that browsers cache well. */
const SHARD_BYTES = 4 * 1024 * 1024;

/** The largest number that a half can hold. */
const LARGEST_HALF = 65504;

/** Numbers that a model of tfjs reads from its shards by name. */
export interface StoredConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numbers: Float32Array | Int32Array;
  /** How they are stored, if that can be done: they are read as 32-bit numbers all the same. */
  readonly storage: 'as they are' | 'halves' | 'bytes';
}

type Quantization =
  | { readonly dtype: 'float16'; readonly original_dtype: 'float32' }
  | {
      readonly dtype: 'uint8';
      readonly scale: number;
      readonly min: number;
      readonly original_dtype: 'float32';
    };

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly quantization?: Quantization;
}

export interface Shards {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly WeightEntry[];
  }[];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** The constants one after the other, cut into shards of 4 MiB; one may lie in several. */
export function writeShards(constants: readonly StoredConstant[]): Shards {
  const written = constants.map(writeConstant);
  const all = joined(written.map(({ bytes }) => bytes));
  const count = Math.ceil(all.byteLength / SHARD_BYTES);
  const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
  const files = new Map(paths.map((path, i) => [path, all.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES)]));
  return { weightsManifest: [{ paths, weights: written.map(({ entry }) => entry) }], files };
}

function writeConstant({ name, shape, numbers, storage }: StoredConstant) {
  if (numbers instanceof Int32Array)
    return { entry: { name, shape, dtype: 'int32' } as const, bytes: bytesOf(numbers) };
  const entry = { name, shape, dtype: 'float32' } as const;
  if (storage === 'halves' && numbers.every((each) => Math.abs(each) <= LARGEST_HALF)) {
    const quantization = { dtype: 'float16', original_dtype: 'float32' } as const;
    return { entry: { ...entry, quantization }, bytes: bytesOf(toFloat16(numbers)) };
  }
  if (storage === 'bytes' && numbers.every(Number.isFinite)) {
    const { scale, min, bytes } = toBytes(numbers);
    const quantization = { dtype: 'uint8', scale, min, original_dtype: 'float32' } as const;
    return { entry: { ...entry, quantization }, bytes };
  }
  return { entry, bytes: bytesOf(numbers) };
}

/**
 * Numbers as `byte * scale + min`, rounded to the nearest; tfjs knows one scale a tensor and no more. 0 stays 0 where
 * it lies among them, so that what was pruned stays so.
 */
function toBytes(numbers: Float32Array) {
  let least = 0;
  let most = 0;
  for (const each of numbers) {
    least = Math.min(least, each);
    most = Math.max(most, each);
  }
  const scale = (most - least) / 255 || 1;
  const zero = Math.round(-least / scale);
  const bytes = Uint8Array.from(numbers, (each) =>
    Math.min(Math.max(Math.round(each / scale) + zero, 0), 255),
  );
  return { scale, min: -zero * scale + 0, bytes };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}

/** As they lie in memory, which is little-endian wherever JavaScript runs today. */
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
