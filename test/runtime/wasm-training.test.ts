import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/runtime/backends.ts';
import type { Tf } from '../../src/runtime/tf.ts';

let tf: Tf;

beforeAll(async () => {
  const backend = await selectBackend('wasm');
  if ('code' in backend) throw new Error(backend.message);
  tf = backend.tf;
});

interface Pool {
  readonly batch: number;
  readonly size: readonly [number, number];
  readonly channels: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: 'same' | 'valid';
}

interface Case extends Pool {
  readonly depthwise: boolean;
  /** Filters, or the multiplier of a depthwise convolution. */
  readonly out: number;
}

/** Gradients of sum(convolution * noise) by input and by kernel on one backend. */
async function gradients(backend: string, of: Case): Promise<readonly number[][]> {
  await tf.setBackend(backend);
  const input = tf.randomUniform([of.batch, ...of.size, of.channels], -1, 1, 'float32', 1) as ReturnType<
    Tf['tensor4d']
  >;
  const shape: [number, number, number, number] = [...of.kernel, of.channels, of.out];
  const kernel = tf.randomUniform(shape, -1, 1, 'float32', 2) as ReturnType<Tf['tensor4d']>;
  const stride: [number, number] = [...of.stride];
  const apply = of.depthwise ? tf.depthwiseConv2d : tf.conv2d;
  const found = tf.grads((x, w) => {
    const y = apply(x as typeof input, w as typeof kernel, stride, of.padding);
    return tf.sum(tf.mul(y, tf.randomUniform(y.shape, -1, 1, 'float32', 3)));
  })([input, kernel]);
  const values = found.map((gradient) => Array.from(gradient.dataSync()));
  tf.dispose([input, kernel, ...found]);
  return values;
}

async function largestDifference(of: Case): Promise<number> {
  const wasm = await gradients('wasm', of);
  const cpu = await gradients('cpu', of);
  let largest = 0;
  cpu.forEach((values, which) => {
    expect(wasm[which]).toHaveLength(values.length);
    const scale = Math.max(1, ...values.map(Math.abs));
    values.forEach((value, i) => {
      const difference = Math.abs(value - (wasm[which]?.[i] ?? Number.NaN)) / scale;
      // Not a comparison, so that NaN stays.
      largest = Math.max(largest, difference);
    });
  });
  return largest;
}

/** The gradient of sum(pool * noise), of numbers from `shift` to `shift + 1`, many of them equal. */
async function poolGradient(
  backend: string,
  pool: 'maxPool' | 'avgPool',
  of: Pool,
  shift: number,
): Promise<readonly number[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const noise = tf.randomUniform([of.batch, ...of.size, of.channels], shift, shift + 1, 'float32', 1);
    const x = tf.div(tf.round(tf.mul(noise, 8)), 8);
    const gradient = tf.grad((each) => {
      const y = tf[pool](each as ReturnType<Tf['tensor4d']>, [...of.kernel], [...of.stride], of.padding);
      return tf.sum(tf.mul(y, tf.randomUniform(y.shape, -1, 1, 'float32', 3)));
    });
    return Array.from(gradient(x).dataSync());
  });
}

const side = fc.integer({ min: 3, max: 9 });
const window = fc.integer({ min: 1, max: 3 });
const pool = {
  batch: fc.integer({ min: 1, max: 3 }),
  size: fc.tuple(side, side),
  channels: fc.integer({ min: 1, max: 5 }),
  kernel: fc.tuple(window, window),
  stride: fc.tuple(window, window),
  padding: fc.constantFrom('same' as const, 'valid' as const),
};
const pools: fc.Arbitrary<Pool> = fc.record(pool);
const cases: fc.Arbitrary<Case> = fc.record({
  ...pool,
  depthwise: fc.boolean(),
  out: fc.integer({ min: 1, max: 3 }),
});

describe('training on wasm', () => {
  test('has the gradients of the cpu backend', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (of) => {
        expect(await largestDifference(of)).toBeLessThan(1e-4);
      }),
      { numRuns: 120, seed: 7 },
    );
  });

  test.each(['maxPool', 'avgPool'] as const)('has the gradient of %s', { timeout: 120_000 }, async (pool) => {
    await fc.assert(
      fc.asyncProperty(pools, fc.constantFrom(-2, -0.5, 1), async (of, shift) => {
        const padding = pool === 'avgPool' ? 'valid' : of.padding;
        const [wasm, cpu] = [
          await poolGradient('wasm', pool, { ...of, padding }, shift),
          await poolGradient('cpu', pool, { ...of, padding }, shift),
        ];
        expect(wasm).toHaveLength(cpu.length);
        for (const [i, value] of cpu.entries()) expect(wasm[i]).toBeCloseTo(value, 4);
      }),
      { numRuns: 120, seed: 8 },
    );
  });

  test('leaves no tensor behind', async () => {
    await tf.setBackend('wasm');
    const of: Case = {
      depthwise: true,
      batch: 2,
      size: [8, 8],
      channels: 4,
      out: 2,
      kernel: [3, 3],
      stride: [2, 2],
      padding: 'same',
    };
    await gradients('wasm', of);
    const before = tf.memory();
    await gradients('wasm', of);
    await gradients('wasm', { ...of, depthwise: false });
    const after = tf.memory();
    expect([after.numTensors, after.numDataBuffers]).toEqual([before.numTensors, before.numDataBuffers]);
  });

  test('fits an inverted residual as the cpu backend does', async () => {
    const onWasm = await losses('wasm');
    const onCpu = await losses('cpu');
    expect(onWasm).toHaveLength(8);
    expect(onCpu.at(-1)).toBeLessThan(0.9 * (onCpu[0] ?? 0));
    onCpu.forEach((loss, epoch) => {
      expect(onWasm[epoch]).toBeCloseTo(loss, 4);
    });
  });
});

async function losses(backend: string): Promise<readonly number[]> {
  await tf.setBackend(backend);
  const seeded = (seed: number) => tf.initializers.glorotUniform({ seed });
  const input = tf.input({ shape: [6, 6, 4] });
  const expanded = tf.layers.conv2d({ filters: 8, kernelSize: 1, kernelInitializer: seeded(1) }).apply(input);
  const depthwise = tf.layers
    .depthwiseConv2d({ kernelSize: 3, padding: 'same', depthwiseInitializer: seeded(2) })
    .apply(tf.layers.activation({ activation: 'swish' }).apply(expanded));
  const projected = tf.layers
    .conv2d({ filters: 4, kernelSize: 1, kernelInitializer: seeded(3) })
    .apply(tf.layers.batchNormalization().apply(depthwise));
  const sum = tf.layers.add().apply([input, projected as typeof input]) as typeof input;
  const model = tf.model({ inputs: input, outputs: sum });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
  const x = tf.randomUniform([16, 6, 6, 4], -1, 1, 'float32', 5);
  const { history } = await model.fit(x, tf.mul(x, 2), { epochs: 8, verbose: 0, shuffle: false });
  return (history.loss ?? []).map(Number);
}
