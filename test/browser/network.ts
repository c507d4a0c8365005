import type { Network } from '../../src/index.ts';
import { lowerNetwork } from '../../src/lower/lower.ts';
import type { Target } from '../../src/lower/targets.ts';
import { selectBackend } from '../../src/runtime/backends.ts';
import { openRunner } from '../../src/runtime/open-runner.ts';
import type { Tensor } from '../../src/weights/tensor.ts';
import { inferredShapes } from '../generate/check.ts';
import { asTrained, numbersFrom } from '../generate/weights.ts';
import type { Site } from './site.ts';

/** A network built to a target: its files, and the numbers that it has to give for some inputs. */
export interface Expected {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly (Tensor & { readonly name: string })[];
}

/** Builds a network and runs its graph model on random inputs in this process, on tfjs' plain JavaScript backend. */
export async function expectedOf(network: Network, target: Target, batch: number): Promise<Expected> {
  const weights = asTrained(network.weights);
  const random = numbersFrom(1);
  const inputs = inferredShapes(network, 'inputs', batch).map((shape) => ({
    shape,
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)).map(random),
  }));
  const graphFiles = await lowered(network, weights, 'graph');
  const backend = await selectBackend('cpu');
  if ('code' in backend) throw new Error(backend.message);
  const runner = await openRunner(backend, { files: graphFiles }, 'model.json');
  if ('code' in runner) throw new Error(runner.message);
  const outputs = await runner.run(inputs);
  await runner.dispose();
  return {
    files: target === 'graph' ? graphFiles : await lowered(network, weights, target),
    inputs: Object.fromEntries(runner.inputs.map(({ name }, i) => [name, inputs[i] ?? missing()])),
    outputs: runner.outputs.map(({ name }, i) => ({ name, ...(outputs[i] ?? missing()) })),
  };
}

async function lowered(network: Network, weights: Network['weights'], target: Target) {
  const result = await lowerNetwork(network.graph, weights, target);
  if ('files' in result) return result.files;
  throw new Error(result.diagnostics.map((each) => each.message).join('\n'));
}

function missing(): never {
  throw new Error('the model has more ports than the network');
}

/** Serves the files of a model; gives the path of the folder. */
export function putModel(site: Site, name: string, files: ReadonlyMap<string, Uint8Array>): string {
  const folder = `/models/${encodeURIComponent(name)}`;
  for (const [file, bytes] of files) site.put(`${folder}/${file}`, bytes);
  return folder;
}

/** Tensors as JSON has them: a typed array would become an object. */
export function plain(tensors: Readonly<Record<string, Tensor>>) {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: Array.from(data) }]),
  );
}
