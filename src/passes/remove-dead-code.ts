import type { InferenceGraph } from '../ir/inference.ts';
import { neededFor } from './only-outputs.ts';

/**
 * Nodes that neither an output nor the result of a part needs go away. Results of parts stay, since they can be asked
 * for by name; a target in which they cannot takes `onlyOutputs` instead.
 */
export function removeDeadCode(graph: InferenceGraph): InferenceGraph {
  const { outputs, parts } = graph;
  return neededFor(graph, [...outputs.map(({ node }) => node), ...parts.map(({ result }) => result)]);
}
