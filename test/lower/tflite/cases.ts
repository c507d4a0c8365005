import { readFileSync } from 'node:fs';
import type { Graph } from '../../../src/ir/graph.ts';
import type { OpName } from '../../../src/ops/attributes.ts';
import type { WeightValues } from '../../../src/weights/tensor.ts';
import { finish, input, making, op } from '../layers/harness.ts';

/** What ../layers/reference.py wrote: tensors channels last with the batch, weights in TensorFlow's layouts. */
interface Stored {
  readonly shape: number[];
  readonly data: number[];
}

/** One operation, and what PyTorch makes of it. */
export interface OperationCase {
  readonly name: string;
  readonly op: OpName;
  readonly attributes: never;
  readonly inputs: readonly Stored[];
  readonly weights: Readonly<Record<string, Stored>>;
  readonly output: Stored;
}

const file = new URL('../../fixtures/ops/layers.json', import.meta.url);

export const operationCases: readonly OperationCase[] = JSON.parse(readFileSync(file, 'utf8'));

export function graphOfCase({ op: name, attributes, inputs }: OperationCase): Graph {
  const graph = making();
  const taken = inputs.map(({ shape }, i) => input(graph, `x${i + 1}`, shape.slice(1)));
  return finish(graph, op(graph, name, attributes, taken));
}

export function valuesOfCase({ op: name, weights }: OperationCase): WeightValues {
  return new Map(
    Object.entries(weights).map(([key, { shape, data }]) => [
      `${name}.${key}`,
      { shape, data: Float32Array.from(data) },
    ]),
  );
}

/** The samples of a batch: each with its shape and numbers. */
export function samplesOf({ shape, data }: Stored): readonly Stored[] {
  const [batch = 1, ...sample] = shape;
  const length = data.length / batch;
  return Array.from({ length: batch }, (_, i) => ({
    shape: [1, ...sample],
    data: data.slice(i * length, (i + 1) * length),
  }));
}
