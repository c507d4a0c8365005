import type { Activation, Constant, InferenceNode } from '../ir/inference.ts';
import { changedProduct, isProduct } from './products.ts';

/** The node with other constants for its own; the node itself where all stay. */
export function withConstants(node: InferenceNode, change: (constant: Constant) => Constant): InferenceNode {
  const changed = changedIn(node, change);
  return changed ?? node;
}

function changedIn(node: InferenceNode, change: (constant: Constant) => Constant): InferenceNode | undefined {
  const optional = (constant: Constant | null) => constant && change(constant);
  if (isProduct(node)) {
    const { kernel, bias, activation } = node.attributes;
    const changed = { kernel: change(kernel), bias: optional(bias) };
    const slopes: Activation | null =
      activation?.op === 'prelu' ? { ...activation, alpha: change(activation.alpha) } : null;
    const same = changed.kernel === kernel && changed.bias === bias;
    const sameSlopes =
      activation?.op !== 'prelu' || (slopes?.op === 'prelu' && slopes.alpha === activation.alpha);
    if (same && sameSlopes) return undefined;
    return changedProduct(node, slopes ? { ...changed, activation: slopes } : changed);
  }
  switch (node.op) {
    case 'affine': {
      const { scale, shift } = node.attributes;
      const attributes = { scale: optional(scale), shift: optional(shift) };
      return attributes.scale === scale && attributes.shift === shift ? undefined : { ...node, attributes };
    }
    case 'layer_norm': {
      const { gamma, beta, eps } = node.attributes;
      const attributes = { gamma: change(gamma), beta: change(beta), eps };
      return attributes.gamma === gamma && attributes.beta === beta ? undefined : { ...node, attributes };
    }
    case 'prelu': {
      const alpha = change(node.attributes.alpha);
      return alpha === node.attributes.alpha ? undefined : { ...node, attributes: { alpha } };
    }
    default:
      return undefined;
  }
}
