import { beforeAll, describe, expect, test } from 'vitest';
import type { Tf } from '../../src/runtime/tf.ts';
import { inferredShapes } from '../generate/check.ts';
import { load } from '../lower/layers/harness.ts';
import { backendsUnderTest, startBackend } from './backends.ts';
import { exampleFiles, exampleProgram, smallExample, smallExamples } from './small-examples.ts';

test('every network of every example is tried', () => {
  const found = exampleFiles.flatMap((file) =>
    exampleProgram(file).networks.map((name) => `${file} ${name}`),
  );
  expect(found.toSorted()).toEqual(Object.keys(smallExamples).toSorted());
});

describe.each(backendsUnderTest())('a loaded example has the shapes that were inferred, on %s', (backend) => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await startBackend(backend);
  });

  test.each(Object.keys(smallExamples))('%s', async (which) => {
    const network = smallExample(which);
    const model = await load(await network.toFiles());
    const inputs = inferredShapes(network, 'inputs', 2).map((shape) => tf.ones([...shape]));
    const outputs = [model.predict(inputs)].flat();
    expect(outputs.map((output) => output.shape)).toEqual(inferredShapes(network, 'outputs', 2));
    for (const output of outputs) expect(output.dataSync().every(Number.isFinite)).toBe(true);
    const trained = model.trainableWeights.reduce(
      (sum, { shape }) => sum + shape.reduce<number>((n, size) => n * (size ?? 0), 1),
      0,
    );
    expect(trained).toBe(network.costs.params);
    tf.dispose([inputs, outputs]);
    model.dispose();
  });
});
