import type { Node } from '../../ir/graph.ts';
import { linearMatrix, nearestMatrix } from '../matrices.ts';
import { add, fill, multiply, resample, rescale } from './compose.ts';
import type { Flow } from './plan.ts';
import { channelsOf, constantWeight, dimsOf, type Lowered, place, refuse, type Site } from './site.ts';

/** Sizes up to which an open size is trusted to be repeated exactly. */
const LONGEST = 4096;

export function upsample(node: Node<'upsample'>, site: Site): Lowered {
  const { method } = node.attributes;
  const [height, width] = site.x.dims;
  const vertical = wholeScale(node, site, 0);
  const horizontal = wholeScale(node, site, 1);
  if (vertical !== undefined && horizontal !== undefined) {
    if (method === 'nearest') return repeat(site, '', site.x, vertical, horizontal);
    return interpolate(site, 'w', interpolate(site, 'h', site.x, 0, vertical), 1, horizontal);
  }
  const [rows, columns] = dimsOf(node.shape);
  if (typeof height !== 'number' || typeof width !== 'number' || !rows || !columns) {
    return refuse(
      site,
      'ARC5001',
      { layer: 'upsample', reason: 'how its pixels lie depends on the size' },
      'give `scale` as a power of two, or the input a known size',
    );
  }
  const matrix = method === 'nearest' ? nearestMatrix : linearMatrix;
  return resample(site, site.x, matrix(height, rows), matrix(width, columns));
}

/** The factor along an axis if it is a whole number that repeats pixels exactly, else undefined. */
function wholeScale(node: Node<'upsample'>, site: Site, axis: 0 | 1): number | undefined {
  const { scale, size } = node.attributes;
  const known = site.x.dims[axis] ?? null;
  const factor = scale ? scale[axis] : known === null || !size ? Number.NaN : size[axis] / known;
  return Number.isInteger(factor) && repeatsExactly(factor, known ?? LONGEST) ? factor : undefined;
}

/**
 * tfjs finds the pixel to repeat as floor(i * ratio), in 64 or 32 bits as the backend goes; for some factors, 49
 * among them, rounding makes that the pixel before.
 */
function repeatsExactly(factor: number, size: number): boolean {
  if (Number.isInteger(Math.log2(factor))) return true;
  const ratio = 1 / factor;
  const single = Math.fround(ratio);
  for (let i = 0; i < size; i++) {
    if (Math.floor(i * factor * ratio) !== i || Math.floor(Math.fround(i * factor * single)) !== i)
      return false;
    const last = i * factor + factor - 1;
    if (Math.floor(last * ratio) !== i || Math.floor(Math.fround(last * single)) !== i) return false;
  }
  return true;
}

function repeat(site: Site, suffix: string, x: Flow, vertical: number, horizontal: number): Flow {
  if (vertical === 1 && horizontal === 1) return x;
  const [height = null, width = null, channels = null] = x.dims;
  const dims = [
    height === null ? null : height * vertical,
    width === null ? null : width * horizontal,
    channels,
  ];
  return place(
    site,
    suffix,
    'UpSampling2D',
    { size: [vertical, horizontal], interpolation: 'nearest' },
    [x],
    dims,
  );
}

/**
 * Linear interpolation between pixel centres along one axis: each pixel repeated, then averaged over as many as the
 * factor (one more for an even one, the outermost two by half). A window that leaves the map at an edge holds one and
 * the same number, so what it lacks is that number times the share that is missing.
 */
function interpolate(site: Site, word: string, x: Flow, axis: 0 | 1, factor: number): Flow {
  if (factor === 1) return x;
  const repeated = repeat(site, `${word}_repeat`, x, axis === 0 ? factor : 1, axis === 1 ? factor : 1);
  const mean = average(site, `${word}_mean`, repeated, axis, factor);
  const share = average(site, `${word}_share`, fill(site, `${word}_ones`, repeated, 1), axis, factor);
  const lack = multiply(
    site,
    `${word}_lack`,
    [repeated, rescale(site, `${word}_missing`, share, -1, 1)],
    mean.dims,
  );
  return add(site, `${word}_linear`, [mean, lack], mean.dims);
}

function average(site: Site, suffix: string, x: Flow, axis: 0 | 1, factor: number): Flow {
  const length = factor % 2 === 0 ? factor + 1 : factor;
  const channels = channelsOf(x.dims);
  const outermost = factor % 2 === 0 ? 0.5 : 1;
  const kernel = new Float32Array(length * channels).map((_, i) => {
    const tap = Math.floor(i / channels);
    return (tap === 0 || tap === length - 1 ? outermost : 1) / factor;
  });
  const kernelSize = axis === 0 ? ([length, 1] as const) : ([1, length] as const);
  const config = {
    kernelSize,
    strides: [1, 1],
    padding: 'same',
    depthMultiplier: 1,
    useBias: false,
  } as const;
  return place(site, suffix, 'DepthwiseConv2D', config, [x], x.dims, [
    constantWeight('depthwise_kernel', [...kernelSize, channels, 1], kernel),
  ]);
}
