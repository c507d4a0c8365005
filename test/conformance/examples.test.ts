import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ArgumentValue, compile } from '../../src/index.ts';
import { diskHost } from '../../src/node.ts';
import type { Tf } from '../../src/runtime/backends.ts';
import { inferredShapes } from '../generate/check.ts';
import { load } from '../lower/layers/harness.ts';
import { backendsUnderTest, startBackend } from './backends.ts';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));

/** Every network of the examples by file and name, with arguments that make it small. */
const small: Readonly<Record<string, Readonly<Record<string, ArgumentValue>>>> = {
  'densenet.arch densenet': { size: 64, growth: 8 },
  'digits.arch digits': {},
  'efficientnet.arch efficientnet': { size: 64, width: 0.35 },
  'googlenet.arch googlenet': { size: 64 },
  'mnasnet.arch mnasnet': { size: 64, width: 0.35 },
  'mobilenet_v1.arch mobilenet_v1': { size: 64, width: 0.25 },
  'mobilenet_v2.arch mobilenet_v2': { size: 64, width: 0.35 },
  'mobilenet_v2_silu.arch mobilenet_v2_silu': { size: 64, width: 0.35 },
  'mobilenet_v3.arch mobilenet_v3_large': { size: 64, width: 0.5 },
  'mobilenet_v3.arch mobilenet_v3_small': { size: 64, width: 0.5 },
  'resnet.arch resnet_basic': { size: 32 },
  'resnet.arch resnet_bottleneck': { size: 32, depths: [1, 1, 1, 1] },
  'shufflenet_v2.arch shufflenet_v2': { size: 64 },
  'squeezenet.arch squeezenet': { size: 65 },
  'squeezenet.arch squeezenet_1_0': { size: 65 },
  'two_inputs.arch siamese': { size: 65, units: 32 },
  'two_inputs.arch image_and_table': { size: 32 },
  'unet.arch unet': { width: 4 },
};

const files = readdirSync(folder).filter((name) => name.endsWith('.arch'));
const program = (file: string) => compile(diskHost(), `${folder}${file}`);

test('every network of every example is tried', () => {
  const found = files.flatMap((file) => program(file).networks.map((name) => `${file} ${name}`));
  expect(found.toSorted()).toEqual(Object.keys(small).toSorted());
});

describe.each(backendsUnderTest())('a loaded example has the shapes that were inferred, on %s', (backend) => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await startBackend(backend);
  });

  test.each(Object.entries(small))('%s', async (which, set) => {
    const [file = '', name = ''] = which.split(' ');
    const network = program(file).network({ network: name, set });
    const model = await load(network.toFiles());
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
