import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/runtime/backends.ts';
import type { Tf } from '../../src/runtime/tf.ts';
import { load } from '../lower/layers/harness.ts';
import { inferredShapes, layerShapes, outcomeOf } from './check.ts';
import { programs } from './programs.ts';

const BATCH = 2;
const RUNS = Number(process.env.ARCHC_RUNS ?? 60);

let tf: Tf;
beforeAll(async () => {
  const backend = await selectBackend('cpu');
  if ('code' in backend) throw new Error(backend.message);
  tf = backend.tf;
});

describe('random programs', () => {
  let built = 0;
  let refused = 0;

  test('have the shapes that tfjs produces, or are refused with diagnostics', {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(programs(), async (text) => {
        const outcome = outcomeOf(text);
        if ('refused' in outcome) {
          refused++;
          return;
        }
        built++;
        const { network, files } = outcome;
        const model = await load(files);
        const inputs = inferredShapes(network, 'inputs', BATCH).map((shape) => tf.zeros([...shape]));
        const outputs = [model.predict(inputs)].flat();
        expect(outputs.map((output) => output.shape)).toEqual(inferredShapes(network, 'outputs', BATCH));

        const found = layerShapes(model);
        for (const { path, shape } of network.graph.nodes) {
          // What must follow the layer with the weights has a name of its own behind the path.
          const known = found.get(`${path}.crop`) ?? found.get(`${path}.from_map`) ?? found.get(path);
          if (!known) continue;
          expect(known, path).toEqual([
            null,
            ...shape.map((size) => (typeof size === 'number' ? size : null)),
          ]);
        }
        expect(Number(model.countParams())).toBeGreaterThanOrEqual(network.costs.params);
        tf.dispose([inputs, outputs]);
        model.dispose();
      }),
      { numRuns: RUNS, ...(process.env.ARCHC_SEED ? { seed: Number(process.env.ARCHC_SEED) } : {}) },
    );
  });

  test('mostly build, and some do not', () => {
    expect(built).toBeGreaterThan(RUNS / 3);
    expect(refused).toBeGreaterThan(0);
  });
});
