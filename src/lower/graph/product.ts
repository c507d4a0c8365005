import type { Activation, Constant } from '../../ir/inference.ts';
import type { Shape } from '../../ir/shape.ts';
import type { Pair } from '../../ops/attributes.ts';
import type { Sides } from '../../ops/padding.ts';
import { derive, type Value } from './draft.ts';
import { graphKernels } from './kernels.ts';
import { type Attributes, fusable, integer, integers, text, texts } from './node-def.ts';
import { emit, type Site, vectorOf } from './site.ts';

/** A product with a kernel: what is computed on its result in the same kernel of tfjs. */
export interface Product {
  readonly kind: 'conv2d' | 'depthwise_conv2d' | 'dense';
  readonly kernel: string;
  readonly bias: Constant | null;
  readonly activation: Activation | null;
}

const OPS = {
  conv2d: { plain: 'Conv2D', fused: '_FusedConv2D' },
  depthwise_conv2d: { plain: 'DepthwiseConv2dNative', fused: 'FusedDepthwiseConv2dNative' },
  dense: { plain: 'MatMul', fused: '_FusedMatMul' },
} as const;

/** Whether the kernel of the product computes the activation too. */
export function isFused({ kind, activation }: Pick<Product, 'kind' | 'activation'>): boolean {
  return activation !== null && graphKernels.fuses(kind, activation);
}

/** One kernel: the product, its bias and, if `isFused`, its activation. */
export function emitProduct(
  site: Site,
  suffix: string,
  x: Value,
  product: Product,
  attr: Attributes,
  shape: Shape,
): Value {
  const { plain, fused } = OPS[product.kind];
  const activation = isFused(product) ? product.activation : null;
  const extra = biasFor(site, product, activation).map((each) => vectorOf(site, each));
  const input = [x.name, product.kernel];
  if (extra.length === 0 && !activation) return emit(site, suffix, plain, input, attr, shape);
  // The activation is found by its place behind the bias: without one, NoOp holds the place.
  const steps: string[] = [extra.length > 0 ? 'BiasAdd' : 'NoOp'];
  if (activation && activation.op !== 'tanh') steps.push(fusable[activation.op]);
  if (activation?.op === 'prelu') extra.push(vectorOf(site, activation.alpha));
  const fusedAttr = { ...attr, fused_ops: texts(steps), num_args: integer(extra.length) };
  const slope = activation?.op === 'leaky_relu' ? activation.slope : undefined;
  const whole = slope === undefined ? fusedAttr : { ...fusedAttr, leakyrelu_alpha: { f: slope } };
  return emit(site, suffix, fused, [...input, ...extra], whole, shape);
}

/** Without a bias `_FusedMatMul` takes the slopes of a PReLU for one, so there it gets zeros. */
function biasFor(site: Site, { kind, bias }: Product, activation: Activation | null): Constant[] {
  if (bias) return [bias];
  if (kind !== 'dense' || activation?.op !== 'prelu') return [];
  const { alpha } = activation;
  const zeros = () => ({ shape: alpha.shape, data: new Float32Array(alpha.data.length) });
  return [derive(site.draft, alpha, 'zeros', zeros)];
}

/** The settings of a window: zeros around the map where `padding` has numbers, else TensorFlow's rule. */
export function windowAttributes(stride: Pair, padding: Sides | 'same', dilation: Pair): Attributes {
  const common = {
    strides: integers([1, ...stride, 1]),
    dilations: integers([1, ...dilation, 1]),
    data_format: text('NHWC'),
  };
  if (padding === 'same') return { ...common, padding: text('SAME') };
  if (padding.every((side) => side === 0)) return { ...common, padding: text('VALID') };
  return { ...common, padding: text('EXPLICIT'), explicit_paddings: integers([0, 0, ...padding, 0, 0]) };
}
