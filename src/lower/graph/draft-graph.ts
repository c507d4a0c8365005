import type { InferenceGraph } from '../../ir/inference.ts';
import type { Shape } from '../../ir/shape.ts';
import { claimName } from '../layers/plan.ts';
import type { WeightStorage } from '../lowering.ts';
import { addNode, type Draft, emptyDraft, type Value } from './draft.ts';
import { type TensorShape, tensorShape } from './node-def.ts';
import type { Site } from './site.ts';
import { lowerNode } from './table.ts';

/** A tensor of the signature: by which name of the graph it goes. */
interface TensorInfo {
  readonly name: string;
  readonly dtype: 'DT_FLOAT';
  readonly tensorShape: TensorShape;
}

/** By the names that the program gives them, in its order. */
type Signature = Readonly<Record<string, TensorInfo>>;

interface Drafted {
  readonly draft: Draft;
  readonly inputs: Signature;
  readonly outputs: Signature;
}

/** Every node of a network as nodes of tfjs. What nothing leads on to an output is there too; tfjs does not run it. */
export function draftGraph(graph: InferenceGraph, storage: WeightStorage): Drafted {
  const draft = emptyDraft();
  // First of all names, so that no auxiliary node or weight takes that of a part.
  const names = new Map(graph.nodes.map(({ name }) => [name, claimName(draft, name)]));
  const values = new Map<string, Value>();
  const readers = countReaders(graph);
  for (const node of graph.nodes) {
    const isReadOnce = readers.get(node.name) === 1;
    const site = { draft, node, name: find(names, node.name), storage, isReadOnce };
    values.set(node.name, draftNode(site, values));
  }
  for (const { path, result } of graph.parts) {
    if (names.has(path)) continue;
    addNode(draft, claimName(draft, path), 'Identity', [find(values, result).name]);
  }
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const inputs = graph.inputs.map((name) => {
    const { shape } = find(nodes, name);
    return [name, tensorInfo(find(values, name).name, shape)] as const;
  });
  const taken = new Set(graph.inputs.map((name) => find(values, name).name));
  const outputs = graph.outputs.map(({ name, node }) => {
    const { shape } = find(nodes, node);
    return [name, tensorInfo(outputNode(draft, taken, name, find(values, node).name), shape)] as const;
  });
  return { draft, inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) };
}

function draftNode(site: Omit<Site, 'inputs' | 'x'>, values: ReadonlyMap<string, Value>): Value {
  const { draft, node, name } = site;
  const { shape } = node;
  if (node.op === 'input') {
    const attr = { dtype: { type: 'DT_FLOAT' }, shape: { shape: shapeWithBatch(shape) } } as const;
    return { name: addNode(draft, name, 'Placeholder', [], attr), shape };
  }
  const inputs = node.inputs.map((each) => find(values, each));
  const [x] = inputs;
  if (!x) throw new Error(`the node ${node.name} has no input`);
  const result = lowerNode(node, { ...site, inputs, x });
  // What changes nothing stands beside the flow, where it costs nothing until it is asked for.
  if (result.name !== name) addNode(draft, name, 'Identity', [result.name]);
  return { name: result.name, shape };
}

/** How often each node is taken, by others or as an output. */
function countReaders({ nodes, outputs }: InferenceGraph): ReadonlyMap<string, number> {
  const readers = new Map<string, number>();
  for (const name of [...nodes.flatMap(({ inputs }) => inputs), ...outputs.map(({ node }) => node)])
    readers.set(name, (readers.get(name) ?? 0) + 1);
  return readers;
}

/** tfjs gives one tensor for each node and finds an output's name by its node: an output has a node of its own. */
function outputNode(draft: Draft, taken: Set<string>, wanted: string, value: string): string {
  const name = taken.has(value) ? addNode(draft, claimName(draft, wanted), 'Identity', [value]) : value;
  taken.add(name);
  return name;
}

function tensorInfo(name: string, shape: Shape): TensorInfo {
  return { name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape: shapeWithBatch(shape) };
}

function shapeWithBatch(shape: Shape): TensorShape {
  return tensorShape([null, ...shape.map((size) => (typeof size === 'number' ? size : null))]);
}

function find<V>(map: ReadonlyMap<string, V>, name: string): V {
  const found = map.get(name);
  if (found === undefined) throw new Error(`the graph has no node ${name}`);
  return found;
}
