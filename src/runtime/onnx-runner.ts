import type { InferenceSession } from 'onnxruntime-web';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Tensor } from '../weights/tensor.ts';
import type { ModelFiles } from './artifact.ts';
import { refusedBy } from './io.ts';
import { toChannelsFirst, toChannelsLast } from './layout.ts';
import type { Ort } from './onnxruntime.ts';
import type { Port, Runner, RunnerOptions } from './runner.ts';

/** Errors and worse, as onnxruntime counts. */
const ERRORS = 3;

/** Loads an ONNX model, whose feature maps are [n, c, h, w]. ARC7112 if onnxruntime refuses it. */
export async function openOnnxRunner(
  ort: Ort,
  { files }: ModelFiles,
  path: string,
  { threads }: RunnerOptions,
): Promise<Runner | Diagnostic> {
  const model = [...files].find(([name]) => name.endsWith('.onnx'))?.[1] ?? new Uint8Array();
  const externalData = [...files]
    .filter(([name]) => !name.endsWith('.onnx'))
    .map(([name, data]) => ({ path: name, data }));
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(model, {
      logSeverityLevel: ERRORS,
      ...(threads !== undefined && { intraOpNumThreads: threads }),
      ...(externalData.length > 0 && { externalData }),
    });
  } catch (failure) {
    return refusedBy('onnxruntime', path, failure);
  }
  const inputs = session.inputMetadata.map(portOf);
  const outputs = session.outputMetadata.map(portOf);
  return {
    inputs,
    outputs,
    async run(given) {
      const feeds = Object.fromEntries(inputs.map(({ name }, i) => [name, feed(ort, given[i])]));
      const results = await session.run(feeds);
      return outputs.map(({ name }) => {
        const result = results[name];
        if (!result) throw new Error(`the model gave no output \`${name}\``);
        const tensor = { shape: result.dims, data: numbersOf(result.data) };
        result.dispose();
        return toChannelsLast(tensor);
      });
    },
    dispose: () => session.release(),
  };
}

function feed(ort: Ort, tensor: Tensor | undefined): InstanceType<Ort['Tensor']> {
  if (!tensor) throw new Error('an input is missing');
  const { shape, data } = toChannelsFirst(tensor);
  return new ort.Tensor('float32', data, [...shape]);
}

/** As the rest of archc sees a tensor: channels last, open sizes null. */
function portOf(value: InferenceSession.ValueMetadata): Port {
  if (!value.isTensor) return { name: value.name, shape: [] };
  const shape = value.shape.map((size) => (typeof size === 'number' && size > 0 ? size : null));
  const [batch = null, channels = null, height = null, width = null] = shape;
  return { name: value.name, shape: shape.length === 4 ? [batch, height, width, channels] : shape };
}

/** A copy: the memory is that of the session. Integers, of models that others made, become floats. */
function numbersOf(data: InferenceSession.OnnxValueMapType[string]['data']): Float32Array {
  if (data instanceof Float32Array) return data.slice();
  return Float32Array.from(data as ArrayLike<number | bigint>, Number);
}
