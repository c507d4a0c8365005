import type { Activation, InferenceNode, InferenceOp } from '../../ir/inference.ts';
import { activateAffine } from './channelwise.ts';
import type { Value } from './draft.ts';
import { emit, type Site, scalar, vectorOf } from './site.ts';

type Lower<N extends InferenceOp> = (node: InferenceNode<N>, site: Site) => Value;

/** One kernel of tfjs, which does the same as PyTorch. */
function kernel(op: string) {
  return (_: InferenceNode, site: Site): Value => emit(site, '', op, [site.x.name]);
}

export const selu = kernel('Selu');
export const softplus = kernel('Softplus');
/** Over the last axis. */
export const softmax = kernel('Softmax');

/** One of those that products take: in one kernel with what is before it, or a node of its own. */
function alone(site: Site, activation: Activation): Value {
  return activateAffine(site, activation) ?? activate(site, site.x, activation);
}

export const relu: Lower<'relu'> = (_, site) => alone(site, { op: 'relu' });
export const relu6: Lower<'relu6'> = (_, site) => alone(site, { op: 'relu6' });
export const sigmoid: Lower<'sigmoid'> = (_, site) => alone(site, { op: 'sigmoid' });
export const tanh: Lower<'tanh'> = (_, site) => alone(site, { op: 'tanh' });
export const leakyRelu: Lower<'leaky_relu'> = (node, site) =>
  alone(site, { op: 'leaky_relu', slope: node.attributes.slope });
export const prelu: Lower<'prelu'> = (node, site) =>
  alone(site, { op: 'prelu', alpha: node.attributes.alpha });

/** Elu is negative where its input is: there its result is scaled. */
export const elu: Lower<'elu'> = (node, site) => {
  const { alpha } = node.attributes;
  if (alpha === 1) return alone(site, { op: 'elu' });
  return emit(site, '', 'LeakyRelu', [step(site, 'unit', 'Elu', site.x.name)], { alpha: { f: alpha } });
};

export const silu: Lower<'silu'> = (_, site) =>
  emit(site, '', 'Mul', [site.x.name, step(site, 'gate', 'Sigmoid', site.x.name)]);

export const mish: Lower<'mish'> = (_, site) => {
  const soft = step(site, 'softplus', 'Softplus', site.x.name);
  return emit(site, '', 'Mul', [site.x.name, step(site, 'gate', 'Tanh', soft)]);
};

export const hardSigmoid: Lower<'hard_sigmoid'> = (_, site) =>
  emit(site, '', 'Mul', [sixths(site), scalar(site, 'sixth', 1 / 6)]);

export const hardSwish: Lower<'hard_swish'> = (_, site) => {
  const sixth = step(site, 'sixth_of', 'Mul', site.x.name, scalar(site, 'sixth', 1 / 6));
  return emit(site, '', 'Mul', [sixth, sixths(site)]);
};

/** relu6(x + 3) */
function sixths(site: Site): string {
  return step(
    site,
    'clipped',
    'Relu6',
    step(site, 'shifted', 'AddV2', site.x.name, scalar(site, 'three', 3)),
  );
}

/** x times the normal distribution's share below x: (1 + erf(x / sqrt 2)) / 2, or by its approximation with tanh. */
export const gelu: Lower<'gelu'> = (node, site) => {
  const { name: x } = site.x;
  if (node.attributes.approximate) {
    // (1 + tanh z) / 2 is sigmoid(2z); z = sqrt(2 / pi) * (x + 0.044715 x^3).
    const twice = 2 * Math.sqrt(2 / Math.PI);
    const square = step(site, 'square', 'Mul', x, x);
    const cubic = step(site, 'cubic', 'Mul', square, scalar(site, 'cubic_factor', twice * 0.044715));
    const sum = step(site, 'sum', 'AddV2', cubic, scalar(site, 'linear_factor', twice));
    return emit(site, '', 'Mul', [x, step(site, 'share', 'Sigmoid', step(site, 'inner', 'Mul', sum, x))]);
  }
  const erf = step(site, 'erf', 'Erf', step(site, 'scaled', 'Mul', x, scalar(site, 'root', Math.SQRT1_2)));
  const doubled = step(site, 'doubled_share', 'AddV2', erf, scalar(site, 'one', 1));
  return emit(site, '', 'Mul', [step(site, 'half', 'Mul', x, scalar(site, 'one_half', 0.5)), doubled]);
};

/** A step on the way: of the shape of the input. */
function step(site: Site, suffix: string, op: string, ...input: readonly string[]): string {
  return emit(site, suffix, op, input, {}, site.x.shape).name;
}

/** An activation that is no part of the kernel before it. */
export function activate(site: Site, x: Value, activation: Activation): Value {
  switch (activation.op) {
    case 'relu':
      return emit(site, '', 'Relu', [x.name]);
    case 'relu6':
      return emit(site, '', 'Relu6', [x.name]);
    case 'sigmoid':
      return emit(site, '', 'Sigmoid', [x.name]);
    case 'tanh':
      return emit(site, '', 'Tanh', [x.name]);
    case 'elu':
      return emit(site, '', 'Elu', [x.name]);
    case 'leaky_relu':
      return emit(site, '', 'LeakyRelu', [x.name], { alpha: { f: activation.slope } });
    case 'prelu':
      return emit(site, '', 'Prelu', [x.name, vectorOf(site, activation.alpha)]);
  }
}
