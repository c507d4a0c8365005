import { diagnostic } from '../diagnostics/report.ts';
import { readImage } from '../runtime/image.ts';
import type { Port } from '../runtime/runner.ts';
import { decodeValues } from '../weights/dtype.ts';
import type { StoredTensor } from '../weights/safetensors.ts';
import type { Tensor } from '../weights/tensor.ts';
import { type Failed, readTensorFile } from './weights-file.ts';

/**
 * What the model at `path` is run on, in the order of its inputs, each with a batch axis: a picture, or the tensors of
 * a file by the names of the inputs.
 */
export async function readInputs(
  path: string,
  inputs: readonly Port[],
  given: { readonly image?: string; readonly input?: string },
): Promise<{ readonly tensors: readonly Tensor[] } | Failed> {
  if (given.image !== undefined) return readPicture(path, inputs, given.image);
  const read = readTensorFile(given.input ?? '');
  return 'diagnostics' in read ? read : matchTensors(path, inputs, read.file.path, read.file.tensors);
}

async function readPicture(
  path: string,
  inputs: readonly Port[],
  image: string,
): Promise<{ readonly tensors: readonly Tensor[] } | Failed> {
  const [input, second] = inputs;
  if (!input || second) {
    const names = inputs.map(({ name }) => `\`${name}\``).join(', ');
    const help = ['give all of them as tensors of these names: `--input tensors.safetensors`'];
    return { diagnostics: [diagnostic('ARC7134', undefined, { path, inputs: names }, { help })] };
  }
  const tensor = await readImage(image, input.shape.slice(1));
  return 'code' in tensor ? { diagnostics: [tensor] } : { tensors: [tensor] };
}

function matchTensors(
  path: string,
  inputs: readonly Port[],
  file: string,
  stored: readonly StoredTensor[],
): { readonly tensors: readonly Tensor[] } | Failed {
  const [only] = stored;
  const tensors: Tensor[] = [];
  for (const input of inputs) {
    // With one input and one tensor there is nothing to mix up.
    const isOnly = inputs.length === 1 && stored.length === 1;
    const found = stored.find(({ name }) => name === input.name) ?? (isOnly ? only : undefined);
    if (!found) {
      const holds = stored.map(({ name }) => `\`${name}\``).join(', ') || 'nothing';
      const help = [`\`${file}\` holds ${holds}`];
      return { diagnostics: [diagnostic('ARC7131', undefined, { path, input: input.name, file }, { help })] };
    }
    const tensor = withBatch(found, input.shape);
    if (!tensor) {
      const expected = formatShape(input.shape.map((size, axis) => size ?? (axis === 0 ? 'batch' : '?')));
      const mismatch = { input: input.name, expected, found: formatShape(found.shape) };
      return { diagnostics: [diagnostic('ARC7132', undefined, mismatch)] };
    }
    if (!tensor.data) {
      const { name, dtype } = found;
      return { diagnostics: [diagnostic('ARC6005', undefined, { path: file, name, dtype, more: 0 })] };
    }
    const { shape, data } = tensor;
    const batch = tensors[0]?.shape[0] ?? shape[0];
    if (shape[0] !== batch) {
      const found = formatShape(shape);
      const mismatch = { input: input.name, expected: formatShape([batch, ...shape.slice(1)]), found };
      const help = [`the inputs of one run have one batch, which is ${batch} for \`${inputs[0]?.name}\``];
      return { diagnostics: [diagnostic('ARC7132', undefined, mismatch, { help })] };
    }
    tensors.push({ shape, data });
  }
  return { tensors };
}

function formatShape(shape: readonly (number | string | undefined)[]): string {
  return `[${shape.join(', ')}]`;
}

/** The tensor with a batch axis, one of 1 if it has none; undefined if its shape does not fit. */
function withBatch(
  { dtype, shape, bytes }: StoredTensor,
  expected: readonly (number | null)[],
): { readonly shape: readonly number[]; readonly data: Float32Array | undefined } | undefined {
  const batched = shape.length === expected.length - 1 ? [1, ...shape] : shape;
  const fits =
    batched.length === expected.length &&
    batched.every((size, axis) => size === (expected[axis] ?? size) && size > 0);
  return fits ? { shape: batched, data: decodeValues(dtype, bytes) } : undefined;
}
