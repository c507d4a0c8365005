import type { Activation, Constant, InferenceOp } from '../../ir/inference.ts';
import { weight } from './constants.ts';
import type { Value } from './draft.ts';
import type { OperatorName } from './operators.ts';
import { binary, channelsOf, emit, type Lower, type Place, unary } from './place.ts';
import { addOptions, fusedActivations, geluOptions, leakyReluOptions, softmaxOptions } from './schema.ts';

/** PyTorch's definitions throughout (src/ops/activation.ts). */

function builtin(operator: OperatorName): (node: unknown, place: Place) => Value {
  return (_, place) => unary(place, '', operator, place.x);
}

export const relu = builtin('RELU');
export const relu6 = builtin('RELU6');
export const sigmoid = builtin('LOGISTIC');
export const tanh = builtin('TANH');
export const hardSwish = builtin('HARD_SWISH');

export const leakyRelu: Lower<'leaky_relu'> = ({ attributes }, place) =>
  leaky(place, place.x, attributes.slope);

export const prelu: Lower<'prelu'> = ({ attributes }, place) => sloped(place, place.x, attributes.alpha);

export const elu: Lower<'elu'> = ({ attributes }, place) => exponential(place, place.x, 1, attributes.alpha);

/** The factors of self-normalising networks (Klambauer et al. 2017). */
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

export const selu: Lower<'selu'> = (_, place) =>
  exponential(place, place.x, SELU_SCALE, SELU_SCALE * SELU_ALPHA);

/** What a kernel was to compute on its result, on what it gave. */
export function activate(place: Place, x: Value, activation: Activation): Value {
  switch (activation.op) {
    case 'relu':
      return unary(place, '', 'RELU', x);
    case 'relu6':
      return unary(place, '', 'RELU6', x);
    case 'sigmoid':
      return unary(place, '', 'LOGISTIC', x);
    case 'tanh':
      return unary(place, '', 'TANH', x);
    case 'elu':
      return unary(place, '', 'ELU', x);
    case 'leaky_relu':
      return leaky(place, x, activation.slope);
    case 'prelu':
      return sloped(place, x, activation.alpha);
  }
}

function leaky(place: Place, x: Value, slope: number): Value {
  return unary(place, '', 'LEAKY_RELU', x, [leakyReluOptions.slope(slope)]);
}

/** The slopes have the rank of a sample, which some runtimes ask for. */
function sloped(place: Place, x: Value, alpha: Constant): Value {
  const shape = [...x.shape.slice(2).map(() => 1), channelsOf(x)];
  const slopes = { name: alpha.name, shape, data: () => alpha.data, channels: undefined };
  return emit(place, '', 'PRELU', [x, weight(place.draft, slopes)], x.shape);
}

/** `positive` * x where x > 0, else `negative` * (exp(x) - 1). */
function exponential(place: Place, x: Value, positive: number, negative: number): Value {
  if (positive === 1 && negative === 1) return unary(place, '', 'ELU', x);
  const below = unary(place, 'exponential', 'ELU', binary(place, 'below', 'MINIMUM', x, 0));
  const above = unary(place, 'above', 'RELU', x);
  const scaled = positive === 1 ? above : binary(place, 'above_scaled', 'MUL', above, positive);
  return binary(place, '', 'ADD', scaled, binary(place, 'below_scaled', 'MUL', below, negative));
}

export const silu: Lower<'silu'> = (_, place) =>
  binary(place, '', 'MUL', place.x, unary(place, 'sigmoid', 'LOGISTIC', place.x));

export const gelu: Lower<'gelu'> = ({ attributes }, place) =>
  unary(place, '', 'GELU', place.x, [geluOptions.approximate(attributes.approximate)]);

/** Where exp(x) swallows the 2 that is added, so that a greater x changes nothing but the risk of overflow. */
const MISH_LIMIT = 20;

/** tanh(log(1 + e)) is n / (n + 2) with n = e * (e + 2) and e = exp(x): nothing cancels out. */
export const mish: Lower<'mish'> = (_, place) => {
  const e = unary(place, 'exponential', 'EXP', binary(place, 'limited', 'MINIMUM', place.x, MISH_LIMIT));
  const n = binary(place, 'numerator', 'MUL', e, binary(place, 'exponential_plus_2', 'ADD', e, 2));
  const gate = binary(place, 'gate', 'DIV', n, binary(place, 'denominator', 'ADD', n, 2));
  return binary(place, '', 'MUL', place.x, gate);
};

export const hardSigmoid: Lower<'hard_sigmoid'> = (_, place) => {
  const activation = [addOptions.activation(fusedActivations.relu6)];
  return binary(place, '', 'MUL', binary(place, 'ramp', 'ADD', place.x, 3, activation), 1 / 6);
};

/** max(x, 0) + log(1 + exp(-|x|)), where nothing overflows. */
export const softplus: Lower<'softplus'> = (_, place) => {
  const distance = unary(place, 'negated', 'NEG', unary(place, 'magnitude', 'ABS', place.x));
  const e = unary(place, 'exponential', 'EXP', distance);
  const rest = unary(place, 'rest', 'LOG', binary(place, 'exponential_plus_1', 'ADD', e, 1));
  return binary(place, '', 'ADD', unary(place, 'above', 'RELU', place.x), rest);
};

export const softmax: Lower<'softmax'> = (_, place) =>
  unary(place, '', 'SOFTMAX', place.x, [softmaxOptions.beta(1)]);

/** Nothing is computed: the result is the input. */
export const identity: Lower<Extract<InferenceOp, 'identity'>> = (_, place) => place.x;
