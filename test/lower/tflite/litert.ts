import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';
import { loadAndCompile, loadLiteRt, Tensor } from '@litertjs/core';

/** What LiteRT.js says when something is wrong, which its errors leave out. */
const said: string[] = [];

/** Those of a web worker that LiteRT.js loads itself with; Node has none of them. */
const worker = globalThis as unknown as {
  self: unknown;
  importScripts: (url: string) => void;
  ModuleFactory: unknown;
  Module: unknown;
};

/**
 * Starts LiteRT.js, which is made for web pages, in Node. Its script of Emscripten knows Node and lacks but `require`
 * and the name of its own file; without a graphics card it warns, and computes on the CPU as it is told to.
 */
async function start(): Promise<void> {
  const main = createRequire(import.meta.url).resolve('@litertjs/core');
  const script = main.replace(/dist.index\.js$/, 'wasm/litert_wasm_compat_internal.js');
  worker.self = globalThis;
  worker.Module = { print: () => {}, printErr: (line: string) => said.push(line) };
  worker.importScripts = (path) => {
    const body = `${readFileSync(path, 'utf8')}\nreturn ModuleFactory;`;
    const load = compileFunction(body, ['require', '__filename', '__dirname']);
    worker.ModuleFactory = load(createRequire(path), path, dirname(path));
  };
  const { warn } = console;
  console.warn = () => {};
  try {
    await loadLiteRt(script);
  } finally {
    console.warn = warn;
  }
}

let started: Promise<void> | undefined;

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
  started ??= start();
  await started;
  said.length = 0;
  const model = await loadAndCompile(file, { accelerator: 'wasm' }).catch((error) => {
    throw new Error([String(error), ...said].join('\n'));
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
