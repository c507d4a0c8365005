import type { InferenceNode } from '../ir/inference.ts';
import { addSizes } from '../ir/size.ts';
import type { Sides } from '../ops/padding.ts';
import { type Draft, freshName, put } from './draft.ts';

/** Adds rows and columns of one value around a map [h, w, c], for the sake of `reader`; gives the name of the node. */
export function padInFront(
  draft: Draft,
  reader: InferenceNode,
  map: InferenceNode,
  padding: Sides,
  value: number,
): string {
  const [height = 1, width = 1, channels = 1] = map.shape;
  const [top, bottom, left, right] = padding;
  const name = freshName(draft, `${reader.name}.pad`);
  put(draft, {
    name,
    op: 'pad',
    inputs: [map.name],
    attributes: { padding, value },
    shape: [addSizes(height, top + bottom), addSizes(width, left + right), channels],
    origin: reader.origin,
  });
  return name;
}
