import type { InferenceGraph } from '../ir/inference.ts';
import { dropNoOps } from './drop-no-ops.ts';
import { dropTrainingOnly } from './drop-training-only.ts';
import { expandActivations } from './expand-activations.ts';
import { foldAffine } from './fold-affine.ts';
import { fuseActivations } from './fuse-activations.ts';
import type { Kernels } from './kernels.ts';
import { mergeConstants, mergeEqualNodes } from './merge-equal.ts';
import { mergePadding } from './merge-padding.ts';
import { mergeReshapes } from './merge-reshapes.ts';
import { removeDeadCode } from './remove-dead-code.ts';
import { splitPadding } from './split-padding.ts';

/** A step of the optimisation: a graph that computes the same, to rounding, with the same inputs and outputs. */
interface Pass {
  readonly name: string;
  readonly run: (graph: InferenceGraph, kernels: Kernels) => InferenceGraph;
}

/** In an order in which one turn suffices. */
const passes: readonly Pass[] = [
  { name: 'dropTrainingOnly', run: dropTrainingOnly },
  { name: 'dropNoOps', run: dropNoOps },
  { name: 'mergeReshapes', run: mergeReshapes },
  { name: 'mergeEqualNodes', run: mergeEqualNodes },
  { name: 'mergePadding', run: mergePadding },
  { name: 'expandActivations', run: expandActivations },
  { name: 'foldAffine', run: foldAffine },
  { name: 'mergeConstants', run: mergeConstants },
  { name: 'fuseActivations', run: fuseActivations },
  { name: 'splitPadding', run: splitPadding },
  { name: 'removeDeadCode', run: removeDeadCode },
];

/**
 * The graph as it is best for the kernels of a target: the same outputs, to rounding, by fewer and cheaper steps.
 * `observe` sees the graph as it comes (`input`), then after each pass.
 */
export function optimise(
  graph: InferenceGraph,
  kernels: Kernels,
  observe?: (pass: string, graph: InferenceGraph) => void,
): InferenceGraph {
  observe?.('input', graph);
  let current = graph;
  for (const { name, run } of passes) {
    current = run(current, kernels);
    observe?.(name, current);
  }
  return current;
}
