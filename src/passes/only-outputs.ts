import type { InferenceGraph } from '../ir/inference.ts';

/**
 * The graph without what no output needs, and without the parts whose result is gone: for targets in which nothing
 * but the outputs can be asked for. Inputs stay, used or not.
 */
export function onlyOutputs(graph: InferenceGraph): InferenceGraph {
  return neededFor(
    graph,
    graph.outputs.map(({ node }) => node),
  );
}

/** The graph with its inputs and what these nodes need. */
export function neededFor(graph: InferenceGraph, roots: readonly string[]): InferenceGraph {
  const needed = new Set([...graph.inputs, ...roots]);
  // Inputs stand before their use, so that one turn from the end sees every reader before what it reads.
  for (const node of graph.nodes.toReversed()) {
    if (needed.has(node.name)) for (const input of node.inputs) needed.add(input);
  }
  if (graph.nodes.every(({ name }) => needed.has(name))) return graph;
  return {
    ...graph,
    nodes: graph.nodes.filter(({ name }) => needed.has(name)),
    parts: graph.parts.filter(({ result }) => needed.has(result)),
  };
}
