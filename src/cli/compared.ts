import type { Comparison } from '../diff/compare.ts';
import type { Graph } from '../ir/graph.ts';

/** Networks of the two sides that are compared, or one that the other side lacks. */
export interface Compared {
  readonly comparisons: readonly Comparison[];
  readonly lonely: readonly { readonly side: 'before' | 'after'; readonly graph: Graph }[];
}
