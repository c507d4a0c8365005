import type { Activation, Constant, InferenceNode } from '../ir/inference.ts';
import type { Pair } from '../ops/attributes.ts';
import { explicitPadding, type Sides } from '../ops/padding.ts';
import { type Draft, inputOf } from './draft.ts';

/** A node that multiplies by a kernel and may add a bias and compute an activation in the same step. */
export type ProductNode = InferenceNode<'conv2d' | 'depthwise_conv2d' | 'conv2d_transpose' | 'dense'>;

/** One that slides over its input and pads it. */
export type ConvolutionNode = InferenceNode<'conv2d' | 'depthwise_conv2d'>;

export function isProduct(node: InferenceNode): node is ProductNode {
  return node.op === 'dense' || node.op === 'conv2d_transpose' || isConvolution(node);
}

export function isConvolution(node: InferenceNode): node is ConvolutionNode {
  return node.op === 'conv2d' || node.op === 'depthwise_conv2d';
}

interface ProductChange {
  readonly name?: string;
  readonly inputs?: readonly string[];
  readonly kernel?: Constant;
  readonly bias?: Constant | null;
  readonly activation?: Activation;
}

export function changedProduct(node: ProductNode, { name, inputs, ...change }: ProductChange): ProductNode {
  const base = { name: name ?? node.name, inputs: inputs ?? node.inputs };
  switch (node.op) {
    case 'conv2d':
      return { ...node, ...base, attributes: { ...node.attributes, ...change } };
    case 'depthwise_conv2d':
      return { ...node, ...base, attributes: { ...node.attributes, ...change } };
    case 'conv2d_transpose':
      return { ...node, ...base, attributes: { ...node.attributes, ...change } };
    case 'dense':
      return { ...node, ...base, attributes: { ...node.attributes, ...change } };
  }
}

/** The convolution with another padding in numbers, of another input where one is given. */
export function withPadding(node: ConvolutionNode, padding: Sides, input?: string): ConvolutionNode {
  const inputs = input === undefined ? node.inputs : [input];
  return node.op === 'conv2d'
    ? { ...node, inputs, attributes: { ...node.attributes, padding } }
    : { ...node, inputs, attributes: { ...node.attributes, padding } };
}

/** How a convolution pads, in numbers; undefined where that depends on a size that is open. */
export function sidesOf(draft: Draft, node: ConvolutionNode): Sides | undefined {
  const { padding, stride, dilation } = node.attributes;
  return explicitPadding(padding, windowOf(node), stride, dilation, inputOf(draft, node).shape);
}

/** Height and width of the kernel. */
export function windowOf({ attributes: { kernel } }: ConvolutionNode): Pair {
  return [kernel.shape[0] ?? 1, kernel.shape[1] ?? 1];
}

export function isNone(sides: Sides): boolean {
  return sides.every((side) => side === 0);
}

/** How many channels a product makes. */
export function outputsOf({ op, attributes: { kernel } }: ProductNode): number {
  const [, second = 1, third = 1, fourth = 1] = kernel.shape;
  switch (op) {
    case 'conv2d':
      return fourth;
    case 'depthwise_conv2d':
      return third * fourth;
    case 'conv2d_transpose':
      return third;
    case 'dense':
      return second;
  }
}

/** How many channels a product takes. */
export function channelsInto(node: ProductNode): number {
  const [first = 1, , third = 1, fourth = 1] = node.attributes.kernel.shape;
  switch (node.op) {
    case 'conv2d':
      return third * node.attributes.groups;
    case 'depthwise_conv2d':
      return third;
    case 'conv2d_transpose':
      return fourth;
    case 'dense':
      return first;
  }
}
