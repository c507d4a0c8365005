import { describe, expect, test } from 'vitest';
import { lowerToTflite } from '../../../src/lower/tflite/index.ts';
import { tfliteKernels } from '../../../src/lower/tflite/kernels.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import { expectClose } from '../layers/harness.ts';
import { graphOfCase, type OperationCase, operationCases, samplesOf, valuesOfCase } from './cases.ts';
import { loadTflite } from './litert.ts';
import { filesOf } from './lowered.ts';

const TOLERANCE = 1e-5;

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
