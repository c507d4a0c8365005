import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../../src/ir/graph.ts';
import type { Shape } from '../../../src/ir/shape.ts';
import { symbol } from '../../../src/ir/size.ts';
import { graphKernels } from '../../../src/lower/graph/kernels.ts';
import type { OpName } from '../../../src/ops/attributes.ts';
import { isProblem } from '../../../src/ops/definition.ts';
import { definitionOf } from '../../../src/ops/query.ts';
import { ops } from '../../../src/ops/table.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import type { WeightValues } from '../../../src/weights/tensor.ts';
import { expectClose, finish, input, making, op } from '../layers/harness.ts';
import { execute, lowerAndLoad } from './harness.ts';

/** What PyTorch makes of small inputs (../layers/reference.py): tensors channels last with the batch. */
interface Stored {
  readonly shape: number[];
  readonly data: number[];
}

interface Case {
  readonly name: string;
  readonly op: OpName;
  readonly attributes: never;
  readonly inputs: readonly Stored[];
  readonly weights: Readonly<Record<string, Stored>>;
  readonly output: Stored;
}

const file = new URL('../../fixtures/ops/layers.json', import.meta.url);
const cases: readonly Case[] = JSON.parse(readFileSync(file, 'utf8'));

const TOLERANCE = 1e-5;

function graphOf(
  { op: name, attributes, inputs }: Case,
  shapeOf = ({ shape }: Stored): Shape => shape.slice(1),
): Graph {
  const graph = making();
  const taken = inputs.map((stored, i) => input(graph, `x${i + 1}`, shapeOf(stored)));
  return finish(graph, op(graph, name, attributes, taken));
}

function valuesOf({ op: name, weights }: Case): WeightValues {
  const values = Object.entries(weights).map(
    ([key, { shape, data }]) => [`${name}.${key}`, { shape, data: Float32Array.from(data) }] as const,
  );
  return new Map(values);
}

/** As it follows from the network, and as it is best for the target. */
async function compare(graph: Graph, each: Case): Promise<void> {
  const plain = inferenceGraph(graph, valuesOf(each));
  const inputs = each.inputs.map(({ shape, data }) => ({ shape, data: Float32Array.from(data) }));
  for (const form of [plain, optimise(plain, graphKernels)]) {
    const model = await lowerAndLoad(form);
    const [output] = execute(model, inputs);
    expect(output?.shape).toEqual(each.output.shape);
    expectClose(output?.data ?? [], each.output.data, TOLERANCE, 'output');
    model.dispose();
  }
}

test('every operation has a case', () => {
  const tested = new Set(cases.map((each) => each.op));
  const names = Object.keys(ops) as OpName[];
  expect(names.filter((name) => name !== 'input' && !tested.has(name))).toEqual([]);
});

/** Sizes of maps and sequences left open, where the operation takes that. */
const open = ({ shape }: Stored): Shape => {
  const [, height = 1, width = 1, channels = 1] = shape;
  if (shape.length === 3) return [symbol(`t${height}`), width];
  if (shape.length !== 4) return shape.slice(1);
  return height === 1 && width === 1
    ? [1, 1, channels]
    : [symbol(`h${height}`), symbol(`w${width}`), channels];
};

const openable = cases.filter((each) => {
  const shapes = each.inputs.map(open);
  return (
    shapes.flat().some((size) => typeof size !== 'number') &&
    !isProblem(definitionOf(each.op).shape(each.attributes, shapes))
  );
});

describe.each(['cpu', 'wasm'])('an operation gives the numbers of PyTorch on %s', (backend) => {
  beforeAll(async () => {
    expect(await tf.setBackend(backend)).toBe(true);
  });

  test.each(cases)('$name', (each) => compare(graphOf(each), each));

  test.each(openable)('$name, its sizes open', (each) => compare(graphOf(each, open), each));
});
