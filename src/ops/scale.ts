import { FLOAT, listOf, unionOf } from '../values/type.ts';
import { numberIn, numbersIn } from './arguments.ts';
import type { OpAttributes } from './attributes.ts';
import { isProblem, type OpDefinition, type Problem, problem } from './definition.ts';
import { perChannel } from './norm.ts';
import { optional, parameter, weighted, weightParameters } from './parameters.ts';
import { COSTLESS, channelsOf, knownChannels, onlyInput, WEIGHTLESS } from './rules.ts';

export const scale: OpDefinition<OpAttributes['scale']> = {
  doc: 'Multiplies everything by one fixed factor.',
  parameters: [parameter('factor', FLOAT, 'the factor')],
  takes: 'one',
  normalise: (args) => ({ factor: numberIn(args, 'factor') }),
  shape: (_, inputs) => onlyInput(inputs),
  ...WEIGHTLESS,
  ...COSTLESS,
};

export const layer_scale: OpDefinition<OpAttributes['layer_scale']> = {
  doc: 'Multiplies each channel by a trained factor that starts small (CaiT, ConvNeXt).',
  parameters: [
    optional('value', FLOAT, 1e-6, 'where the factors start'),
    ...weightParameters({ own: 'gamma at `value`' }),
  ],
  takes: 'one',
  normalise(args) {
    const { init, trainable } = weighted(args);
    return { value: numberIn(args, 'value'), init, trainable };
  },
  shape(_, inputs) {
    const input = onlyInput(inputs);
    const channels = knownChannels('layer_scale', input);
    return isProblem(channels) ? channels : input;
  },
  weights: ({ value, init, trainable }, inputs) => [
    perChannel('gamma', channelsOf(inputs), init ?? value, trainable),
  ],
  ...COSTLESS,
};

const PER_CHANNEL = unionOf(FLOAT, listOf(FLOAT));

export const normalize: OpDefinition<OpAttributes['normalize']> = {
  doc: '(x - mean) / std, channel by channel, for the preprocessing of an input.',
  parameters: [
    parameter('mean', PER_CHANNEL, 'what is taken away: one number, or one a channel'),
    parameter('std', PER_CHANNEL, 'what it is divided by: one number, or one a channel'),
  ],
  takes: 'one',
  normalise(args) {
    const mean = numbersIn(args, 'mean');
    const std = numbersIn(args, 'std');
    if (mean.length === 0)
      return problem('ARC3222', { layer: 'normalize', parameter: 'mean' }, { at: 'mean' });
    if (std.length === 0) return problem('ARC3222', { layer: 'normalize', parameter: 'std' }, { at: 'std' });
    for (const found of std) if (!(found > 0)) return problem('ARC3214', { found }, { at: 'std' });
    return { mean, std };
  },
  shape({ mean, std }, inputs) {
    const input = onlyInput(inputs);
    const channels = knownChannels('normalize', input);
    if (isProblem(channels)) return channels;
    return oneAChannel('mean', mean, channels) ?? oneAChannel('std', std, channels) ?? input;
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};

function oneAChannel(
  parameter: 'mean' | 'std',
  numbers: readonly number[],
  channels: number,
): Problem | undefined {
  if (numbers.length === 1 || numbers.length === channels) return undefined;
  return problem('ARC3213', { parameter, numbers: numbers.length, channels }, { at: parameter });
}
