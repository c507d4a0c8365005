/** Signed bytes, and what one step of them is worth for each index of an axis. */
export interface ChannelBytes {
  readonly bytes: Int8Array;
  readonly scales: readonly number[];
}

/**
 * Numbers as signed bytes from -127 to 127, with one scale for each index of an axis: the largest number there divided
 * by 127, so that 0 stays 0.
 */
export function quantiseChannels(data: Float32Array, shape: readonly number[], axis: number): ChannelBytes {
  const channels = shape[axis] ?? 1;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const largest = new Float32Array(channels);
  for (let i = 0; i < data.length; i++) {
    const channel = Math.floor(i / inner) % channels;
    largest[channel] = Math.max(largest[channel] ?? 0, Math.abs(data[i] ?? 0));
  }
  // A channel of zeros takes any scale, and so does one whose step would be too small for a number.
  const scales = largest.map((each) => Math.fround(each / 127) || 1);
  const bytes = new Int8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const step = Math.round((data[i] ?? 0) / (scales[Math.floor(i / inner) % channels] ?? 1));
    bytes[i] = Math.max(-127, Math.min(127, step));
  }
  return { bytes, scales: Array.from(scales) };
}

/** Bytes that stand for `byte * scale + min`. */
export interface TensorBytes {
  readonly bytes: Uint8Array;
  readonly scale: number;
  readonly min: number;
}

/**
 * Finite numbers as bytes with one scale for all, rounded to the nearest. 0 stays 0, so that what was pruned stays so.
 */
export function quantiseTensor(data: Float32Array): TensorBytes {
  let least = 0;
  let most = 0;
  for (const each of data) {
    least = Math.min(least, each);
    most = Math.max(most, each);
  }
  const scale = (most - least) / 255 || 1;
  const zero = Math.round(-least / scale);
  const bytes = Uint8Array.from(data, (each) => Math.min(Math.max(Math.round(each / scale) + zero, 0), 255));
  // Adding 0 makes 0 of -0.
  return { bytes, scale, min: -zero * scale + 0 };
}
