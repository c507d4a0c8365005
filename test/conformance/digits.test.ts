import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readDigits } from '../../scripts/digits-data.ts';
import { accuracy, type Digitizer, openDigits } from '../../scripts/digits-network.ts';
import { readImage } from '../../src/runtime/image.ts';
import { runModel, topK } from '../../src/runtime/run.ts';
import { layersRunner } from '../../src/runtime/tfjs-runner.ts';
import { backendsUnderTest } from './backends.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

const NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** As `archc run` does it: the picture file, resized to the input, through the model. */
async function read(digitizer: Digitizer, path: string): Promise<number | undefined> {
  const image = await readImage(path, [8, 8, 1]);
  if ('code' in image) throw new Error(image.message);
  const { outputs } = await runModel(layersRunner(digitizer.tf, digitizer.name, digitizer.model, undefined), [
    image,
  ]);
  return topK(outputs[0]?.data ?? [], 1)[0]?.index;
}

describe.each(backendsUnderTest())('the trained digits on %s', (backend) => {
  test('every picture is read right', async () => {
    const digitizer = await openDigits(backend, 'trained');
    const found = [];
    for (const name of NAMES)
      found.push(NAMES[(await read(digitizer, `${examples}images/${name}.png`)) ?? -1]);
    expect(found).toEqual(NAMES);
  });

  test('at least 97% of the held-out images are read right', async () => {
    const heldOut = readDigits('held out');
    expect(heldOut.count).toBe(359);
    expect(await accuracy(await openDigits(backend, 'trained'), heldOut)).toBeGreaterThanOrEqual(0.97);
  });
});

test('the weights are few hundred kilobytes', () => {
  expect(readFileSync(`${examples}digits.safetensors`).length).toBeLessThan(300_000);
});
