import type { Shape } from '../../ir/shape.ts';
import { claimName } from '../layers/plan.ts';
import { addNode, type Value } from './draft.ts';
import { integer } from './node-def.ts';
import { emit, type Site, whole } from './site.ts';

/** A size of a tensor that is known when the graph runs: an axis of another (0 is the batch) times a number. */
export interface OpenSize {
  readonly of: Value;
  readonly axis: number;
  readonly times: number;
}

/** The sizes of a tensor, the batch first; at most one is what the others leave. */
export type Dims = readonly (number | OpenSize | 'rest')[];

/** The sizes that a value has. */
export function dimsOf(value: Value): readonly (number | OpenSize)[] {
  const sizes = value.shape.map((size, i) =>
    typeof size === 'number' ? size : { of: value, axis: i + 1, times: 1 },
  );
  return [batchOf(value), ...sizes];
}

/** A batch as large as that of the value. */
export function batchOf(value: Value): OpenSize {
  return { of: value, axis: 0, times: 1 };
}

export function times(size: number | OpenSize, factor: number): number | OpenSize {
  return typeof size === 'number' ? size * factor : { ...size, times: size.times * factor };
}

/** The shape of a tensor as numbers of the running graph. */
export function shapeOf({ draft }: Site, { name }: Value): string {
  const key = `shape of ${name}`;
  const found = draft.computed.get(key);
  if (found !== undefined) return found;
  const made = addNode(draft, claimName(draft, `${name.replace(':', '_')}/shape`), 'Shape', [name]);
  draft.computed.set(key, made);
  return made;
}

/** Some neighbouring sizes of a tensor, as a vector of the running graph. */
export function sizesOf(site: Site, value: Value, from: number, to: number): string {
  const bounds = [whole(site, 'from', from), whole(site, 'to', to), whole(site, 'step', 1)];
  return emit(site, 'sizes', 'StridedSlice', [shapeOf(site, value), ...bounds]).name;
}

/** The same numbers in row-major order, in another shape. */
export function reshape(site: Site, suffix: string, x: Value, dims: Dims, shape: Shape): Value {
  const inner = suffix === '' ? '' : `${suffix}_`;
  return emit(site, suffix, 'Reshape', [x.name, shapeVector(site, `${inner}shape`, dims)], {}, shape);
}

/** Sizes as a vector: one is left to the kernel, which is the first open one if none is said to be the rest. */
function shapeVector(site: Site, suffix: string, dims: Dims): string {
  const rest = dims.indexOf('rest');
  const inferred = rest >= 0 ? rest : dims.findIndex((size) => typeof size !== 'number');
  const known = dims.map((size, i) => (i === inferred || size === 'rest' ? -1 : size));
  if (known.every((size) => typeof size === 'number')) return whole(site, suffix, ...known);
  const pieces: string[] = [];
  let run: number[] = [];
  const close = () => {
    if (run.length > 0) pieces.push(whole(site, suffix, ...run));
    run = [];
  };
  for (const size of known) {
    if (typeof size === 'number') run.push(size);
    else {
      close();
      pieces.push(openSize(site, size));
    }
  }
  close();
  return concatSizes(site, suffix, pieces);
}

function openSize(site: Site, { of, axis, times: factor }: OpenSize): string {
  const size = sizesOf(site, of, axis, axis + 1);
  return factor === 1 ? size : emit(site, 'size', 'Mul', [size, whole(site, 'factor', factor)]).name;
}

export function concatSizes(site: Site, suffix: string, pieces: readonly string[]): string {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  return emit(site, suffix, 'ConcatV2', [...pieces, whole(site, 'axis', 0)], {
    N: integer(pieces.length),
  }).name;
}
