import type { InferenceGraph } from '../ir/inference.ts';
import { equalShapes } from '../ir/shape.ts';
import { inputOf, put, redirect, rewrite } from './draft.ts';

/** Of several shapes in a row only the last counts; none, where it is the first again. */
export function mergeReshapes(graph: InferenceGraph): InferenceGraph {
  return rewrite(graph, (node, draft) => {
    if (node.op !== 'reshape') return;
    const input = inputOf(draft, node);
    if (input.op !== 'reshape') return;
    const source = inputOf(draft, input);
    if (equalShapes(source.shape, node.shape)) redirect(draft, node.name, source.name);
    else put(draft, { ...node, inputs: [source.name] });
  });
}
