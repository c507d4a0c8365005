import { formatShape, knownShape } from '../ir/shape.ts';
import { multiplySizes, type Size } from '../ir/size.ts';
import { INT, listOf } from '../values/type.ts';
import { numberIn, numbersIn } from './arguments.ts';
import type { OpAttributes } from './attributes.ts';
import { isProblem, type OpDefinition, problem } from './definition.ts';
import { parameter } from './parameters.ts';
import {
  atLeast,
  BARE,
  COSTLESS,
  divisible,
  exactShape,
  knownChannels,
  onlyInput,
  product,
  WEIGHTLESS,
} from './rules.ts';

export const flatten: OpDefinition<OpAttributes['flatten']> = {
  doc: 'All numbers in one axis, in the order height, width, channels: [h, w, c] becomes [h * w * c].',
  ...BARE,
  takes: 'one',
  shape(_, inputs) {
    const input = onlyInput(inputs);
    let total: Size = 1;
    for (const size of input) {
      const next = multiplySizes(total, size);
      if (next === undefined) {
        const why = 'the product of two symbolic sizes is no size that can be worked with';
        const help = ['`global_avg_pool()` makes a vector of a map of any height and width'];
        return problem('ARC3208', { layer: 'flatten', shape: formatShape(input), why }, { help });
      }
      total = next;
    }
    return exactShape('flatten', [total]);
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};

export const reshape: OpDefinition<OpAttributes['reshape']> = {
  doc: 'The same numbers, in the order height, width, channels, in another shape.',
  parameters: [parameter('shape', listOf(INT), 'the new shape, without the batch axis: [7, 7, 64]')],
  takes: 'one',
  normalise(args) {
    const shape = numbersIn(args, 'shape');
    if (shape.length === 0)
      return problem('ARC3222', { layer: 'reshape', parameter: 'shape' }, { at: 'shape' });
    return atLeast('reshape', 'shape', 1, shape) ?? { shape };
  },
  shape({ shape }, inputs) {
    const input = onlyInput(inputs);
    const known = knownShape(input);
    if (!known) {
      const why = 'how many numbers it holds must be known to give them another shape';
      return problem('ARC3208', { layer: 'reshape', shape: formatShape(input), why });
    }
    const fromCount = product(known);
    const toCount = product(shape);
    if (fromCount === toCount) return shape;
    const [from, to] = [formatShape(input), formatShape(shape)];
    return problem(
      'ARC3209',
      { from, fromCount, to, toCount },
      { at: 'shape', label: `${fromCount} numbers come in` },
    );
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};

export const channel_shuffle: OpDefinition<OpAttributes['channel_shuffle']> = {
  doc:
    'Deals the channels of each group out in turn (ShuffleNet): channel i of group g becomes ' +
    'channel i * groups + g.',
  parameters: [parameter('groups', INT, 'number of groups, which must divide the channels')],
  takes: 'one',
  normalise(args) {
    const groups = numberIn(args, 'groups');
    return atLeast('channel_shuffle', 'groups', 1, groups) ?? { groups };
  },
  shape({ groups }, inputs) {
    const input = onlyInput(inputs);
    const channels = knownChannels('channel_shuffle', input);
    if (isProblem(channels)) return channels;
    return divisible('channel_shuffle', channels, groups) ?? input;
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};

export const slice: OpDefinition<OpAttributes['slice']> = {
  doc: 'Some of the channels: `start` to `stop`, counted from 0, `stop` not included.',
  parameters: [
    parameter('start', INT, 'the first channel that is taken'),
    parameter('stop', INT, 'the first channel that is not taken any more'),
  ],
  takes: 'one',
  normalise(args) {
    const start = numberIn(args, 'start');
    const stop = numberIn(args, 'stop');
    const fault = atLeast('slice', 'start', 0, start) ?? atLeast('slice', 'stop', 0, stop);
    if (fault) return fault;
    return start < stop ? { start, stop } : problem('ARC3211', { start, stop }, { at: 'stop' });
  },
  shape({ start, stop }, inputs) {
    const input = onlyInput(inputs);
    const channels = knownChannels('slice', input);
    if (isProblem(channels)) return channels;
    if (stop <= channels) return [...input.slice(0, -1), stop - start];
    return problem(
      'ARC3210',
      { start, stop, channels },
      { at: 'stop', label: `${channels} channels come in` },
    );
  },
  ...WEIGHTLESS,
  ...COSTLESS,
};
