import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { compile, type Network } from '../src/index.ts';
import { diskHost } from '../src/node.ts';
import { type Backend, selectBackend } from '../src/runtime/backends.ts';
import type { BackendName } from '../src/runtime/engine-names.ts';
import type { Digits } from './digits-data.ts';

export const WEIGHTS_FILE = fileURLToPath(new URL('../examples/digits.safetensors', import.meta.url));

const NETWORK_FILE = fileURLToPath(new URL('../examples/digits.arch', import.meta.url));

export interface Digitizer extends Backend {
  readonly network: Network;
  readonly model: LayersModel;
}

/** The network of examples/digits.arch as a live model on a backend: with its trained weights, or from a seed. */
export async function openDigits(
  wanted: BackendName | 'auto',
  start: 'trained' | { readonly seed: number },
): Promise<Digitizer> {
  const backend = await selectBackend(wanted);
  if ('code' in backend) throw new Error(backend.message);
  const choice =
    start === 'trained' ? { weights: readFileSync(WEIGHTS_FILE), weightsName: WEIGHTS_FILE } : start;
  const network = compile(diskHost(), NETWORK_FILE).network(choice);
  return { ...backend, network, model: network.toLayersModel(backend.tf) };
}

/** The share of images whose most probable class is the digit they show. */
export async function accuracy({ tf, model }: Digitizer, digits: Digits): Promise<number> {
  const classes = tf.tidy(() => {
    const images = tf.tensor(digits.images, [digits.count, 8, 8, 1]);
    const scores: Tensor = [model.predict(images)].flat()[0] ?? tf.zeros([digits.count, 10]);
    return tf.argMax(scores, 1);
  });
  const found = await classes.data();
  classes.dispose();
  return digits.labels.filter((label, image) => label === found[image]).length / digits.count;
}
