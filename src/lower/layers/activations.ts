import type { Node } from '../../ir/graph.ts';
import { equalShapes } from '../../ir/shape.ts';
import type { OpName } from '../../ops/attributes.ts';
import { add, multiply, rescale } from './compose.ts';
import { channelsOf, type Lowered, ownWeight, place, placeWeighted, refuse, type Site } from './site.ts';
import type { StockConfigs } from './stock.ts';

type Lower<N extends OpName> = (node: Node<N>, site: Site) => Lowered;

/** An activation that tfjs has under a name; softmax is over the last axis there. */
function named(activation: StockConfigs['Activation']['activation']) {
  return (_: Node, site: Site): Lowered =>
    place(site, '', 'Activation', { activation }, [site.x], site.x.dims);
}

export const identity = named('linear');
export const selu = named('selu');
export const silu = named('swish');
export const mish = named('mish');
export const sigmoid = named('sigmoid');
export const tanh = named('tanh');
export const softplus = named('softplus');
export const softmax = named('softmax');

const exactGelu = named('gelu');
const plainElu = named('elu');

export const relu: Lower<'relu'> = (_, site) => place(site, '', 'ReLU', {}, [site.x], site.x.dims);

/** As a layer: the activation of that name runs as two kernels. */
export const relu6: Lower<'relu6'> = (_, site) =>
  place(site, '', 'ReLU', { maxValue: 6 }, [site.x], site.x.dims);

export const leakyRelu: Lower<'leaky_relu'> = (node, site) =>
  place(site, '', 'LeakyReLU', { alpha: node.attributes.slope }, [site.x], site.x.dims);

/** One slope a channel: the other axes share it. */
export const prelu: Lower<'prelu'> = (node, site) => {
  const { dims } = site.x;
  const first = firstShape(node, site);
  if (first && !equalShapes(first, site.shape)) {
    return refuse(
      site,
      'ARC5002',
      { layer: 'prelu', reason: 'a PReLU layer of tfjs takes inputs of one shape only' },
      'give every call a `prelu` of its own, or use `leaky_relu`',
    );
  }
  const sharedAxes = dims.slice(1).map((_, i) => i + 1);
  const shape = [...sharedAxes.map(() => 1), channelsOf(dims)];
  const weights = [ownWeight('alpha', shape)];
  return placeWeighted(site, '', 'PReLU', { sharedAxes }, site.x, dims, weights, node.attributes.trainable);
};

/** The shape that reached the module where it was used first. */
function firstShape(node: Node<'prelu'>, { graph }: Site) {
  const module = node.module === undefined ? undefined : graph.modules[node.module];
  const input = module && graph.nodes[module.node]?.inputs[0];
  return input === undefined ? undefined : graph.nodes[input]?.shape;
}

/** tfjs has an alpha of 1 only: relu(x) + alpha * (elu(x) - relu(x)). */
export const elu: Lower<'elu'> = (node, site) => {
  const { alpha } = node.attributes;
  if (alpha === 1) return plainElu(node, site);
  const { x } = site;
  const positive = place(site, 'positive', 'ReLU', {}, [x], x.dims);
  const both = place(site, 'both', 'Activation', { activation: 'elu' }, [x], x.dims);
  const terms = [rescale(site, 'positive_part', positive, 1 - alpha), rescale(site, 'scaled', both, alpha)];
  return add(site, '', terms, x.dims);
};

/**
 * The approximation with tanh: `gelu_new` of tfjs cannot be loaded again. As (1 + tanh(u)) / 2 = sigmoid(2u), it is
 * x * sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)) (Hendrycks and Gimpel, 2016).
 */
export const gelu: Lower<'gelu'> = (node, site) => {
  if (!node.attributes.approximate) return exactGelu(node, site);
  const { x } = site;
  const factor = 2 * Math.sqrt(2 / Math.PI);
  const cube = multiply(site, 'cube', [x, x, x], x.dims);
  const terms = [rescale(site, 'linear', x, factor), rescale(site, 'cubic', cube, factor * 0.044715)];
  const inner = add(site, 'inner', terms, x.dims);
  const gate = place(site, 'gate', 'Activation', { activation: 'sigmoid' }, [inner], x.dims);
  return multiply(site, '', [x, gate], x.dims);
};

/** relu6(x + 3) / 6; the `hardSigmoid` of tfjs is another function, 0.2 x + 0.5 between 0 and 1. */
export const hardSigmoid: Lower<'hard_sigmoid'> = (_, site) => hardGate(site, '');

export const hardSwish: Lower<'hard_swish'> = (_, site) =>
  multiply(site, '', [site.x, hardGate(site, 'gate')], site.x.dims);

function hardGate(site: Site, suffix: string) {
  const line = rescale(site, 'line', site.x, 1 / 6, 0.5);
  return place(site, suffix, 'ReLU', { maxValue: 1 }, [line], site.x.dims);
}
