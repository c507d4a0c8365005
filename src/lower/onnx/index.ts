import type { InferenceGraph, InferenceNode } from '../../ir/inference.ts';
import { type Size, symbol, symbolsOf } from '../../ir/size.ts';
import { onlyOutputs } from '../../passes/only-outputs.ts';
import type { Lowering, WeightStorage } from '../lowering.ts';
import { dimsOf, type Emission, finish, type Value } from './emission.ts';
import type { OnnxModel, OnnxValue } from './model.ts';
import { emitNode } from './table.ts';
import { writeModel } from './write.ts';

export interface OnnxOptions {
  /** How weights are stored; the model reads them as 32-bit numbers. */
  readonly storage?: WeightStorage;
  /** Beyond so many bytes the numbers lie in a file beside the model: by default, all that protobuf takes. */
  readonly largestModel?: number;
}

/**
 * A network as an ONNX model: `model.onnx` and, past 2 GiB, `model.onnx.data`. Feature maps are [batch, c, h, w] inside
 * and at inputs and outputs, all else keeps its order of axes; the batch and symbolic sizes are open. Every node of the
 * graph is an operator of its name; what takes several has its path in front: `act/sigmoid`.
 */
export function lowerToOnnx(
  graph: InferenceGraph,
  { storage = 'float32', largestModel }: OnnxOptions = {},
): Lowering {
  return { files: writeModel(onnxModel(onlyOutputs(graph), storage), largestModel) };
}

/** The model as values, before it is bytes. */
export function onnxModel(graph: InferenceGraph, storage: WeightStorage): OnnxModel {
  const emission = emissionOf(graph, storage);
  const results = resultNames(graph, emission);
  const values = new Map<string, { readonly value: Value; readonly node: InferenceNode }>();
  const find = (name: string) => {
    const found = values.get(name);
    if (!found) throw new Error(`\`${name}\` is used before it is made`);
    return found;
  };
  for (const node of graph.nodes) {
    const result = results.get(node.name) ?? node.name;
    if (node.op === 'input') {
      values.set(node.name, { value: { name: result, dims: dimsOf(node.shape, emission.batch) }, node });
      continue;
    }
    const inputs = node.inputs.map(find);
    const site = {
      emission,
      path: node.name,
      result,
      shape: node.shape,
      inputs: inputs.map(({ value }) => value),
      inputShapes: inputs.map((input) => input.node.shape),
    };
    values.set(node.name, { value: emitNode(node, site), node });
  }
  for (const { name, node } of graph.outputs) {
    const {
      value,
      node: { shape },
    } = find(node);
    // A second name of one tensor, or the name of an input that is an output as it is.
    if (value.name !== name)
      finish(
        { emission, path: `${name}/output`, result: name, shape, inputs: [], inputShapes: [] },
        'Identity',
        [value],
      );
  }
  const described = (name: string, { dims }: Value): OnnxValue => ({ name, type: 'float32', dims });
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  return {
    producer: 'archc',
    graph: {
      name: graph.name,
      nodes: emission.nodes,
      initialisers: emission.initialisers,
      inputs: graph.inputs.map((name) => described(name, find(name).value)),
      outputs: graph.outputs.map(({ name, node }) => described(name, find(node).value)),
      values: emission.values.filter(({ name }) => !outputs.has(name)),
    },
  };
}

function emissionOf(graph: InferenceGraph, storage: WeightStorage): Emission {
  return {
    nodes: [],
    initialisers: [],
    values: [],
    storage,
    batch: batchOf(graph),
    names: new Set([...graph.inputs, ...graph.outputs.map(({ name }) => name)]),
    constants: new Map(),
  };
}

/** A symbol for the size of the batch that no size of the program has. */
function batchOf(graph: InferenceGraph): Size {
  const taken = new Set(graph.nodes.flatMap(({ shape }) => shape.flatMap((size) => [...symbolsOf(size)])));
  let name = 'batch';
  while (taken.has(name)) name = `${name}_`;
  return symbol(name);
}

/** How the result of each node is called: as the program calls an output, else as the node. */
function resultNames(graph: InferenceGraph, { names }: Emission): ReadonlyMap<string, string> {
  const results = new Map<string, string>(graph.inputs.map((name) => [name, name]));
  for (const { name, node } of graph.outputs) if (!results.has(node)) results.set(node, name);
  for (const { name } of graph.nodes) {
    if (results.has(name)) continue;
    let free = name;
    while (names.has(free)) free = `${free}/value`;
    names.add(free);
    results.set(name, free);
  }
  return results;
}
