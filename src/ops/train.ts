import { FLOAT } from '../values/type.ts';
import { numberIn } from './arguments.ts';
import type { OpAttributes } from './attributes.ts';
import type { OpDefinition } from './definition.ts';
import { parameter } from './parameters.ts';
import { COSTLESS, onlyInput, rateWithin, WEIGHTLESS } from './rules.ts';

/** What acts in training only and passes everything on otherwise. */
function dropping(
  layer: 'dropout' | 'drop_path',
  doc: string,
  rate: string,
): OpDefinition<OpAttributes[typeof layer]> {
  return {
    doc,
    parameters: [parameter('rate', FLOAT, rate)],
    takes: 'one',
    normalise(args) {
      const value = numberIn(args, 'rate');
      return rateWithin(layer, value) ?? { rate: value };
    },
    shape: (_, inputs) => onlyInput(inputs),
    ...WEIGHTLESS,
    ...COSTLESS,
  };
}

export const dropout = dropping(
  'dropout',
  'In training, sets numbers to 0 at random and divides the others by the share that is kept.',
  'share of the numbers that are dropped, at least 0 and below 1',
);

export const drop_path = dropping(
  'drop_path',
  'In training, sets whole samples to 0 at random and divides the others by the share that is kept; ' +
    'for a branch of an add.',
  'share of the samples that are dropped, at least 0 and below 1',
);
