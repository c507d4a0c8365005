import type { Pair } from '../../ops/attributes.ts';
import { nearestMatrix } from '../matrices.ts';
import { type Emit, finish, inputOf, integers, own, type Site, step, type Value } from './emission.ts';

export const upsample: Emit<'upsample'> = ({ attributes: { scale, size, method } }, site) => {
  const x = inputOf(site);
  const factors = scale ?? (size && wholeFactors(x, size));
  const mode =
    method === 'nearest'
      ? { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
      : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
  if (factors) {
    const scales = own(site, 'scales', [4], Float32Array.of(1, 1, factors[0], factors[1]));
    return finish(site, 'Resize', [x, undefined, scales], mode);
  }
  if (!size) throw new Error(`\`${site.path}\` has neither a scale nor a size`);
  const [, , height, width] = x.dims;
  if (method === 'nearest' && typeof height === 'number' && typeof width === 'number')
    return picked(site, x, [height, width], size);
  // The batch is open, so the whole shape is put together where the model runs.
  const kept = step(site, 'kept', 'Shape', [x], [2], { start: 0, end: 2 }, 'int64');
  const sizes = step(site, 'sizes', 'Concat', [kept, integers(site, size)], [4], { axis: 0 }, 'int64');
  return finish(site, 'Resize', [x, undefined, undefined, sizes], mode);
};

/** By what a known size is multiplied, where that is a whole number on both axes. */
function wholeFactors(x: Value, [rows, columns]: Pair): Pair | undefined {
  const [, , height, width] = x.dims;
  if (typeof height !== 'number' || typeof width !== 'number') return undefined;
  return rows % height === 0 && columns % width === 0 ? [rows / height, columns / width] : undefined;
}

/** Each row and column by its number, as rounding the ratio of sizes may otherwise pick a neighbour. */
function picked(site: Site, x: Value, [height, width]: Pair, [rows, columns]: Pair): Value {
  const [batch = 1, channels = 1] = x.dims;
  const down = own(site, 'rows', [rows], nearestRows(height, rows));
  const picked = step(site, 'picked', 'Gather', [x, down], [batch, channels, rows, width], { axis: 2 });
  return finish(site, 'Gather', [picked, own(site, 'columns', [columns], nearestRows(width, columns))], {
    axis: 3,
  });
}

/** Which row of the input each row of the result is. */
function nearestRows(from: number, to: number): readonly number[] {
  const { entries } = nearestMatrix(from, to);
  const rows = Array.from({ length: from }, (_, row) => row);
  return Array.from({ length: to }, (_, column) => rows.findIndex((row) => entries[row * to + column] === 1));
}
