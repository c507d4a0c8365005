import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile, type NetworkChoice } from '../../src/index.ts';
import { diskHost } from '../../src/node.ts';
import type { Tf } from '../../src/runtime/tf.ts';
import { load } from '../lower/layers/harness.ts';
import { startBackend } from './backends.ts';
import { expectSame } from './compare.ts';
import { readTensors } from './golden.ts';
import { channelsLast } from './layout.ts';
import { predictOne } from './predict.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}node_modules/.cache/archc-torchvision`;

interface TorchvisionCase {
  readonly name: string;
  /** What makes the model, in Python. */
  readonly expression: string;
  /** [n, c, h, w]. */
  readonly input: readonly number[];
  readonly program: string;
  readonly choice: Pick<NetworkChoice, 'network' | 'set'>;
}

const resnet = (name: string, network: string, depths: readonly number[]): TorchvisionCase => ({
  name,
  expression: `models.${name}(num_classes=10)`,
  input: [2, 3, 64, 64],
  program: 'resnet',
  choice: { network, set: { depths, classes: 10, size: 64 } },
});

const squeezenet = (name: string, network: string): TorchvisionCase => ({
  name,
  expression: `models.${name}(num_classes=10)`,
  input: [2, 3, 65, 65],
  program: 'squeezenet',
  choice: { network, set: { classes: 10, size: 65 } },
});

const cases: readonly TorchvisionCase[] = [
  resnet('resnet18', 'resnet_basic', [2, 2, 2, 2]),
  resnet('resnet34', 'resnet_basic', [3, 4, 6, 3]),
  resnet('resnet50', 'resnet_bottleneck', [3, 4, 6, 3]),
  squeezenet('squeezenet1_0', 'squeezenet_1_0'),
  squeezenet('squeezenet1_1', 'squeezenet'),
  {
    name: 'densenet121',
    expression: 'models.densenet121(num_classes=10)',
    input: [1, 3, 64, 64],
    program: 'densenet',
    choice: { set: { classes: 10, size: 64 } },
  },
  {
    name: 'googlenet',
    expression:
      'models.googlenet(num_classes=10, init_weights=False, aux_logits=True, transform_input=False)',
    input: [1, 3, 96, 96],
    program: 'googlenet',
    choice: { set: { classes: 10, size: 96 } },
  },
  {
    name: 'mobilenet_v2',
    expression: 'models.mobilenet_v2(num_classes=10)',
    input: [1, 3, 64, 64],
    program: 'mobilenet_v2',
    choice: { set: { classes: 10, size: 64 } },
  },
  {
    name: 'mobilenet_v3_large',
    expression: 'models.mobilenet_v3_large(num_classes=10)',
    input: [1, 3, 64, 64],
    program: 'mobilenet_v3',
    choice: { network: 'mobilenet_v3_large', set: { classes: 10, size: 64 } },
  },
  {
    name: 'mobilenet_v3_small',
    expression: 'models.mobilenet_v3_small(num_classes=10)',
    input: [1, 3, 64, 64],
    program: 'mobilenet_v3',
    choice: { network: 'mobilenet_v3_small', set: { classes: 10, size: 64 } },
  },
  {
    name: 'mnasnet1_0',
    expression: 'models.mnasnet1_0(num_classes=10)',
    input: [1, 3, 64, 64],
    program: 'mnasnet',
    choice: { set: { classes: 10, size: 64 } },
  },
  {
    name: 'shufflenet_v2_x1_0',
    expression: 'models.shufflenet_v2_x1_0(num_classes=10)',
    input: [1, 3, 64, 64],
    program: 'shufflenet_v2',
    choice: { set: { classes: 10, size: 64 } },
  },
  {
    name: 'efficientnet_b0',
    expression: 'models.efficientnet_b0(num_classes=10)',
    input: [1, 3, 64, 64],
    program: 'efficientnet',
    choice: { set: { classes: 10, size: 64 } },
  },
  {
    name: 'efficientnet_b3',
    expression: 'models.efficientnet_b3(num_classes=10)',
    input: [1, 3, 75, 75],
    program: 'efficientnet',
    choice: { set: { width: 1.2, depth: 1.4, dropout: 0.3, classes: 10, size: 75 } },
  },
  {
    name: 'mobilenet_v1',
    expression: 'MobileNetV1(0.5, 10)',
    input: [2, 3, 64, 64],
    program: 'mobilenet_v1',
    choice: { set: { width: 0.5, classes: 10, size: 64 } },
  },
  {
    name: 'unet',
    expression: 'UNet(8, 3)',
    input: [1, 3, 32, 48],
    program: 'unet',
    choice: { set: { width: 8, classes: 3 } },
  },
];

let tf: Tf;

beforeAll(async () => {
  tf = await startBackend('wasm');
  const python = process.env.ARCHC_PYTHON ?? '/usr/bin/python3';
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/cases.json`, JSON.stringify(cases));
  const script = fileURLToPath(new URL('torchvision_reference.py', import.meta.url));
  // Without torch this throws, and every test fails: a comparison that is left out proves nothing.
  execFileSync(python, [script, folder, `${folder}/cases.json`], { stdio: ['ignore', 'inherit', 'inherit'] });
});

describe('the outputs of torchvision on wasm', () => {
  test.each(cases)('$name', async ({ name, program, choice }) => {
    const path = `${folder}/${name}.safetensors`;
    const weights = new Uint8Array(readFileSync(path));
    const file = readTensors(weights, path);
    const compiled = compile(diskHost(), `${root}examples/${program}.arch`);
    const network = compiled.network({ ...choice, weights, match: { prefix: 'w/' } });
    expect(network.costs.params).toBe(Number(file.metadata.get('params')));
    const model = await load(await network.toFiles());
    expectSame(
      predictOne(tf, model, channelsLast(file, 'input')),
      channelsLast(file, 'output'),
      'the output',
    );
    model.dispose();
  });
});
