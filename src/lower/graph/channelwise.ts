import type { Activation, Constant, InferenceNode } from '../../ir/inference.ts';
import { NO_SIDES } from '../../ops/padding.ts';
import { type Affine, derive, setting, type Value } from './draft.ts';
import { emitProduct, isFused, windowAttributes } from './product.ts';
import { channelsOf, emit, type Site, scalar, vectorOf, whole } from './site.ts';

/**
 * x * scale + shift. On a map with a factor for each channel that is a depthwise convolution with one pixel, which is
 * one kernel instead of two and the faster one on wasm.
 */
export function affine(node: InferenceNode<'affine'>, site: Site): Value {
  const { scale, shift } = node.attributes;
  const { x } = site;
  const result =
    isMap(x) && scale && (shift || scale.data.length > 1)
      ? pixelProduct(site, { x, scale, shift }, null)
      : arithmetic(site, scale, shift);
  if (site.isReadOnce && isMap(x)) site.draft.affines.set(result.name, { x, scale, shift });
  return result;
}

function arithmetic(site: Site, scale: Constant | null, shift: Constant | null): Value {
  const { x } = site;
  const scaled = scale
    ? emit(site, shift ? 'scaled' : '', 'Mul', [x.name, vectorOf(site, scale)], {}, x.shape)
    : x;
  return shift ? emit(site, '', 'AddV2', [scaled.name, vectorOf(site, shift)]) : scaled;
}

/**
 * An activation of what an `affine` gives to nothing else: both in one kernel, which begins where the `affine` did. Its
 * own node stays behind unread, for those who ask for it.
 */
export function activateAffine(site: Site, activation: Activation): Value | undefined {
  const affined = site.draft.affines.get(site.x.name);
  const fits = affined && isFused({ kind: 'depthwise_conv2d', activation });
  return fits ? pixelProduct(site, affined, activation) : undefined;
}

function isMap({ shape }: Value): boolean {
  return shape.length === 3;
}

function pixelProduct(site: Site, { x, scale, shift }: Affine, activation: Activation | null): Value {
  const channels = channelsOf(x);
  const attr = windowAttributes([1, 1], NO_SIDES, [1, 1]);
  const shape = [1, 1, channels, 1];
  const product = {
    kind: 'depthwise_conv2d',
    kernel: scale
      ? vectorOf(site, forChannels(site, scale, channels), shape)
      : setting(site.draft, `${site.name}/ones`, new Float32Array(channels).fill(1), shape),
    bias: shift && forChannels(site, shift, channels),
    activation,
  } as const;
  return emitProduct(site, '', x, product, attr, x.shape);
}

/** A number for all channels as one for each. */
function forChannels({ draft }: Site, constant: Constant, channels: number): Constant {
  if (constant.data.length === channels) return constant;
  const make = () => ({ shape: [channels], data: new Float32Array(channels).fill(constant.data[0] ?? 0) });
  return derive(draft, constant, `for_${channels}`, make);
}

/** (x - mean) / sqrt(variance + eps) * gamma + beta over the last axis; the variance divides by how many there are. */
export function layerNorm(node: InferenceNode<'layer_norm'>, site: Site): Value {
  const { gamma, beta, eps } = node.attributes;
  const { x } = site;
  const axis = whole(site, 'axis', x.shape.length);
  const step = (suffix: string, op: string, ...input: string[]) =>
    emit(site, suffix, op, input, {}, x.shape).name;
  const mean = (suffix: string, of: string) =>
    emit(site, suffix, 'Mean', [of, axis], { keep_dims: { b: true } }, x.shape).name;
  const centred = step('centred', 'Sub', x.name, mean('mean', x.name));
  const variance = mean('variance', step('square', 'Mul', centred, centred));
  const inverse = step('inverse', 'Rsqrt', step('spread', 'AddV2', variance, scalar(site, 'eps', eps)));
  const normal = step('normal', 'Mul', centred, inverse);
  const scaled = step('scaled', 'Mul', normal, vectorOf(site, gamma));
  return emit(site, '', 'AddV2', [scaled, vectorOf(site, beta)]);
}
