import type { Constant, InferenceNode, InferenceOps } from '../ir/inference.ts';
import { NO_SIDES } from '../ops/padding.ts';
import { type Draft, freshName, inputOf, isOutput, newConstant, put, readersOf } from './draft.ts';
import { perChannel, scaledInputs, sumsOf } from './kernel-numbers.ts';
import { padInFront } from './pad-in-front.ts';
import {
  changedProduct,
  channelsInto,
  isConvolution,
  isNone,
  outputsOf,
  type ProductNode,
  sidesOf,
  withPadding,
} from './products.ts';

/** A kernel times a scale: worked out once for all nodes that share both. */
export type ScaledKernels = (
  draft: Draft,
  kernel: Constant,
  scale: Constant,
  name: string,
  make: () => Float32Array,
) => Constant;

export function scaledKernels(): ScaledKernels {
  const known = new Map<Constant, Map<Constant, Constant>>();
  return (draft, kernel, scale, name, make) => {
    const ofKernel = known.get(kernel) ?? new Map<Constant, Constant>();
    const constant = ofKernel.get(scale) ?? newConstant(draft, name, kernel.shape, make());
    known.set(kernel, ofKernel.set(scale, constant));
    return constant;
  };
}

/** Whether an addend before a product is the same as one after it: everywhere all of the kernel meets the input. */
export function passesShift(draft: Draft, node: ProductNode): boolean {
  switch (node.op) {
    case 'dense':
      return true;
    case 'conv2d':
    case 'depthwise_conv2d': {
      const sides = sidesOf(draft, node);
      return sides !== undefined && isNone(sides);
    }
    case 'conv2d_transpose': {
      const { kernel, stride, padding, outputPadding } = node.attributes;
      const sizes = [kernel.shape[0], kernel.shape[1], ...stride];
      return (
        sizes.every((size) => size === 1) && isNone(padding) && outputPadding.every((size) => size === 0)
      );
    }
  }
}

/** kernel * (x * scale + shift) + bias = (kernel * scale) * x + (kernel * shift + bias), the product taking `inputs`. */
export function foldBefore(
  draft: Draft,
  { scale, shift }: InferenceOps['affine'],
  node: ProductNode,
  inputs: readonly string[],
  scaled: ScaledKernels,
): void {
  const { kernel, bias } = node.attributes;
  const [channels, outputs] = [channelsInto(node), outputsOf(node)];
  const factors = perChannel(scale, channels, 1);
  const change = {
    kernel: scale
      ? scaled(draft, kernel, scale, `${node.name}.kernel`, () => scaledInputs(node, factors))
      : kernel,
    bias: shift ? withSums(draft, node, bias, sumsOf(node, perChannel(shift, channels, 0)), outputs) : bias,
  };
  put(draft, changedProduct(node, { ...change, inputs }));
}

function withSums(
  draft: Draft,
  { name }: ProductNode,
  bias: Constant | null,
  sums: Float64Array,
  outputs: number,
): Constant {
  const addends = perChannel(bias, outputs, 0).map((each, i) => each + (sums[i] ?? 0));
  return newConstant(draft, `${name}.bias`, [outputs], Float32Array.from(addends));
}

/**
 * Before a convolution that pads, as in front of a stem: where one number becomes 0 in every channel, the map is padded
 * with that number and the whole step folded. Otherwise the factor alone is, x * scale + shift being
 * (x + shift / scale) * scale.
 */
export function foldPadded(
  draft: Draft,
  affine: InferenceNode<'affine'>,
  node: ProductNode,
  scaled: ScaledKernels,
): void {
  const { scale, shift } = affine.attributes;
  if (!shift || !isConvolution(node)) return;
  if (isOutput(draft, affine.name) || readersOf(draft, affine.name).length > 1) return;
  const sides = sidesOf(draft, node);
  const length = Math.max(scale?.data.length ?? 1, shift.data.length);
  const factors = perChannel(scale, length, 1);
  const centres = perChannel(shift, length, 0).map((each, i) => each / (factors[i] ?? 1));
  if (!centres.every((each) => Math.abs(each) < MAX_CENTRE)) return;
  const value = commonValue(centres);
  if (sides && value !== undefined) {
    const padded = padInFront(draft, node, inputOf(draft, affine), sides, Math.fround(-value));
    foldBefore(draft, affine.attributes, withPadding(node, NO_SIDES), [padded], scaled);
  } else if (scale) {
    const name = freshName(draft, `${node.name}.shifted`);
    const addend = newConstant(draft, `${name}.shift`, [length], Float32Array.from(centres));
    put(draft, { ...affine, name, attributes: { scale: null, shift: addend } });
    foldBefore(draft, { scale, shift: null }, node, [name], scaled);
  }
}

/** Beyond this the sum could leave the range of 32 bits; a factor of 0 gives infinity. */
const MAX_CENTRE = 1e30;

/** What 32-bit factors and addends leave of a number that is the same for all channels. */
const ROUNDING = 2 ** -22;

function commonValue(numbers: Float64Array): number | undefined {
  const value = numbers[0] ?? 0;
  return numbers.every((each) => Math.abs(each - value) <= ROUNDING * Math.abs(value)) ? value : undefined;
}
