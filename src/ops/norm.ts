import { BOOL, FLOAT } from '../values/type.ts';
import { flagIn, numberIn } from './arguments.ts';
import type { InitName, OpAttributes } from './attributes.ts';
import { isProblem, type OpDefinition, problem, type WeightSpec } from './definition.ts';
import { EPS, optional, weighted, weightParameters } from './parameters.ts';
import { atLeast, COSTLESS, channelsOf, knownChannels, onlyInput } from './rules.ts';

/** A weight with one number a channel. */
export function perChannel(
  name: WeightSpec['name'],
  channels: number,
  init: InitName | number,
  trainable: boolean,
): WeightSpec {
  return { name, shape: [channels], init, fanIn: channels, fanOut: channels, trainable };
}

const INIT = weightParameters({ own: 'gamma at 1' });

export const batch_norm: OpDefinition<OpAttributes['batch_norm']> = {
  doc: 'Batch normalisation over the last axis: batch statistics in training, moving averages otherwise.',
  parameters: [
    EPS,
    optional(
      'decay',
      FLOAT,
      0.9,
      "share of the old moving average that is kept at each step: 1 - PyTorch's momentum",
    ),
    optional('scale', BOOL, true, 'whether the result is multiplied by a trained gamma'),
    optional('center', BOOL, true, 'whether a trained beta is added to the result'),
    ...INIT,
  ],
  takes: 'one',
  normalise(args) {
    const eps = numberIn(args, 'eps');
    const decay = numberIn(args, 'decay');
    const fault = atLeast('batch_norm', 'eps', 0, eps);
    if (fault) return fault;
    if (!(decay >= 0 && decay <= 1)) {
      const range = 'between 0 and 1';
      return problem(
        'ARC3205',
        { layer: 'batch_norm', parameter: 'decay', range, found: decay },
        { at: 'decay' },
      );
    }
    const { init, trainable } = weighted(args);
    return { eps, decay, scale: flagIn(args, 'scale'), center: flagIn(args, 'center'), init, trainable };
  },
  shape(_, inputs) {
    const input = onlyInput(inputs);
    const channels = knownChannels('batch_norm', input);
    return isProblem(channels) ? channels : input;
  },
  weights({ scale, center, init, trainable }, inputs) {
    const channels = channelsOf(inputs);
    return [
      ...(scale ? [perChannel('gamma', channels, init ?? 1, trainable)] : []),
      ...(center ? [perChannel('beta', channels, 0, trainable)] : []),
      perChannel('moving_mean', channels, 0, false),
      perChannel('moving_variance', channels, 1, false),
    ];
  },
  ...COSTLESS,
};

export const layer_norm: OpDefinition<OpAttributes['layer_norm']> = {
  doc: 'Normalises the last axis to mean 0 and variance 1, then scales by gamma and adds beta.',
  parameters: [EPS, ...INIT],
  takes: 'one',
  normalise(args) {
    const eps = numberIn(args, 'eps');
    const fault = atLeast('layer_norm', 'eps', 0, eps);
    if (fault) return fault;
    const { init, trainable } = weighted(args);
    return { eps, init, trainable };
  },
  shape(_, inputs) {
    const input = onlyInput(inputs);
    const channels = knownChannels('layer_norm', input);
    return isProblem(channels) ? channels : input;
  },
  weights({ init, trainable }, inputs) {
    const channels = channelsOf(inputs);
    return [perChannel('gamma', channels, init ?? 1, trainable), perChannel('beta', channels, 0, trainable)];
  },
  ...COSTLESS,
};
