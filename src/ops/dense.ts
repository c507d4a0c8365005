import { INT } from '../values/type.ts';
import { flagIn, numberIn } from './arguments.ts';
import type { OpAttributes } from './attributes.ts';
import { isProblem, type OpDefinition, type WeightSpec } from './definition.ts';
import { BIAS, parameter, weighted, weightParameters } from './parameters.ts';
import { atLeast, channelsOf, knownChannels, onlyInput, product } from './rules.ts';

export const dense: OpDefinition<OpAttributes['dense']> = {
  doc: 'A fully connected layer on the last axis: […, c] becomes […, units].',
  parameters: [
    parameter('units', INT, 'size of the last axis of the result'),
    BIAS,
    ...weightParameters('glorot_uniform'),
  ],
  takes: 'one',
  normalise(args) {
    const units = numberIn(args, 'units');
    const fault = atLeast('dense', 'units', 1, units);
    if (fault) return fault;
    const { init, trainable } = weighted(args);
    return { units, bias: flagIn(args, 'bias'), init, trainable };
  },
  shape({ units }, inputs) {
    const input = onlyInput(inputs);
    const channels = knownChannels('dense', input);
    return isProblem(channels) ? channels : [...input.slice(0, -1), units];
  },
  weights({ units, bias, init, trainable }, inputs) {
    const fanIn = channelsOf(inputs);
    const fans = { fanIn, fanOut: units, trainable };
    const kernel: WeightSpec = {
      name: 'kernel',
      shape: [fanIn, units],
      init: init ?? 'glorot_uniform',
      ...fans,
    };
    return bias ? [kernel, { name: 'bias', shape: [units], init: 0, ...fans }] : [kernel];
  },
  macs({ units }, [input = []]) {
    return units * product(input);
  },
};
