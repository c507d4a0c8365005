import { bytesOf } from '../../weights/bytes.ts';
import { halvesOf } from '../../weights/float16.ts';
import { quantiseChannels } from '../../weights/int8.ts';
import { addTensor, claimName, type Draft, type Value } from './draft.ts';

/** A weight as a kernel takes it. */
export interface Weight {
  /** Of the constant, with a word more for a part of it. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: () => Float32Array;
  /** The axis of output channels of a kernel, which may be stored in bytes; else undefined. */
  readonly channels: number | undefined;
}

function once(draft: Draft, key: string, make: () => Value): Value {
  const known = draft.constants.get(key);
  if (known) return known;
  const made = make();
  draft.constants.set(key, made);
  return made;
}

/** Shapes, axes, paddings: 32-bit integers. */
export function integers(draft: Draft, numbers: readonly number[], shape = [numbers.length]): Value {
  const written = numbers.join('_');
  return once(draft, `integers ${shape} ${written}`, () =>
    addTensor(draft, claimName(draft, `integers_${written}`), shape, {
      type: 'int32',
      data: bytesOf(Int32Array.from(numbers)),
    }),
  );
}

/** Numbers that a composition needs, always in full precision; by their name, which says what they are. */
export function numbers(draft: Draft, name: string, shape: readonly number[], data: Float32Array): Value {
  return once(draft, `numbers ${shape} ${name}`, () =>
    addTensor(draft, claimName(draft, name), shape, { data: bytesOf(data) }),
  );
}

/** One number that meets every other. */
export function number(draft: Draft, value: number): Value {
  return numbers(draft, `number_${value}`, [1], Float32Array.of(value));
}

/**
 * A weight, stored as was asked for: as 32-bit floats; as halves, but for those with a number that a half cannot hold;
 * or kernels as bytes with a scale for each output channel, if they are finite. What is not stored as floats passes
 * through a DEQUANTIZE, which runtimes compute once, so that everything is computed in floats.
 */
export function weight(draft: Draft, { name, shape, data, channels }: Weight): Value {
  return once(draft, `weight ${shape} ${name}`, () => {
    const all = data();
    const own = claimName(draft, name);
    const halves = draft.storage === 'float16' ? halvesOf(all) : undefined;
    if (halves) {
      const half = addTensor(draft, claimName(draft, `${name}.float16`), shape, {
        type: 'float16',
        data: bytesOf(halves),
      });
      return dequantised(draft, own, 'DEQUANTIZE_FLOAT16', half);
    }
    if (draft.storage === 'int8' && channels !== undefined && all.every(Number.isFinite)) {
      const { bytes, scales } = quantiseChannels(all, shape, channels);
      const stored = addTensor(draft, claimName(draft, `${name}.int8`), shape, {
        type: 'int8',
        data: bytesOf(bytes),
        channels: { scales, axis: channels },
      });
      return dequantised(draft, own, 'DEQUANTIZE_CHANNELS', stored);
    }
    return addTensor(draft, own, shape, { data: bytesOf(all) });
  });
}

function dequantised(
  draft: Draft,
  name: string,
  operator: 'DEQUANTIZE_FLOAT16' | 'DEQUANTIZE_CHANNELS',
  stored: Value,
): Value {
  const floats = addTensor(draft, name, stored.shape);
  draft.operators.push({ operator, inputs: [stored.tensor], outputs: [floats.tensor], options: [] });
  return floats;
}
