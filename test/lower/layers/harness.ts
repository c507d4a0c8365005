import * as tf from '@tensorflow/tfjs';
import type { Graph, Module, Node, NodeId } from '../../../src/ir/graph.ts';
import type { Shape } from '../../../src/ir/shape.ts';
import { lowerToLayers } from '../../../src/lower/layers/index.ts';
import type { OpAttributes, OpName } from '../../../src/ops/attributes.ts';
import { isProblem } from '../../../src/ops/definition.ts';
import { definitionOf } from '../../../src/ops/query.ts';
import type { Span } from '../../../src/source/source.ts';
import type { Tensor, WeightValues } from '../../../src/weights/tensor.ts';

const source = { path: 'test.arch', text: 'a network made by hand' };
const origin: Span = { source, start: 0, end: 1 };

/** A graph that is made node by node. */
export interface Making {
  readonly nodes: Node[];
  readonly modules: Module[];
  readonly inputs: NodeId[];
}

export function making(): Making {
  return { nodes: [], modules: [], inputs: [] };
}

export function input(graph: Making, path: string, shape: Shape): NodeId {
  const id = graph.nodes.length;
  graph.nodes.push({ id, op: 'input', path, inputs: [], attributes: {}, shape, module: undefined, origin });
  graph.inputs.push(id);
  return id;
}

/** Adds a node with the shape and the weights that its operation gives it; `module` applies those of another node. */
export function op<N extends OpName>(
  graph: Making,
  name: N,
  attributes: OpAttributes[N],
  inputs: readonly NodeId[],
  path: string = name,
  module?: number,
): NodeId {
  const shapes = inputs.map((each) => graph.nodes[each]?.shape ?? []);
  const definition = definitionOf(name);
  const shape = definition.shape(attributes, shapes);
  if (isProblem(shape)) throw new Error(`${path}: ${shape.diagnose(origin).message}`);
  const id = graph.nodes.length;
  let owner = module;
  if (owner === undefined && definition.weights(attributes, shapes).length > 0) {
    owner = graph.modules.push({ path, node: id }) - 1;
  }
  const node = { id, op: name, path, inputs, attributes, shape, module: owner, origin };
  // The compiler cannot see that name and attributes belong together once they are in one object.
  graph.nodes.push(node as unknown as Node);
  return id;
}

export function finish({ nodes, modules, inputs }: Making, ...outputs: NodeId[]): Graph {
  const named = outputs.map((node, i) => ({ name: `output_${i + 1}`, node }));
  return { name: 'made_by_hand', nodes, inputs, outputs: named, modules, parts: [] };
}

/** Random values for every weight, the same each time; variances are positive. */
export function someValues(graph: Graph): WeightValues {
  let state = 7;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648 - 0.5;
  };
  const values = new Map<string, Tensor>();
  for (const { path, node } of graph.modules) {
    const owner = graph.nodes[node];
    if (!owner) continue;
    const shapes = owner.inputs.map((each) => graph.nodes[each]?.shape ?? []);
    for (const { name, shape } of weightSpecs(owner, shapes)) {
      const data = new Float32Array(shape.reduce((product, size) => product * size, 1)).map(next);
      values.set(`${path}.${name}`, {
        shape,
        data: name === 'moving_variance' ? data.map((each) => each + 1) : data,
      });
    }
  }
  return values;
}

function weightSpecs<N extends OpName>(node: Node<N>, shapes: readonly Shape[]) {
  return definitionOf(node.op).weights(node.attributes, shapes);
}

/** Lowers and loads as a user would: the files, and nothing of archc, through `tf.loadLayersModel`. */
export async function lowerAndLoad(
  graph: Graph,
  values: WeightValues,
  float16 = false,
): Promise<tf.LayersModel> {
  const lowered = lowerToLayers(graph, values, { float16 });
  if ('diagnostics' in lowered) throw new Error(lowered.diagnostics.map((each) => each.message).join('\n'));
  return load(lowered.files);
}

export async function load(files: ReadonlyMap<string, Uint8Array>): Promise<tf.LayersModel> {
  const model = JSON.parse(new TextDecoder().decode(files.get('model.json')));
  const fetchFunc = async (request: string | Request | URL) => {
    const url = String(request);
    const bytes = files.get(url.replace('http://model/', ''));
    const type = url.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return new Response(bytes?.slice(), { status: bytes ? 200 : 404, headers: { 'Content-Type': type } });
  };
  if (model.format !== 'layers-model') throw new Error('no layers-model');
  // The loader of web pages, with a fetch that reads the map.
  return tf.loadLayersModel(tf.io.http('http://model/model.json', { fetchFunc }));
}

/** Compares numbers, relative to the largest of those expected. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  if (actual.length !== expected.length) {
    throw new Error(`${what}: ${actual.length} numbers instead of ${expected.length}`);
  }
  const largest = Array.from(expected).reduce((most, each) => Math.max(most, Math.abs(each)), 1e-3);
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    if (!(error <= tolerance * largest)) {
      throw new Error(`${what}: number ${i} is ${actual[i]} instead of ${expected[i]}`);
    }
  }
}
