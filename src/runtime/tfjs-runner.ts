import type { GraphModel, LayersModel, NamedTensorMap, Tensor as TfTensor } from '@tensorflow/tfjs';
import type { Tensor } from '../weights/tensor.ts';
import type { BackendName } from './engine-names.ts';
import { isRecord } from './manifest.ts';
import type { Port, Runner } from './runner.ts';
import type { Tf } from './tf.ts';

/** Runs a layers model; `names` are those that the program gives the outputs, for those of the layers. */
export function layersRunner(
  tf: Tf,
  backend: BackendName,
  model: LayersModel,
  names: readonly string[] | undefined,
): Runner {
  const inputs = model.inputs.map(({ shape }, i) => ({ name: model.inputNames[i] ?? '', shape }));
  const outputs = model.outputs.map(({ shape }, i) => ({
    name: names?.[i] ?? model.outputNames[i] ?? '',
    shape,
  }));
  return {
    inputs,
    outputs,
    run: (given) => runOn(tf, backend, given, (tensors) => [model.predict(tensors)].flat()),
    async dispose() {
      model.dispose();
    },
  };
}

/** Runs a graph model by the names of its signature; by those of its tensors where it has none. */
export function graphRunner(
  tf: Tf,
  backend: BackendName,
  model: GraphModel,
  signature: Readonly<Record<string, unknown>> | undefined,
): Runner {
  const inputs = portsOf(signature?.inputs) ?? model.inputs.map(portOf);
  const outputs = portsOf(signature?.outputs) ?? model.outputs.map(portOf);
  return {
    inputs,
    outputs,
    run: (given) =>
      runOn(tf, backend, given, (tensors) => {
        const named: NamedTensorMap = {};
        for (const [i, tensor] of tensors.entries()) named[inputs[i]?.name ?? ''] = tensor;
        return [
          model.execute(
            named,
            outputs.map(({ name }) => name),
          ),
        ].flat();
      }),
    async dispose() {
      model.dispose();
    },
  };
}

function portOf({ name, shape }: { readonly name: string; readonly shape?: readonly number[] }): Port {
  return { name, shape: openSizes(shape ?? []) };
}

/** What a signature says of inputs or outputs: `{ image: { tensorShape: { dim: [{ size: "-1" }, …] } } }`. */
function portsOf(tensors: unknown): readonly Port[] | undefined {
  if (!isRecord(tensors) || Object.keys(tensors).length === 0) return undefined;
  return Object.entries(tensors).map(([name, tensor]) => {
    const shape = isRecord(tensor) && isRecord(tensor.tensorShape) ? tensor.tensorShape.dim : undefined;
    const sizes = Array.isArray(shape) ? shape.map((dim) => (isRecord(dim) ? Number(dim.size) : -1)) : [];
    return { name, shape: openSizes(sizes) };
  });
}

function openSizes(sizes: readonly number[]): readonly (number | null)[] {
  return sizes.map((size) => (size > 0 ? size : null));
}

/** Tensors there and back, on a backend that need not be the current one; leaves none behind. */
async function runOn(
  tf: Tf,
  backend: BackendName,
  given: readonly Tensor[],
  compute: (tensors: TfTensor[]) => TfTensor[],
): Promise<readonly Tensor[]> {
  if (tf.getBackend() !== backend) await tf.setBackend(backend);
  const inputs = given.map(({ shape, data }) => tf.tensor(data, [...shape]));
  let results: TfTensor[] = [];
  try {
    results = compute(inputs);
    const outputs: Tensor[] = [];
    for (const result of results)
      outputs.push({ shape: result.shape, data: Float32Array.from(await result.data()) });
    return outputs;
  } finally {
    tf.dispose([...inputs, ...results]);
  }
}
