import * as ort from 'onnxruntime-web';
import type { Tensor } from '../../../src/weights/tensor.ts';
import { elementCount } from '../../../src/weights/tensor.ts';

/** What is used of onnxruntime, by its package for browsers or by that for Node. */
export interface Runtime {
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown;
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options?: object,
    ): Promise<{
      run(
        feeds: never,
      ): Promise<Readonly<Record<string, { readonly dims: readonly number[]; readonly data: unknown }>>>;
      release(): Promise<void>;
    }>;
  };
}

// One thread: the others of WebAssembly would keep the process alive.
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

export const web: Runtime = ort;

/** Tensors of the program's layout, a feature map [batch, h, w, c], as the model has them. */
export function channelsFirst({ shape, data }: Tensor): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  return shape.length === 4
    ? { shape: [batch, channels, height, width], data: exchanged(data, batch, height * width, channels) }
    : { shape, data };
}

export function channelsLast({ shape, data }: Tensor): Tensor {
  const [batch = 0, channels = 0, height = 0, width = 0] = shape;
  return shape.length === 4
    ? { shape: [batch, height, width, channels], data: exchanged(data, batch, channels, height * width) }
    : { shape, data };
}

/** [n, a, b] as [n, b, a]. */
function exchanged(data: Float32Array, n: number, a: number, b: number): Float32Array {
  const result = new Float32Array(data.length);
  let at = 0;
  for (let i = 0; i < n; i++)
    for (let k = 0; k < b; k++)
      for (let j = 0; j < a; j++) result[at++] = data[(i * a + j) * b + k] ?? Number.NaN;
  return result;
}

/** What a model makes of named tensors in its own layout. */
export async function runModel(
  runtime: Runtime,
  files: ReadonlyMap<string, Uint8Array>,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<ReadonlyMap<string, Tensor>> {
  const model = files.get('model.onnx');
  if (!model) throw new Error('there is no model.onnx');
  const data = files.get('model.onnx.data');
  const externalData = data ? [{ path: 'model.onnx.data', data }] : [];
  const session = await runtime.InferenceSession.create(model, { externalData, logSeverityLevel: 3 });
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => [
      name,
      new runtime.Tensor('float32', tensor.data, tensor.shape),
    ]),
  );
  // Each package has a tensor of its own, which only its own sessions take.
  const results = await session.run(feeds as never);
  await session.release();
  return new Map(
    Object.entries(results).map(([name, { dims, data: numbers }]) => {
      if (!(numbers instanceof Float32Array) || numbers.length !== elementCount(dims))
        throw new Error(`the output \`${name}\` is no tensor of floats`);
      return [name, { shape: dims, data: numbers }];
    }),
  );
}
