import type { OpAttributes } from '../ops/attributes.ts';
import type { Problem } from '../ops/definition.ts';
import { definitionOf } from '../ops/query.ts';
import { product } from '../ops/rules.ts';
import type { InferenceNode, InferenceOp } from './inference.ts';
import { knownShape, type Shape } from './shape.ts';

/** What kernels have instead of settings for their training. */
const FIXED = { bias: false, init: null, trainable: false } as const;

/** The shape that the rule of an operation gives for inputs of these shapes, or what does not fit. */
export function inferredShape(
  node: Exclude<InferenceNode, { op: 'input' }>,
  inputs: readonly Shape[],
): Shape | Problem {
  switch (node.op) {
    case 'conv2d': {
      const [height = 0, width = 0, , filters = 0] = node.attributes.kernel.shape;
      const attributes = { ...node.attributes, ...FIXED, kernel: [height, width], filters } as const;
      return definitionOf('conv2d').shape(attributes, inputs);
    }
    case 'depthwise_conv2d': {
      const [height = 0, width = 0, , multiplier = 0] = node.attributes.kernel.shape;
      const attributes = { ...node.attributes, ...FIXED, kernel: [height, width], multiplier } as const;
      return definitionOf('depthwise_conv2d').shape(attributes, inputs);
    }
    case 'conv2d_transpose': {
      const [height = 0, width = 0, filters = 0] = node.attributes.kernel.shape;
      const attributes = { ...node.attributes, ...FIXED, kernel: [height, width], filters } as const;
      return definitionOf('conv2d_transpose').shape(attributes, inputs);
    }
    case 'dense':
      return definitionOf('dense').shape({ ...FIXED, units: node.attributes.kernel.shape[1] ?? 0 }, inputs);
    case 'affine':
    case 'layer_norm':
    case 'prelu':
      return inputs[0] ?? [];
    case 'reshape':
      return reshaped(node.shape, inputs);
    default:
      return ruleOf(node, inputs);
  }
}

/** Its own shape, which must hold as many numbers; of open sizes only a vector can be made. */
function reshaped(shape: Shape, inputs: readonly Shape[]): Shape | Problem {
  const [from, to] = [knownShape(inputs[0] ?? []), knownShape(shape)];
  if (!from || !to) return definitionOf('flatten').shape({}, inputs);
  return product(from) === product(to) ? shape : definitionOf('reshape').shape({ shape: to }, inputs);
}

type Alike = Exclude<
  InferenceOp,
  | 'input'
  | 'conv2d'
  | 'depthwise_conv2d'
  | 'conv2d_transpose'
  | 'dense'
  | 'affine'
  | 'layer_norm'
  | 'prelu'
  | 'reshape'
>;

type AlikeNode<Op extends Alike> = {
  [N in Op]: { readonly op: N; readonly attributes: OpAttributes[N] };
}[Op];

/** Of the operations that carry the same attributes here and in the network. */
function ruleOf<Op extends Alike>(node: AlikeNode<Op>, inputs: readonly Shape[]): Shape | Problem {
  return definitionOf(node.op).shape(node.attributes, inputs);
}
