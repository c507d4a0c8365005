import { readFileSync } from 'node:fs';
import type { Graph } from '../../src/ir/graph.ts';
import type { Shape } from '../../src/ir/shape.ts';
import { symbol } from '../../src/ir/size.ts';
import type { OpName } from '../../src/ops/attributes.ts';
import { isProblem } from '../../src/ops/definition.ts';
import { definitionOf } from '../../src/ops/query.ts';
import type { Tensor, WeightValues } from '../../src/weights/tensor.ts';
import { finish, input, making, op } from './layers/harness.ts';

/** What layers/reference.py wrote: tensors channels last with the batch, weights in TensorFlow's layouts. */
export interface Stored {
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
  /** Of a weighted sum of the outputs, with respect to the first input. */
  readonly gradient: Stored;
  /** The outputs after one step of training, where there is something to train. */
  readonly after_step?: Stored;
}

const file = new URL('../fixtures/ops/layers.json', import.meta.url);

export const operationCases: readonly OperationCase[] = JSON.parse(readFileSync(file, 'utf8'));

/** The shape without the batch, all of it known. */
export const knownShape = ({ shape }: Stored): Shape => shape.slice(1);

/** Sizes of maps and sequences left open. */
export function openShape({ shape }: Stored): Shape {
  const [, height = 1, width = 1, channels = 1] = shape;
  if (shape.length === 3) return [symbol(`t${height}`), width];
  if (shape.length !== 4) return shape.slice(1);
  return height === 1 && width === 1
    ? [1, 1, channels]
    : [symbol(`h${height}`), symbol(`w${width}`), channels];
}

/** The cases whose sizes can be left open. */
export const openableCases = operationCases.filter((each) => {
  const shapes = each.inputs.map(openShape);
  const isOpen = shapes.flat().some((size) => typeof size !== 'number');
  return isOpen && !isProblem(definitionOf(each.op).shape(each.attributes, shapes));
});

export function graphOfCase(
  { op: name, attributes, inputs }: OperationCase,
  shapeOf: (stored: Stored) => Shape = knownShape,
): Graph {
  const graph = making();
  const taken = inputs.map((stored, i) => input(graph, `x${i + 1}`, shapeOf(stored)));
  return finish(graph, op(graph, name, attributes, taken));
}

export function valuesOfCase({ op: name, weights }: OperationCase): WeightValues {
  return new Map(Object.entries(weights).map(([key, each]) => [`${name}.${key}`, tensorOf(each)]));
}

export function tensorOf({ shape, data }: Stored): Tensor {
  return { shape, data: Float32Array.from(data) };
}
