import type { InferenceGraph } from '../ir/inference.ts';
import type { Shape } from '../ir/shape.ts';
import { ceilDivide, equalSizes } from '../ir/size.ts';
import { explicitPadding, NO_SIDES, type Sides } from '../ops/padding.ts';
import { inputOf, put, rewrite } from './draft.ts';
import type { Kernels } from './kernels.ts';
import { padInFront } from './pad-in-front.ts';
import { type ConvolutionNode, isConvolution, isNone, sidesOf, windowOf, withPadding } from './products.ts';

/**
 * For targets whose convolutions have no padding of their own in numbers: what is neither nothing nor what TensorFlow's
 * "same" gives becomes a `pad` in front, one for all convolutions that pad a value alike.
 */
export function splitPadding(graph: InferenceGraph, kernels: Kernels): InferenceGraph {
  if (kernels.explicitPadding) return graph;
  const pads = new Map<string, string>();
  return rewrite(graph, (node, draft) => {
    if (!isConvolution(node)) return;
    const sides = sidesOf(draft, node);
    if (!sides || isNone(sides)) return;
    const input = inputOf(draft, node);
    if (isSame(node, sides, input.shape)) return;
    const key = `${input.name} ${sides.join()}`;
    const name = pads.get(key) ?? padInFront(draft, node, input, sides, 0);
    pads.set(key, name);
    put(draft, withPadding(node, NO_SIDES, name));
  });
}

/** Whether "same" has these very windows: as many, and the first begins at the same place. */
function isSame(node: ConvolutionNode, [top, , left]: Sides, input: Shape): boolean {
  const { stride, dilation } = node.attributes;
  const same = explicitPadding('same', windowOf(node), stride, dilation, input);
  if (!same || same[0] !== top || same[2] !== left) return false;
  return stride.every((step, axis) => equalSizes(ceilDivide(input[axis] ?? 1, step), node.shape[axis] ?? 1));
}
