import { formatShape, type Shape } from '../ir/shape.ts';
import { formatSize, isEmpty, isExact, type Size, suggestMultiple, symbolsOf } from '../ir/size.ts';
import type { OpName } from './attributes.ts';
import { type OpDefinition, type Problem, problem } from './definition.ts';

/** Rules that layers of several families share: what arguments, inputs and results must be. */

/** Height, width and channels. */
export type FeatureMap = readonly [height: Size, width: Size, channels: Size];

/** For layers without weights. */
export const WEIGHTLESS = { weights: () => [] } as const;

/** For layers that multiply and accumulate nothing: all but convolutions and dense layers. */
export const COSTLESS = { macs: () => 0 } as const;

/** For layers without parameters. */
export const BARE = { parameters: [], normalise: () => ({}) } as const satisfies Partial<
  OpDefinition<object>
>;

/** How many numbers a tensor of a shape holds. */
export function product(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) count *= size;
  return count;
}

/** The input of a layer that takes one tensor. */
export function onlyInput(inputs: readonly Shape[]): Shape {
  const [input] = inputs;
  if (!input) throw new Error('a layer was asked for its shape without an input');
  return input;
}

/** The number of channels, of an input whose shape has been accepted. */
export function channelsOf(inputs: readonly Shape[]): number {
  const input = onlyInput(inputs);
  const channels = input[input.length - 1];
  if (typeof channels !== 'number')
    throw new Error('the weights of a layer with symbolic channels were asked for');
  return channels;
}

/** The height, width and channels that reach a layer, or why they are not what it takes. */
export function featureMap(layer: OpName, inputs: readonly Shape[]): FeatureMap | Problem {
  const input = onlyInput(inputs);
  return isFeatureMap(input) ? input : notFeatureMap(layer, input);
}

export function isFeatureMap(shape: Shape): shape is FeatureMap {
  return shape.length === 3;
}

function notFeatureMap(layer: OpName, input: Shape): Problem {
  const help: string[] = [];
  const [channels] = input;
  if (input.length === 1 && channels !== undefined) {
    const made = `reshape([1, 1, ${formatSize(channels)}])`;
    help.push(`\`${made}\` in front of it makes a feature map of the vector`);
    help.push('if a global pool made the vector, `keep_dims = true` there keeps the two spatial axes');
  }
  const wanted = 'a feature map [h, w, c]';
  return problem(
    'ARC3201',
    { layer, wanted, found: formatShape(input) },
    { label: `${formatShape(input)} comes in`, help },
  );
}

const SYMBOLS_ARE_SPATIAL = 'give the last axis of the input a number: symbols are for heights and widths';
const VECTOR_OF_KNOWN_LENGTH =
  '`global_avg_pool()` makes a vector of known length of a map of any height and width';

/** The number of channels that reach a layer, which needs to know it. */
export function knownChannels(layer: OpName, input: Shape): number | Problem {
  const channels = input[input.length - 1];
  if (typeof channels === 'number') return channels;
  if (channels === undefined)
    return problem('ARC3201', { layer, wanted: 'a tensor with a channel axis', found: '[]' });
  const shape = formatShape(input);
  return problem(
    'ARC3207',
    { layer, channels: formatSize(channels), shape },
    { help: [input.length === 1 ? VECTOR_OF_KNOWN_LENGTH : SYMBOLS_ARE_SPATIAL] },
  );
}

/** The shape itself, once every size in it is known to be exact. */
export function exactShape(layer: OpName, shape: Shape): Shape | Problem {
  for (let i = 0; i < shape.length; i++) {
    const size = shape[i];
    if (size !== undefined && !isExact(size)) {
      return problem(
        'ARC3219',
        { layer },
        { notes: ['sizes go up to 2^53, and a symbolic size holds up to 64 terms'] },
      );
    }
  }
  return shape;
}

/** A problem when a size that a layer makes is below 1. */
export function notEmpty(
  layer: OpName,
  axis: 'height' | 'width',
  input: Size,
  result: Size,
): Problem | undefined {
  if (!isEmpty(result)) return undefined;
  return problem('ARC3203', { layer, axis, input: formatSize(input), result: formatSize(result) });
}

/** A problem when a number, or either number of a pair, is below the least that the parameter takes. */
export function atLeast(
  layer: OpName,
  parameter: string,
  minimum: number,
  value: number | readonly number[],
): Problem | undefined {
  if (typeof value === 'number')
    return value >= minimum ? undefined : below(layer, parameter, minimum, value);
  for (const each of value) if (each < minimum) return below(layer, parameter, minimum, each);
  return undefined;
}

function below(layer: OpName, parameter: string, minimum: number, found: number): Problem {
  return problem('ARC3204', { layer, parameter, minimum, found }, { at: parameter });
}

/** A problem when a rate is not in 0 … 1, 1 itself left out. */
export function rateWithin(layer: OpName, rate: number): Problem | undefined {
  if (rate >= 0 && rate < 1) return undefined;
  return problem(
    'ARC3205',
    { layer, parameter: 'rate', range: 'at least 0 and below 1', found: rate },
    { at: 'rate' },
  );
}

/** A problem when the channels cannot be split into groups of equal size. */
export function divisible(layer: OpName, channels: number, groups: number): Problem | undefined {
  if (channels % groups === 0) return undefined;
  return problem(
    'ARC3206',
    { layer, channels, groups },
    { at: 'groups', label: `${channels} channels come in` },
  );
}

/** How to declare the symbols so that two symbolic sizes are equal; undefined where that does not help. */
export function multiplesOf(a: Size, b: Size): string | undefined {
  const multiple = suggestMultiple(a, b);
  if (multiple === undefined) return undefined;
  const names = [...new Set([...symbolsOf(a), ...symbolsOf(b)])].map((name) => `?${name}`);
  const written = names.map((name) => `\`${multiple} * ${name}\` for \`${name}\``).join(' and ');
  return `they agree for multiples of ${multiple}: write ${written} in the shape of the input`;
}
