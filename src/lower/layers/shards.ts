import { toFloat16 } from '../../weights/float16.ts';
import type { WeightValues } from '../../weights/tensor.ts';
import type { Plan } from './plan.ts';
import { weightNumbers } from './weight-numbers.ts';

/** The size that tfjs itself writes, and that browsers cache well. */
const SHARD_BYTES = 4 * 1024 * 1024;

/** The largest number that a half can hold. */
const LARGEST_HALF = 65504;

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
  readonly quantization?: { readonly dtype: 'float16'; readonly original_dtype: 'float32' };
}

export interface Shards {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly WeightEntry[];
  }[];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * The weights of a plan one after the other, cut into shards of 4 MiB; a weight may lie in several. With `float16`
 * they are stored as halves, but for those with a number that a half cannot hold.
 */
export function writeShards(plan: Plan, values: WeightValues, float16: boolean): Shards {
  const entries: WeightEntry[] = [];
  const parts: Uint8Array[] = [];
  for (const layer of plan.layers) {
    for (const weight of layer.weights) {
      const numbers = weightNumbers(layer, weight, values);
      const halved = float16 && numbers.every((each) => Math.abs(each) <= LARGEST_HALF);
      const entry = { name: `${layer.name}/${weight.name}`, shape: weight.shape, dtype: 'float32' } as const;
      entries.push(
        halved ? { ...entry, quantization: { dtype: 'float16', original_dtype: 'float32' } } : entry,
      );
      parts.push(bytesOf(halved ? toFloat16(numbers) : numbers));
    }
  }
  const all = joined(parts);
  const count = Math.ceil(all.byteLength / SHARD_BYTES);
  const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
  const files = new Map(paths.map((path, i) => [path, all.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES)]));
  return { weightsManifest: [{ paths, weights: entries }], files };
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
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
