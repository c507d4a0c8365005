import { describe, expect, test } from 'vitest';
import { lowerToTflite } from '../../../src/lower/tflite/index.ts';
import { tfliteKernels } from '../../../src/lower/tflite/kernels.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import { graphOfCase, type OperationCase, operationCases, type Stored, valuesOfCase } from '../cases.ts';
import { expectClose } from '../layers/harness.ts';
import { loadTflite } from './litert.ts';
import { filesOf } from './lowered.ts';

const TOLERANCE = 1e-5;

/** The samples of a batch: each with its shape and numbers. */
function samplesOf({ shape, data }: Stored): readonly Stored[] {
  const [batch = 1, ...sample] = shape;
  const length = data.length / batch;
  return Array.from({ length: batch }, (_, i) => ({
    shape: [1, ...sample],
    data: data.slice(i * length, (i + 1) * length),
  }));
}

/** Each sample of the batch by itself, as the model takes one at a time. */
async function compare(each: OperationCase, optimised: boolean): Promise<void> {
  const graph = inferenceGraph(graphOfCase(each), valuesOfCase(each));
  const file = filesOf(lowerToTflite(optimised ? optimise(graph, tfliteKernels) : graph)).get('model.tflite');
  const model = await loadTflite(file);
  const inputs = each.inputs.map(samplesOf);
  for (const [i, expected] of samplesOf(each.output).entries()) {
    const [output] = await model.run(...inputs.map((samples) => samples[i]?.data ?? []));
    expect(output?.shape).toEqual(expected.shape);
    expect(output?.name).toBe('output_1');
    expectClose(output?.data ?? [], expected.data, TOLERANCE, `sample ${i + 1}`);
  }
  model.delete();
}

describe('an operation in LiteRT.js gives the numbers of PyTorch', () => {
  test.each(operationCases)('$name', (each) => compare(each, false));
});

describe('and so it does once optimised', () => {
  test.each(operationCases)('$name', (each) => compare(each, true));
});
