import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/runtime/backends.ts';
import { runModel, topK } from '../../src/runtime/run.ts';
import { layersRunner } from '../../src/runtime/tfjs-runner.ts';

describe('a run', () => {
  test('gives every output by name, as plain numbers, and leaves no tensor behind', async () => {
    const backend = await selectBackend('wasm');
    if ('code' in backend) throw new Error(backend.message);
    const { tf } = backend;
    const a = tf.input({ shape: [2], name: 'a' });
    const b = tf.input({ shape: [2], name: 'b' });
    const sum = tf.layers.add({ name: 'sum' }).apply([a, b]) as typeof a;
    const product = tf.layers.multiply({ name: 'product' }).apply([a, b]) as typeof a;
    const model = tf.model({ inputs: [a, b], outputs: [sum, product] });
    const before = tf.memory().numTensors;
    const run = await runModel(layersRunner(tf, backend.name, model, ['sum', 'product']), [
      { shape: [1, 2], data: Float32Array.of(1, 2) },
      { shape: [1, 2], data: Float32Array.of(30, 40) },
    ]);
    expect(run.outputs).toEqual([
      { name: 'sum', shape: [1, 2], data: Float32Array.of(31, 42) },
      { name: 'product', shape: [1, 2], data: Float32Array.of(30, 80) },
    ]);
    expect(run.coldMs).toBeGreaterThan(0);
    expect(run.warmMs).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the most probable classes', () => {
  test('of probabilities are as they are', () => {
    expect(topK([0.1, 0.7, 0.2], 2)).toEqual([
      { index: 1, probability: 0.7 },
      { index: 2, probability: 0.2 },
    ]);
  });

  test('of logits go through a softmax', () => {
    // torch.softmax(torch.tensor([1., 3., -2.]), 0)
    const [first, second, third] = topK([1, 3, -2], 5);
    expect(first?.index).toBe(1);
    expect(first?.probability).toBeCloseTo(0.8756, 4);
    expect(second?.probability).toBeCloseTo(0.1185, 4);
    expect(third?.probability).toBeCloseTo(0.0059, 4);
    expect(topK([1000, 999], 1)[0]?.probability).toBeCloseTo(0.7311, 4);
  });

  test('ties are told apart by their index', () => {
    expect(topK([5, 5, 5], 3).map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  test('sum to 1, in falling order', () => {
    const scores = fc.array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(scores, (values) => {
        const ranked = topK(values, values.length);
        const sum = ranked.reduce((total, { probability }) => total + probability, 0);
        expect(Math.abs(sum - 1)).toBeLessThan(2e-3);
        ranked.forEach(({ index, probability }, i) => {
          expect(probability).toBeLessThanOrEqual(ranked[i - 1]?.probability ?? 1);
          expect(values[index]).toBeLessThanOrEqual(values[ranked[i - 1]?.index ?? index] ?? 0);
        });
      }),
    );
  });
});
