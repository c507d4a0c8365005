import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { Graph } from '../ir/graph.ts';
import { unreadable } from '../runtime/unreadable.ts';
import { checkFinite } from '../weights/finite.ts';
import { initialise, tooManyWeights } from '../weights/initialise.ts';
import { matchWeights } from '../weights/match.ts';
import { namedWeights } from '../weights/named.ts';
import { parseOrder } from '../weights/order.ts';
import { readSafetensors, type TensorFile } from '../weights/safetensors.ts';
import type { WeightValues } from '../weights/tensor.ts';

/** Where the weights of a network come from, as the command line says it. */
export interface WeightOptions {
  /** A .safetensors file; without it, weights start from the seed. */
  readonly weights?: string;
  /** A file with the order of the tensors of a foreign file. */
  readonly weightsOrder?: string;
  readonly seed?: number;
}

/** The files that were asked for, read. */
export interface WeightSource {
  readonly file: TensorFile | undefined;
  readonly order: readonly string[] | undefined;
  readonly seed: number;
}

export type Failed = { readonly diagnostics: readonly Diagnostic[] };

export function readWeightSource({ weights, weightsOrder, seed = 0 }: WeightOptions): WeightSource | Failed {
  const order = weightsOrder === undefined ? undefined : readBytes(weightsOrder);
  if (order && 'code' in order) return { diagnostics: [order] };
  const names = order && parseOrder(new TextDecoder().decode(order));
  if (weights === undefined) return { file: undefined, order: names, seed };
  const read = readTensorFile(weights);
  return 'diagnostics' in read ? read : { file: read.file, order: names, seed };
}

/** Reads a .safetensors file. ARC7001 if it cannot be read, ARC60 if it is broken. */
export function readTensorFile(path: string): { readonly file: TensorFile } | Failed {
  const bytes = readBytes(path);
  return 'code' in bytes ? { diagnostics: [bytes] } : readSafetensors(bytes, path);
}

/** The weights of a network, and warnings of what they hold. */
export interface FoundWeights {
  readonly values: WeightValues;
  readonly warnings: readonly Diagnostic[];
}

/** Every weight of the network: matched with the file, or drawn from the seed. */
export function weightsFor(graph: Graph, source: WeightSource): FoundWeights | Failed {
  const named = namedWeights(graph);
  if (!source.file) {
    const tooMany = tooManyWeights(named);
    return tooMany ? { diagnostics: [tooMany] } : { values: initialise(named, source.seed), warnings: [] };
  }
  const matched = matchWeights(named, source.file, source.order ? { order: source.order } : {});
  if ('diagnostics' in matched) return matched;
  return { values: matched.values, warnings: checkFinite(matched.values, source.file.path) };
}

function readBytes(path: string): Uint8Array | Diagnostic {
  try {
    return readFileSync(path);
  } catch (failure) {
    return diagnostic('ARC7001', undefined, { path, reason: unreadable(failure) });
  }
}
