import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ArgumentValue, type Compiled, compile, type Network } from '../../src/index.ts';
import { diskHost } from '../../src/node.ts';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));

/** Every network of the examples by file and name, with arguments that make it small. */
export const smallExamples: Readonly<Record<string, Readonly<Record<string, ArgumentValue>>>> = {
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

export const exampleFiles: readonly string[] = readdirSync(folder).filter((name) => name.endsWith('.arch'));
export function exampleProgram(file: string): Compiled {
  return compile(diskHost(), `${folder}${file}`);
}

/** The network behind a key of `smallExamples`, made small, with its initial weights. */
export function smallExample(which: string): Network {
  const [file = '', name = ''] = which.split(' ');
  return exampleProgram(file).network({ network: name, set: smallExamples[which] ?? {} });
}
