import { compile } from '../../src/index.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { lowerNetwork } from '../../src/lower/lower.ts';
import type { WeightStorage } from '../../src/lower/lowering.ts';
import type { Target } from '../../src/lower/targets.ts';
import { diskHost } from '../../src/node.ts';
import type { Tensor, WeightValues } from '../../src/weights/tensor.ts';
import { numbersFrom } from '../../test/generate/weights.ts';

export interface Network {
  readonly graph: Graph;
  readonly weights: WeightValues;
}

/** A network with its initial weights of seed 0, as `archc build` makes them. */
export function seeded(path: string): Network {
  return compile(diskHost(), path).network();
}

export async function filesOf(
  { graph, weights }: Network,
  target: Target,
  storage: WeightStorage = 'float32',
): Promise<ReadonlyMap<string, Uint8Array>> {
  const lowered = await lowerNetwork(graph, weights, target, { storage });
  if ('files' in lowered) return lowered.files;
  throw new Error(lowered.diagnostics.map((each) => each.message).join('\n'));
}

/** A picture with values from 0 to 1, in a batch of one. */
export function image(seed: number): Tensor {
  return { shape: [1, 224, 224, 3], data: new Float32Array(224 * 224 * 3).map(numbersFrom(seed)) };
}
