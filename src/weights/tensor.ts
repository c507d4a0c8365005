/** Numbers in row-major order; as many as the product of the shape (one for a scalar, shape `[]`). */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Every weight of a network by its path (`stem.conv2d.kernel`), in the layouts of `WeightSpec`. */
export type WeightValues = ReadonlyMap<string, Tensor>;

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function sameDimensions(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/** As in messages: `[3, 3, 16, 32]`. */
export function formatDimensions(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
