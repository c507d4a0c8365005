import { diagnostic } from '../../diagnostics/report.ts';
import type { InferenceGraph, InferenceNode } from '../../ir/inference.ts';
import { knownShape } from '../../ir/shape.ts';
import { onlyOutputs } from '../../passes/only-outputs.ts';
import type { Lowering, WeightStorage } from '../lowering.ts';
import { otherTargets } from '../targets.ts';
import { addTensor, type Draft, newDraft, type Value } from './draft.ts';
import type { Place } from './place.ts';
import { reshapeTo } from './reshaping.ts';
import { checkSizes } from './sizes.ts';
import { lowerNode } from './table.ts';
import { type Named, writeModel } from './write.ts';

export interface TfliteOptions {
  /** How weights are stored; all is computed in 32-bit floats. */
  readonly storage?: WeightStorage;
}

/**
 * A network as one file of TensorFlow Lite, `model.tflite`: schema version 3, one sample at a time, maps as
 * [1, h, w, c]. Tensors are called by the names of the nodes that they hold, inputs and outputs by those of the
 * program, also in the one signature, `serving_default`.
 */
export function lowerToTflite(graph: InferenceGraph, { storage = 'float32' }: TfliteOptions = {}): Lowering {
  const diagnostics = checkSizes(graph);
  if (diagnostics.length > 0) return { diagnostics };
  const needed = onlyOutputs(graph);
  const draft = newDraft(
    storage,
    needed.nodes.map(({ name }) => name),
  );
  const values = lowerNodes(draft, needed);
  const inputs = needed.inputs.map((name) => ({ name, value: heldBy(values, name) }));
  const outputs = nameOutputs(draft, needed, values, inputs);
  const file = writeModel(draft, graph.name, inputs, outputs);
  if ('tooLarge' in file) {
    const help = ['store the weights in less: `--float16` or `--int8-weights`', ...otherTargets()];
    return { diagnostics: [diagnostic('ARC5302', undefined, { bytes: file.tooLarge }, { help })] };
  }
  return { files: new Map([['model.tflite', file]]) };
}

/** The shape of a node as TensorFlow Lite has it: with the batch, which is 1. */
function batched({ name, shape }: InferenceNode): readonly number[] {
  const known = knownShape(shape);
  if (!known) throw new Error(`the size of ${name} is open though those of all inputs are known`);
  return [1, ...known];
}

function lowerNodes(draft: Draft, graph: InferenceGraph): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const node of graph.nodes) {
    const shape = batched(node);
    values.set(
      node.name,
      node.op === 'input' ? addTensor(draft, node.name, shape) : lowerOne(draft, values, node, shape),
    );
  }
  return values;
}

function lowerOne(
  draft: Draft,
  values: ReadonlyMap<string, Value>,
  node: Exclude<InferenceNode, { op: 'input' }>,
  shape: readonly number[],
): Value {
  const inputs = node.inputs.map((input) => heldBy(values, input));
  const [x] = inputs;
  if (!x) throw new Error(`${node.name} takes nothing`);
  const place: Place = { draft, name: node.name, inputs, x, shape };
  return lowerNode(node, place);
}

function heldBy(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name);
  if (!value) throw new Error(`${name} is used before it is made`);
  return value;
}

/**
 * Each output as a tensor of its own, called as the program calls it: what is an input too, or two outputs at once, is
 * copied.
 */
function nameOutputs(
  draft: Draft,
  graph: InferenceGraph,
  values: ReadonlyMap<string, Value>,
  inputs: readonly Named[],
): readonly Named[] {
  const taken = new Set(inputs.map(({ value }) => value.tensor));
  return graph.outputs.map(({ name, node }) => {
    const found = heldBy(values, node);
    const place: Place = { draft, name: node, inputs: [found], x: found, shape: found.shape };
    const value = taken.has(found.tensor) ? reshapeTo(place, 'output', found, found.shape) : found;
    taken.add(value.tensor);
    const tensor = draft.tensors[value.tensor];
    // Another node may bear the name of the output; then the signature alone has it.
    if (tensor && !draft.names.has(name)) {
      tensor.name = name;
      draft.names.add(name);
    }
    return { name, value };
  });
}
