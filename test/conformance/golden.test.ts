import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Tf } from '../../src/runtime/tf.ts';
import { load } from '../lower/layers/harness.ts';
import { backendsUnderTest, startBackend } from './backends.ts';
import { expectSame } from './compare.ts';
import { compileCase, goldenCases, readGolden } from './golden.ts';
import { channelsLast } from './layout.ts';
import { predictOne } from './predict.ts';

const small = readdirSync(new URL('../fixtures/golden', import.meta.url));

test('every reference in the project is in the table', () => {
  const named = new Set(goldenCases.map(({ name }) => `${name}.safetensors`));
  expect(small.length).toBeGreaterThan(0);
  expect(small.filter((file) => !named.has(file))).toEqual([]);
});

describe('the counts of PyTorch', () => {
  test.each(goldenCases)('$name', (golden) => {
    const { file } = readGolden(golden.name);
    const { costs } = compileCase(golden, file).network(golden.choice);
    expect(costs.params).toBe(Number(file.metadata.get('params')));
    expect(costs.macs).toBe(Number(file.metadata.get('macs')));
  });
});

describe.each(backendsUnderTest())('the outputs of PyTorch on %s', (backend) => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await startBackend(backend);
  });

  test.each(goldenCases)('$name', async (golden) => {
    const { file, bytes } = readGolden(golden.name);
    const choice = { ...golden.choice, weights: bytes, match: { prefix: 'w/' } };
    const network = compileCase(golden, file).network(choice);
    const model = await load(await network.toFiles());
    expectSame(
      predictOne(tf, model, channelsLast(file, 'input')),
      channelsLast(file, 'output'),
      'the output',
    );
    model.dispose();
  });
});
