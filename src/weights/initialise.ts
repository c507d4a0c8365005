import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { InitName } from '../ops/attributes.ts';
import type { WeightSpec } from '../ops/definition.ts';
import type { NamedWeight } from './named.ts';
import { centred, fillNormal, normalQuantile } from './normal.ts';
import { fillWords, openStream } from './random.ts';
import { elementCount, type WeightValues } from './tensor.ts';

/** Probability of a standard normal between 0 and 2. */
const WITHIN_TWO_SIGMA = 0.4772498680518208;

/** Words drawn at a time: few enough to stay in the first-level cache. */
const BLOCK = 2048;

const words = new Int32Array(BLOCK);

type Fill = (data: Float32Array, start: number, end: number, spec: WeightSpec) => void;

/** He et al. (2015): normal, standard deviation sqrt(2 / fanIn). */
const heNormal: Fill = (data, start, end, spec) =>
  fillNormal(data, start, end, words, Math.sqrt(2 / spec.fanIn));

/** Glorot and Bengio (2010): uniform in ±sqrt(6 / (fanIn + fanOut)). */
const glorotUniform: Fill = (data, start, end, spec) => {
  const width = 2 * Math.sqrt(6 / (spec.fanIn + spec.fanOut));
  for (let i = start; i < end; i++) data[i] = width * centred(words[i - start] ?? 0);
};

/** Normal with standard deviation 0.02, nothing beyond two of them. */
const truncatedNormal: Fill = (data, start, end) => {
  for (let i = start; i < end; i++) {
    data[i] = 0.02 * normalQuantile(2 * WITHIN_TWO_SIGMA * centred(words[i - start] ?? 0));
  }
};

const distributions: Readonly<Record<InitName, Fill | number>> = {
  he_normal: heNormal,
  glorot_uniform: glorotUniform,
  truncated_normal: truncatedNormal,
  zeros: 0,
  ones: 1,
};

/** The initial values of one weight; the same for the same seed, path and specification, whatever stands beside it. */
export function initialWeight(path: string, spec: WeightSpec, seed: number): Float32Array {
  const data = new Float32Array(elementCount(spec.shape));
  const distribution = typeof spec.init === 'number' ? spec.init : distributions[spec.init];
  if (typeof distribution === 'number') return distribution === 0 ? data : data.fill(distribution);
  const stream = openStream(seed, path);
  for (let start = 0; start < data.length; start += BLOCK) {
    fillWords(stream, words);
    distribution(data, start, Math.min(start + BLOCK, data.length), spec);
  }
  return data;
}

/** 2 GiB as 32-bit numbers: they lie in memory at once, more than once, and tfjs asks for them in one piece. */
const MOST_WEIGHTS = 2 ** 29;

/** ARC6302, at the layer with the most weights, where a network has too many of them to be given values. */
export function tooManyWeights(weights: readonly NamedWeight[]): Diagnostic | undefined {
  const counts = weights.map(({ spec }) => elementCount(spec.shape));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total <= MOST_WEIGHTS) return undefined;
  const largest = weights[counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0))];
  const help = ['give its layers fewer channels or units'];
  const label = largest && `\`${largest.path}\` has the most`;
  return diagnostic('ARC6302', largest?.origin, { total, most: MOST_WEIGHTS }, { label, help });
}

/** The initial values of every weight, which are not too many. `seed` is an integer from 0 to 2^53 - 1. */
export function initialise(weights: readonly NamedWeight[], seed: number): WeightValues {
  return new Map(
    weights.map(({ path, spec }) => [path, { shape: spec.shape, data: initialWeight(path, spec, seed) }]),
  );
}
