import type { Activation, Constant } from '../../ir/inference.ts';
import {
  channelAxis,
  type Emit,
  finish,
  inputOf,
  number,
  type Site,
  step,
  type Value,
  weight,
} from './emission.ts';
import type { OperatorName } from './operators.ts';

type Unary = 'relu' | 'selu' | 'sigmoid' | 'tanh' | 'hard_swish' | 'softplus' | 'identity';

/** One operator without attributes. */
function plain(op: OperatorName): Emit<Unary> {
  return (_, site) => finish(site, op, [inputOf(site)]);
}

export const identity = plain('Identity');
export const relu = plain('Relu');
export const selu = plain('Selu');
export const sigmoid = plain('Sigmoid');
export const tanh = plain('Tanh');
export const hardSwish = plain('HardSwish');
export const softplus = plain('Softplus');

export const relu6: Emit<'relu6'> = (_, site) => clipped(site, inputOf(site));

function clipped(site: Site, x: Value): Value {
  return finish(site, 'Clip', [x, number(site, 0), number(site, 6)]);
}

export const leakyRelu: Emit<'leaky_relu'> = ({ attributes }, site) =>
  finish(site, 'LeakyRelu', [inputOf(site)], { alpha: attributes.slope });

export const prelu: Emit<'prelu'> = ({ attributes }, site) => sloped(site, inputOf(site), attributes.alpha);

function sloped(site: Site, x: Value, alpha: Constant): Value {
  return finish(site, 'PRelu', [x, perChannel(site, x, alpha)]);
}

/** One number a channel, or one for all, so that it spreads over a tensor. */
export function perChannel(site: Site, x: Value, constant: Constant): Value {
  const count = constant.data.length;
  return weight(site, constant, {
    dims: channelAxis(x.dims) === x.dims.length - 1 ? [count] : [count, 1, 1],
  });
}

export const elu: Emit<'elu'> = ({ attributes }, site) =>
  finish(site, 'Elu', [inputOf(site)], { alpha: attributes.alpha });

export const hardSigmoid: Emit<'hard_sigmoid'> = (_, site) =>
  finish(site, 'HardSigmoid', [inputOf(site)], { alpha: 1 / 6, beta: 0.5 });

export const softmax: Emit<'softmax'> = (_, site) => {
  const x = inputOf(site);
  return finish(site, 'Softmax', [x], { axis: channelAxis(x.dims) });
};

export const silu: Emit<'silu'> = (_, site) => {
  const x = inputOf(site);
  return finish(site, 'Mul', [x, step(site, 'sigmoid', 'Sigmoid', [x], x.dims)]);
};

export const mish: Emit<'mish'> = (_, site) => {
  const x = inputOf(site);
  const softened = step(site, 'softplus', 'Softplus', [x], x.dims);
  return finish(site, 'Mul', [x, step(site, 'tanh', 'Tanh', [softened], x.dims)]);
};

/** Half of x * (1 + erf(x / √2)), in the order in which runtimes find it to be a GELU; or its approximation by tanh. */
export const gelu: Emit<'gelu'> = ({ attributes }, site) => {
  const x = inputOf(site);
  const bent = attributes.approximate ? bentByTanh(site, x) : bentByErf(site, x);
  const raised = step(site, 'raised', 'Add', [bent, number(site, 1)], x.dims);
  const weighed = step(site, 'weighed', 'Mul', [x, raised], x.dims);
  return finish(site, 'Mul', [weighed, number(site, 0.5)]);
};

function bentByErf(site: Site, x: Value): Value {
  const scaled = step(site, 'scaled', 'Div', [x, number(site, Math.fround(Math.SQRT2))], x.dims);
  return step(site, 'erf', 'Erf', [scaled], x.dims);
}

/** tanh(√(2/π) * (x + 0.044715 x³)) */
function bentByTanh(site: Site, x: Value): Value {
  const squared = step(site, 'squared', 'Mul', [x, x], x.dims);
  const cubed = step(site, 'cubed', 'Mul', [squared, x], x.dims);
  const part = step(site, 'part', 'Mul', [cubed, number(site, Math.fround(0.044715))], x.dims);
  const sum = step(site, 'sum', 'Add', [x, part], x.dims);
  const scaled = step(
    site,
    'scaled',
    'Mul',
    [sum, number(site, Math.fround(Math.sqrt(2 / Math.PI)))],
    x.dims,
  );
  return step(site, 'tanh', 'Tanh', [scaled], x.dims);
}

/** An activation that a convolution or a dense layer carries. */
export function activated(site: Site, x: Value, activation: Activation): Value {
  switch (activation.op) {
    case 'relu':
      return finish(site, 'Relu', [x]);
    case 'relu6':
      return clipped(site, x);
    case 'sigmoid':
      return finish(site, 'Sigmoid', [x]);
    case 'tanh':
      return finish(site, 'Tanh', [x]);
    case 'elu':
      return finish(site, 'Elu', [x], { alpha: 1 });
    case 'leaky_relu':
      return finish(site, 'LeakyRelu', [x], { alpha: activation.slope });
    case 'prelu':
      return sloped(site, x, activation.alpha);
    default:
      return activation satisfies never;
  }
}
