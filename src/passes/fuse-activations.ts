import type { Activation, InferenceGraph, InferenceNode } from '../ir/inference.ts';
import { inputOf, isOutput, put, readersOf, rewrite } from './draft.ts';
import type { Kernels } from './kernels.ts';
import { changedProduct, isProduct } from './products.ts';

/**
 * An activation becomes part of the product before it where the target's kernel computes it and nothing else takes the
 * product. A product that is the result of a part stays beside it, with the same weights.
 */
export function fuseActivations(graph: InferenceGraph, kernels: Kernels): InferenceGraph {
  return rewrite(graph, (node, draft) => {
    const activation = activationOf(node);
    if (!activation) return;
    const product = inputOf(draft, node);
    if (!isProduct(product) || product.attributes.activation || !kernels.fuses(product.op, activation))
      return;
    if (isOutput(draft, product.name) || readersOf(draft, product.name).length > 1) return;
    put(draft, changedProduct(product, { name: node.name, activation }));
  });
}

/** The activation that a node computes and that kernels may have; an `elu` of theirs has the alpha 1. */
function activationOf(node: InferenceNode): Activation | undefined {
  switch (node.op) {
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'tanh':
      return { op: node.op };
    case 'elu':
      return node.attributes.alpha === 1 ? { op: 'elu' } : undefined;
    case 'leaky_relu':
      return { op: 'leaky_relu', slope: node.attributes.slope };
    case 'prelu':
      return { op: 'prelu', alpha: node.attributes.alpha };
    default:
      return undefined;
  }
}
