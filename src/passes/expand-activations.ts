import type { Constant, InferenceGraph, InferenceNode } from '../ir/inference.ts';
import { type Draft, freshName, newConstant, put, rewrite } from './draft.ts';
import type { Kernels } from './kernels.ts';

/**
 * What a target has no kernel for, as steps that it has: hard_sigmoid as relu6(x + 3) / 6, hard_swish as
 * x * relu6(x + 3) / 6. The sixth stands last, so that the convolution behind can take it into its kernel, as the one
 * in front takes the 3 of a gate into its bias.
 */
export function expandActivations(graph: InferenceGraph, { lacks }: Kernels): InferenceGraph {
  const numbers = new Map<string, Constant>();
  return rewrite(graph, (node, draft) => {
    if (!lacks.has(node.op) || (node.op !== 'hard_sigmoid' && node.op !== 'hard_swish')) return;
    const only = (name: string, value: number) => {
      const constant = numbers.get(name) ?? newConstant(draft, name, [1], Float32Array.of(value));
      numbers.set(name, constant);
      return constant;
    };
    const gate = clipped(draft, node, only('hard_gate.shift', 3));
    const last = node.op === 'hard_swish' ? gated(draft, node, gate) : gate;
    const { name, shape, origin } = node;
    const attributes = { scale: only('hard_gate.scale', 1 / 6), shift: null };
    put(draft, { name, op: 'affine', inputs: [last], attributes, shape, origin });
  });
}

/** relu6(x + 3); gives the name of the node. */
function clipped(draft: Draft, node: InferenceNode, shift: Constant): string {
  const { shape, origin, inputs } = node;
  const shifted = freshName(draft, `${node.name}.shifted`);
  put(draft, { name: shifted, op: 'affine', inputs, attributes: { scale: null, shift }, shape, origin });
  const gate = freshName(draft, `${node.name}.gate`);
  put(draft, { name: gate, op: 'relu6', inputs: [shifted], attributes: {}, shape, origin });
  return gate;
}

function gated(draft: Draft, { name, inputs, shape, origin }: InferenceNode, gate: string): string {
  const product = freshName(draft, `${name}.product`);
  put(draft, { name: product, op: 'multiply', inputs: [...inputs, gate], attributes: {}, shape, origin });
  return product;
}
