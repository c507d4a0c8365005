import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../../src/ir/graph.ts';
import { graphKernels } from '../../../src/lower/graph/kernels.ts';
import type { OpName } from '../../../src/ops/attributes.ts';
import { ops } from '../../../src/ops/table.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import {
  graphOfCase,
  type OperationCase,
  openableCases,
  openShape,
  operationCases,
  tensorOf,
  valuesOfCase,
} from '../cases.ts';
import { expectClose } from '../layers/harness.ts';
import { execute, lowerAndLoad } from './harness.ts';

const TOLERANCE = 1e-5;

/** As it follows from the network, and as it is best for the target. */
async function compare(graph: Graph, each: OperationCase): Promise<void> {
  const plain = inferenceGraph(graph, valuesOfCase(each));
  const inputs = each.inputs.map(tensorOf);
  for (const form of [plain, optimise(plain, graphKernels)]) {
    const model = await lowerAndLoad(form);
    const [output] = execute(model, inputs);
    expect(output?.shape).toEqual(each.output.shape);
    expectClose(output?.data ?? [], each.output.data, TOLERANCE, 'output');
    model.dispose();
  }
}

test('every operation has a case', () => {
  const tested = new Set(operationCases.map((each) => each.op));
  const names = Object.keys(ops) as OpName[];
  expect(names.filter((name) => name !== 'input' && !tested.has(name))).toEqual([]);
});

describe.each(['cpu', 'wasm'])('an operation gives the numbers of PyTorch on %s', (backend) => {
  beforeAll(async () => {
    expect(await tf.setBackend(backend)).toBe(true);
  });

  test.each(operationCases)('$name', (each) => compare(graphOfCase(each), each));

  test.each(openableCases)('$name, its sizes open', (each) => compare(graphOfCase(each, openShape), each));
});
