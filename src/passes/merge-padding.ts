import type { InferenceGraph } from '../ir/inference.ts';
import type { Sides } from '../ops/padding.ts';
import { inputOf, put, rewrite } from './draft.ts';
import { isConvolution, sidesOf, withPadding } from './products.ts';

/** Paddings of convolutions are numbers wherever the sizes are known, and zeros padded in front become part of them. */
export function mergePadding(graph: InferenceGraph): InferenceGraph {
  return rewrite(graph, (node, draft) => {
    if (!isConvolution(node)) return;
    const own = sidesOf(draft, node);
    if (!own) return;
    const input = inputOf(draft, node);
    if (input.op === 'pad' && input.attributes.value === 0)
      put(draft, withPadding(node, sum(own, input.attributes.padding), inputOf(draft, input).name));
    else if (node.attributes.padding === 'same') put(draft, withPadding(node, own));
  });
}

function sum(a: Sides, b: Sides): Sides {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
}
