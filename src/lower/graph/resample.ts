import type { InferenceNode } from '../../ir/inference.ts';
import type { Matrix } from '../matrices.ts';
import { setting, type Value } from './draft.ts';
import { integer } from './node-def.ts';
import { channelsOf, emit, mapSize, type Site, scalar, whole, wholeScalar } from './site.ts';
import { batchOf, reshape, sizesOf } from './sizes.ts';

/** Height and width of a map of known size, each put through a matrix from the left; nothing has to be turned for it. */
export function resample(site: Site, height: Matrix, width: Matrix): Value {
  const { x } = site;
  const channels = channelsOf(x);
  const batch = batchOf(x);
  const lines = reshape(site, 'lines', x, [batch, height.from, width.from * channels], []);
  const high = emit(site, 'height', 'BatchMatMulV2', [transposed(site, 'height_matrix', height), lines.name]);
  const rows = reshape(site, 'rows', high, ['rest', width.from, channels], []);
  const wide = emit(site, 'width', 'BatchMatMulV2', [transposed(site, 'width_matrix', width), rows.name]);
  return reshape(site, '', wide, [batch, height.to, width.to, channels], site.node.shape);
}

/** [to, from] */
function transposed({ draft, name }: Site, what: string, { from, to, entries }: Matrix): string {
  const numbers = entries.map((_, i) => entries[(i % from) * to + Math.floor(i / from)] ?? 0);
  return setting(draft, `${name}/${what}`, numbers, [to, from]);
}

export function upsample(node: InferenceNode<'upsample'>, site: Site): Value {
  const { scale, size, method } = node.attributes;
  const [height, width] = mapSize(site.x);
  const [rows, columns] = mapSize(node);
  if (height !== null && height === rows && width !== null && width === columns) return site.x;
  const known = rows !== null && columns !== null;
  const target = known ? whole(site, 'size', rows, columns) : scaledSize(site, scale ?? [1, 1]);
  if (method === 'bilinear') return resize(site, 'ResizeBilinear', target, true);
  // Of a whole number of pixels for each, the one at its centre is never at the edge between two.
  const isWhole = (to: number | null, from: number | null) => from !== null && to !== null && to % from === 0;
  if (scale || (isWhole(rows, height) && isWhole(columns, width)))
    return resize(site, 'ResizeNearestNeighbor', target, true);
  const down = nearest(site, 'rows', site.x, 1, size?.[0] ?? 1);
  return nearest(site, '', down, 2, size?.[1] ?? 1);
}

function resize(site: Site, op: string, size: string, halfPixelCenters: boolean): Value {
  const attr = { align_corners: { b: false }, half_pixel_centers: { b: halfPixelCenters } };
  return emit(site, '', op, [site.x.name, size], attr);
}

function scaledSize(site: Site, [down, across]: readonly [number, number]): string {
  return emit(site, 'size', 'Mul', [sizesOf(site, site.x, 1, 3), whole(site, 'scale', down, across)]).name;
}

/** PyTorch's `nearest`: pixel floor(i * from / to), the ratio and the product 32-bit numbers. */
function nearest(site: Site, suffix: string, x: Value, axis: 1 | 2, to: number): Value {
  const from = x.shape[axis - 1];
  const shape = x.shape.map((size, i) => (i === axis - 1 ? to : size));
  const places = typeof from === 'number' ? knownPlaces(site, axis, from, to) : openPlaces(site, x, axis, to);
  const input = [x.name, places, wholeScalar(site, 'axis', axis)];
  return emit(site, suffix, 'GatherV2', input, { batch_dims: integer(0) }, shape);
}

function knownPlaces(site: Site, axis: number, from: number, to: number): string {
  const ratio = Math.fround(from / to);
  const places = Array.from({ length: to }, (_, i) => Math.min(Math.floor(Math.fround(i * ratio)), from - 1));
  return whole(site, `places_${axis}`, ...places);
}

function openPlaces(site: Site, x: Value, axis: 1 | 2, to: number): string {
  const word = axis === 1 ? 'row' : 'column';
  const step = (suffix: string, op: string, input: string[], attr = {}) =>
    emit(site, `${word}_${suffix}`, op, input, attr).name;
  const real = { DstT: { type: 'DT_FLOAT' } } as const;
  const from = step('size', 'Cast', [sizesOf(site, x, axis, axis + 1)], real);
  const ratio = step('ratio', 'RealDiv', [from, scalar(site, `${word}_to`, to)]);
  const index = setting(
    site.draft,
    `${site.name}/${word}_index`,
    Float32Array.from({ length: to }, (_, i) => i),
  );
  const place = step('place', 'Floor', [step('scaled', 'Mul', [index, ratio])]);
  const last = step('last', 'Sub', [from, scalar(site, 'one', 1)]);
  const inside = step('inside', 'Minimum', [place, last]);
  return step('places', 'Cast', [inside], { DstT: { type: 'DT_INT32' } });
}
