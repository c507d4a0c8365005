import type { Constant, InferenceGraph, InferenceNode, InferenceOp } from '../ir/inference.ts';
import { equalShapes, type Shape } from '../ir/shape.ts';
import type { PoolAttributes } from '../ops/attributes.ts';
import { inputOf, put, redirect, rewrite, withInputs } from './draft.ts';

/** Steps that change nothing go away: factors of 1, paddings of 0, windows of one pixel, an activation done twice. */
export function dropNoOps(graph: InferenceGraph): InferenceGraph {
  return rewrite(graph, (node, draft) => {
    if (node.inputs.length !== 1) return;
    const input = inputOf(draft, node);
    if (changesNothing(node, input)) {
      redirect(draft, node.name, input.name);
    } else if (node.op === 'relu6' && input.op === 'relu') {
      put(draft, withInputs(node, input.inputs));
    } else if (isPool(node) && isOnePixel(input.shape)) {
      const { name, inputs, shape, origin } = node;
      put(draft, { name, op: 'reshape', inputs, attributes: {}, shape, origin });
    }
  });
}

function changesNothing(node: InferenceNode, input: InferenceNode): boolean {
  const sameShape = equalShapes(node.shape, input.shape);
  if (!sameShape) return false;
  switch (node.op) {
    case 'affine':
      return isAll(node.attributes.scale, 1) && isAll(node.attributes.shift, 0);
    case 'relu':
      return notNegative.has(input.op);
    case 'relu6':
      return upToSix.has(input.op);
    case 'max_pool2d':
    case 'avg_pool2d':
      return isOneByOne(node.attributes);
    case 'channel_shuffle':
      return node.attributes.groups === 1 || node.attributes.groups === node.shape[node.shape.length - 1];
    // Of an unchanged shape, they have nothing to do.
    case 'global_avg_pool':
    case 'global_max_pool':
    case 'adaptive_avg_pool2d':
    case 'upsample':
    case 'reshape':
    case 'slice':
    case 'crop':
    case 'pad':
    case 'concat':
      return true;
    default:
      return false;
  }
}

const upToSix: ReadonlySet<InferenceOp> = new Set(['relu6', 'sigmoid', 'hard_sigmoid', 'softmax']);
const notNegative: ReadonlySet<InferenceOp> = new Set([...upToSix, 'relu', 'softplus']);

function isAll(constant: Constant | null, value: number): boolean {
  return constant === null || constant.data.every((each) => each === value);
}

function isOneByOne({ kernel, stride, padding }: PoolAttributes): boolean {
  const nothingAround = padding === 'same' || padding.every((side) => side === 0);
  return nothingAround && [...kernel, ...stride].every((size) => size === 1);
}

function isPool({ op }: InferenceNode): boolean {
  return op === 'global_avg_pool' || op === 'global_max_pool';
}

function isOnePixel(shape: Shape): boolean {
  return shape[0] === 1 && shape[1] === 1;
}
