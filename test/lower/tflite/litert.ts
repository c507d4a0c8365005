import { loadLiteRt, printed } from '../../../src/runtime/litert.ts';

/** A tensor of a model, with the batch axis. */
export interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A model that LiteRT.js has loaded and compiled for the CPU. */
export interface LoadedModel {
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Whether the fast kernels of XNNPACK compute all of it. */
  readonly isFullyAccelerated: boolean;
  /** Takes the numbers of each input, in order; gives all outputs, in order. */
  run(...inputs: readonly ArrayLike<number>[]): Promise<readonly Output[]>;
  delete(): void;
}

/** @throws with what LiteRT.js said, if it does not take the model. */
export async function loadTflite(file: Uint8Array | undefined): Promise<LoadedModel> {
  if (!file) throw new Error('there is no model.tflite');
  const library = await loadLiteRt();
  if (typeof library === 'string') throw new Error(library);
  const { loadAndCompile, Tensor } = library;
  printed.length = 0;
  const model = await loadAndCompile(file, { accelerator: 'wasm' }).catch((error) => {
    throw new Error([String(error), ...printed].join('\n'));
  });
  const inputs = model.getInputDetails().map(({ name, shape }) => ({ name, shape: [...shape] }));
  const outputs = model.getOutputDetails().map(({ name, shape }) => ({ name, shape: [...shape] }));
  return {
    inputs,
    isFullyAccelerated: model.isFullyAccelerated,
    async run(...given) {
      const tensors = given.map((data, i) => new Tensor(Float32Array.from(data), inputs[i]?.shape));
      const results = await model.run(tensors);
      const found = results.map((result, i) => {
        const data = Float32Array.from(result.toTypedArray());
        result.delete();
        return { name: outputs[i]?.name ?? '', shape: outputs[i]?.shape ?? [], data };
      });
      for (const tensor of tensors) tensor.delete();
      return found;
    },
    delete: () => model.delete(),
  };
}
