import { equalSizes, formatSize, type Size } from './size.ts';

/** The shape of a tensor, channels last, the batch axis left out: `[224, 224, 3]`. */
export type Shape = readonly Size[];

export function equalShapes(a: Shape, b: Shape): boolean {
  return a === b || (a.length === b.length && a.every((size, i) => equalSizes(size, b[i] ?? -1)));
}

/** As written in messages and summaries: `[112, 112, 32]`, `[16 * ?h, 16 * ?w, 3]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.map(formatSize).join(', ')}]`;
}

/** The shape with every size a number, or undefined if one is symbolic. */
export function knownShape(shape: Shape): readonly number[] | undefined {
  return shape.every((size) => typeof size === 'number') ? (shape as readonly number[]) : undefined;
}

/** For documents that programs read: sizes are numbers, or the text of a symbolic size. */
export function jsonShape(shape: Shape): readonly (number | string)[] {
  return shape.map((size) => (typeof size === 'number' ? size : formatSize(size)));
}
