import type { Graph } from '../ir/graph.ts';
import type { InferenceGraph } from '../ir/inference.ts';
import type { Kernels } from '../passes/kernels.ts';
import type { WeightValues } from '../weights/tensor.ts';
import type { Lowering, WeightStorage } from './lowering.ts';
import type { InferenceTarget, Target } from './targets.ts';

/** Called with the graph for inference as it is made (`input`), then after each pass. */
export type PassObserver = (pass: string, graph: InferenceGraph) => void;

export interface LowerOptions {
  /** How weights are stored; `layers` has no form for `int8`. */
  readonly storage?: WeightStorage;
  readonly observe?: PassObserver;
}

/**
 * A network as the files of a target. `values` holds every weight of the network by its path. The code of a target is
 * loaded when it is first lowered to. Refused at the lines that a target cannot express (ARC5).
 * @throws RangeError for `layers` with `int8`.
 */
export async function lowerNetwork(
  graph: Graph,
  values: WeightValues,
  target: Target,
  { storage = 'float32', observe }: LowerOptions = {},
): Promise<Lowering> {
  if (target === 'layers') {
    if (storage === 'int8') throw new RangeError('the layers target has no 8-bit weights');
    const { lowerToLayers } = await import('./layers/index.ts');
    return lowerToLayers(graph, values, { float16: storage === 'float16' });
  }
  const { kernels, lower } = await inferenceTargets[target]();
  return lower(await optimisedFor(kernels, graph, values, observe), { storage });
}

/** The graph that a target is written from, each step of its making shown to `observe`. */
export async function optimisedGraph(
  graph: Graph,
  values: WeightValues,
  target: InferenceTarget,
  observe?: PassObserver,
): Promise<InferenceGraph> {
  const { kernels } = await inferenceTargets[target]();
  return optimisedFor(kernels, graph, values, observe);
}

async function optimisedFor(
  kernels: Kernels,
  graph: Graph,
  values: WeightValues,
  observe: PassObserver | undefined,
): Promise<InferenceGraph> {
  const { inferenceGraph } = await import('../passes/inference.ts');
  const { optimise } = await import('../passes/optimise.ts');
  return optimise(inferenceGraph(graph, values), kernels, observe);
}

interface Lowerer {
  readonly kernels: Kernels;
  lower(graph: InferenceGraph, options: { readonly storage: WeightStorage }): Lowering;
}

const inferenceTargets: Readonly<Record<InferenceTarget, () => Promise<Lowerer>>> = {
  async graph() {
    const { lowerToGraph } = await import('./graph/index.ts');
    const { graphKernels } = await import('./graph/kernels.ts');
    return { kernels: graphKernels, lower: lowerToGraph };
  },
  async onnx() {
    const { lowerToOnnx } = await import('./onnx/index.ts');
    const { onnxKernels } = await import('./onnx/kernels.ts');
    return { kernels: onnxKernels, lower: lowerToOnnx };
  },
  async tflite() {
    const { lowerToTflite } = await import('./tflite/index.ts');
    const { tfliteKernels } = await import('./tflite/kernels.ts');
    return { kernels: tfliteKernels, lower: lowerToTflite };
  },
};
