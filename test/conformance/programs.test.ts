import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasEmptyMap, inferredShapes, outcomeOf } from '../generate/check.ts';
import { programs } from '../generate/programs.ts';
import { load } from '../lower/layers/harness.ts';
import { backendsUnderTest, startBackend } from './backends.ts';
import { type Numbers, relativeError } from './compare.ts';
import { predict } from './predict.ts';

const RUNS = Number(process.env.ARCHC_RUNS ?? 150);
const SEED = Number(process.env.ARCHC_SEED ?? 20);

/** Two backends sum in different orders, and a random program may be badly conditioned. */
const TOLERANCE = 1e-3;

/** What is smaller is the rounding of larger numbers before it. */
const FLOOR = 1e-2;

/** The same numbers for the same shape. */
function ramp(shape: readonly number[]) {
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + 0.3)) };
}

async function outputsOn(
  backend: 'tensorflow' | 'wasm' | 'cpu',
  files: ReadonlyMap<string, Uint8Array>,
  inputs: readonly ReturnType<typeof ramp>[],
): Promise<readonly Numbers[]> {
  const tf = await startBackend(backend);
  const model = await load(files);
  const outputs = predict(tf, model, ...inputs);
  model.dispose();
  return outputs;
}

const others = backendsUnderTest().filter((backend) => backend !== 'cpu');

test.each(others)(
  'random programs give the numbers of the cpu backend on %s',
  { timeout: 1_800_000 },
  async (backend) => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(programs(), async (text) => {
        const outcome = outcomeOf(text);
        if ('refused' in outcome) return;
        const { network, files } = outcome;
        // A layer_norm of channels that should be equal shows their rounding, and nothing else.
        if (hasEmptyMap(network) || text.includes('layer_norm')) return;
        const inputs = inferredShapes(network, 'inputs', 2).map(ramp);
        const reference = await outputsOn('cpu', files, inputs);
        const found = await outputsOn(backend, files, inputs);
        expect(found.map(({ shape }) => shape)).toEqual(inferredShapes(network, 'outputs', 2));
        reference.forEach((expected, i) => {
          // Numbers beyond 32 bits say nothing more.
          if (!Array.from(expected.data).every(Number.isFinite)) return;
          compared++;
          expect(relativeError(found[i]?.data ?? [], expected.data, FLOOR)).toBeLessThanOrEqual(TOLERANCE);
        });
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(compared).toBeGreaterThan(RUNS / 6);
  },
);
