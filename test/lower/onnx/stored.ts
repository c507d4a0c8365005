import type { OnnxTensor } from '../../../src/lower/onnx/model.ts';
import { fromFloat16 } from '../../../src/weights/float16.ts';

/** The numbers that tensors stored as halves or bytes stand for, by name. */
export function storedNumbers(tensors: readonly OnnxTensor[]): ReadonlyMap<string, Float32Array> {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const numbers = new Map<string, Float32Array>();
  for (const { name, type, dims, bytes } of tensors) {
    if (type === 'float16') numbers.set(name, fromFloat16(new Uint16Array(bytes.slice().buffer)));
    if (type !== 'int8') continue;
    const scale = byName.get(`${name}/scale`);
    if (!scale) throw new Error(`${name} has no scale`);
    const scales = new Float32Array(scale.bytes.slice().buffer);
    // One scale an output channel, which stands first.
    const inner = bytes.length / (dims[0] ?? 1);
    const signed = new Int8Array(bytes.slice().buffer);
    numbers.set(
      name,
      Float32Array.from(signed, (each, i) => each * (scales[Math.floor(i / inner)] ?? Number.NaN)),
    );
  }
  return numbers;
}
