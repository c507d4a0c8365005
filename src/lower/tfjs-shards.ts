import { bytesOf, joinedBytes } from '../weights/bytes.ts';
import { halvesOf } from '../weights/float16.ts';
import { quantiseTensor } from '../weights/int8.ts';

/** The size that tfjs itself writes, and that browsers cache well. */
const SHARD_BYTES = 4 * 1024 * 1024;

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
  const all = joinedBytes(written.map(({ bytes }) => bytes));
  const count = Math.ceil(all.byteLength / SHARD_BYTES);
  const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
  const files = new Map(paths.map((path, i) => [path, all.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES)]));
  return { weightsManifest: [{ paths, weights: written.map(({ entry }) => entry) }], files };
}

function writeConstant({ name, shape, numbers, storage }: StoredConstant) {
  if (numbers instanceof Int32Array)
    return { entry: { name, shape, dtype: 'int32' } as const, bytes: bytesOf(numbers) };
  const entry = { name, shape, dtype: 'float32' } as const;
  const halves = storage === 'halves' ? halvesOf(numbers) : undefined;
  if (halves) {
    const quantization = { dtype: 'float16', original_dtype: 'float32' } as const;
    return { entry: { ...entry, quantization }, bytes: bytesOf(halves) };
  }
  if (storage === 'bytes' && numbers.every(Number.isFinite)) {
    // tfjs knows one scale a tensor and no more.
    const { scale, min, bytes } = quantiseTensor(numbers);
    const quantization = { dtype: 'uint8', scale, min, original_dtype: 'float32' } as const;
    return { entry: { ...entry, quantization }, bytes };
  }
  return { entry, bytes: bytesOf(numbers) };
}
