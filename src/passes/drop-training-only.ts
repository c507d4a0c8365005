import type { InferenceGraph } from '../ir/inference.ts';
import { inputOf, redirect, rewrite } from './draft.ts';

/** What passes its input on in inference goes away: dropout, drop_path and identity. */
export function dropTrainingOnly(graph: InferenceGraph): InferenceGraph {
  return rewrite(graph, (node, draft) => {
    if (node.op === 'identity') redirect(draft, node.name, inputOf(draft, node).name);
  });
}
