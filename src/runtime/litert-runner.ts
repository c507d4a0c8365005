import type { CompiledModel, TensorDetails } from '@litertjs/core';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { elementCount, type Tensor } from '../weights/tensor.ts';
import type { ModelFiles } from './artifact.ts';
import { refusedBy } from './io.ts';
import { type LiteRt, printed } from './litert.ts';
import type { Port, Runner } from './runner.ts';

/** How a line begins that says why something fails; most others say what is there to compute with. */
const ERROR = 'ERROR:';

/** Loads a TFLite model, whose sizes are all fixed. ARC7112 if LiteRT refuses it. */
export async function openLiteRtRunner(
  litert: LiteRt,
  { files }: ModelFiles,
  path: string,
): Promise<Runner | Diagnostic> {
  const file = [...files].find(([name]) => name.endsWith('.tflite'))?.[1] ?? new Uint8Array();
  printed.length = 0;
  let model: CompiledModel;
  try {
    model = await litert.loadAndCompile(file, { accelerator: 'wasm' });
  } catch (failure) {
    const [first] = printed.filter((line) => line.startsWith(ERROR));
    return refusedBy('LiteRT', path, first?.slice(ERROR.length).trim() ?? failure);
  }
  const inputs = model.getInputDetails().map(portOf);
  const outputs = model.getOutputDetails().map(portOf);
  return {
    inputs,
    outputs,
    // A TFLite model takes one sample at a time.
    async run(given) {
      const samples = given[0]?.shape[0] ?? 1;
      const results: (readonly Tensor[])[] = [];
      for (let i = 0; i < samples; i++)
        results.push(
          await runSample(
            litert,
            model,
            given.map((tensor) => sampleOf(tensor, i)),
          ),
        );
      return outputs.map(({ shape }, output) =>
        joined(
          shape,
          results.map((each) => each[output]?.data),
        ),
      );
    },
    dispose: async () => model.delete(),
  };
}

async function runSample(
  litert: LiteRt,
  model: CompiledModel,
  inputs: readonly Tensor[],
): Promise<readonly Tensor[]> {
  const tensors = inputs.map(({ shape, data }) => new litert.Tensor(data, [...shape]));
  try {
    const results = await model.run(tensors);
    return results.map((result) => {
      const data = Float32Array.from(result.toTypedArray());
      result.delete();
      return { shape: [data.length], data };
    });
  } finally {
    for (const tensor of tensors) tensor.delete();
  }
}

/** A copy of one sample, with a batch axis of 1. */
function sampleOf({ shape, data }: Tensor, index: number): Tensor {
  const sample = [1, ...shape.slice(1)];
  const length = elementCount(sample);
  return { shape: sample, data: data.slice(index * length, (index + 1) * length) };
}

function joined(shape: Port['shape'], samples: readonly (Float32Array | undefined)[]): Tensor {
  const data = Float32Array.from(samples.flatMap((sample) => [...(sample ?? [])]));
  return { shape: [samples.length, ...shape.slice(1).map((size) => size ?? 1)], data };
}

/** Models for one sample take any number of them here, one after the other. */
function portOf({ name, shape }: TensorDetails): Port {
  const [batch = 1, ...sample] = shape;
  return { name, shape: [batch === 1 ? null : batch, ...sample] };
}
