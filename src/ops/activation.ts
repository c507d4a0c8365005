import type { Shape } from '../ir/shape.ts';
import { BOOL, FLOAT } from '../values/type.ts';
import { flagIn, numberIn } from './arguments.ts';
import type { OpAttributes } from './attributes.ts';
import { isProblem, type OpDefinition } from './definition.ts';
import { perChannel } from './norm.ts';
import { optional, weighted, weightParameters } from './parameters.ts';
import { BARE, COSTLESS, channelsOf, knownChannels, onlyInput, WEIGHTLESS } from './rules.ts';

/** PyTorch's definitions throughout. */

/** A layer that treats every number by itself: any shape, unchanged. */
const ELEMENTWISE = {
  takes: 'one',
  shape: (_: unknown, inputs: readonly Shape[]) => onlyInput(inputs),
  ...WEIGHTLESS,
  ...COSTLESS,
} as const;

/** One without parameters. */
function activation(doc: string): OpDefinition<OpAttributes['relu']> {
  return { doc, ...BARE, ...ELEMENTWISE };
}

export const relu = activation('max(x, 0)');
export const relu6 = activation('min(max(x, 0), 6)');
export const selu = activation('1.0507 * (x where x > 0, else 1.6733 * (exp(x) - 1)): self-normalising');
export const silu = activation('x * sigmoid(x), also called swish');
export const mish = activation('x * tanh(softplus(x))');
export const sigmoid = activation('1 / (1 + exp(-x))');
export const tanh = activation('The hyperbolic tangent.');
export const hard_sigmoid = activation('relu6(x + 3) / 6');
export const hard_swish = activation('x * relu6(x + 3) / 6');
export const softplus = activation('log(1 + exp(x))');
export const identity = activation('The tensor as it is.');

export const softmax: OpDefinition<OpAttributes['softmax']> = {
  doc: 'exp(x), divided by its sum over the last axis: probabilities that add up to 1.',
  ...BARE,
  ...ELEMENTWISE,
};

export const leaky_relu: OpDefinition<OpAttributes['leaky_relu']> = {
  doc: 'x where x > 0, else slope * x',
  parameters: [optional('slope', FLOAT, 0.01, 'factor of negative numbers')],
  normalise: (args) => ({ slope: numberIn(args, 'slope') }),
  ...ELEMENTWISE,
};

export const elu: OpDefinition<OpAttributes['elu']> = {
  doc: 'x where x > 0, else alpha * (exp(x) - 1)',
  parameters: [
    optional('alpha', FLOAT, 1, 'factor of the exponential; -alpha is the limit for very negative numbers'),
  ],
  normalise: (args) => ({ alpha: numberIn(args, 'alpha') }),
  ...ELEMENTWISE,
};

export const gelu: OpDefinition<OpAttributes['gelu']> = {
  doc: 'x * Phi(x), where Phi is the distribution function of the standard normal distribution',
  parameters: [optional('approximate', BOOL, false, 'whether Phi is approximated with tanh')],
  normalise: (args) => ({ approximate: flagIn(args, 'approximate') }),
  ...ELEMENTWISE,
};

/** Where PyTorch starts the slopes. */
const PRELU_START = 0.25;

export const prelu: OpDefinition<OpAttributes['prelu']> = {
  doc: 'x where x > 0, else alpha * x, with one trained alpha a channel',
  parameters: weightParameters({ own: `alpha at ${PRELU_START}` }),
  takes: 'one',
  normalise: (args) => weighted(args),
  shape(_, inputs) {
    const input = onlyInput(inputs);
    const channels = knownChannels('prelu', input);
    return isProblem(channels) ? channels : input;
  },
  weights: ({ init, trainable }, inputs) => [
    perChannel('alpha', channelsOf(inputs), init ?? PRELU_START, trainable),
  ],
  ...COSTLESS,
};
