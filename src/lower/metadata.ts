import { totalCosts } from '../ir/costs.ts';
import type { Graph, Node, NodeId } from '../ir/graph.ts';
import type { Shape } from '../ir/shape.ts';
import { formatSize } from '../ir/size.ts';
import { nodeOf } from '../ops/query.ts';
import type { WeightStorage } from './lowering.ts';
import type { Target } from './targets.ts';

/** The file that says what the model beside it is. */
export const METADATA_FILE = 'metadata.json';

/** A tensor that goes into a model or comes out of it. */
export interface PortMetadata {
  readonly name: string;
  readonly dtype: 'float32';
  /** As the files have it: the batch first (`"batch"` where it is open), symbolic sizes as text (`"32 * ?h"`). */
  readonly shape: readonly (number | string)[];
  /** What the axes of a feature map or a vector are; null for others. */
  readonly layout: 'NHWC' | 'NCHW' | 'NC' | null;
}

export interface InputMetadata extends PortMetadata {
  /**
   * Least and largest value that the network expects, as its `normalize` tells: means up to 1 are of pictures with
   * values from 0 to 1, larger ones of pictures with values from 0 to 255. Null: the program does not say.
   */
  readonly range: readonly [number, number] | null;
  /** What the model itself does to this input first; nobody else has to do it. */
  readonly preprocessing: { readonly mean: readonly number[]; readonly std: readonly number[] } | null;
}

export interface Metadata {
  readonly generatedBy: 'archc';
  readonly archcVersion: string;
  readonly network: string;
  readonly target: Target;
  readonly storage: WeightStorage;
  /** The files of the model, this one aside. */
  readonly files: readonly string[];
  readonly inputs: readonly InputMetadata[];
  readonly outputs: readonly PortMetadata[];
  /** The names of the classes. */
  readonly labels: readonly string[] | null;
  /** Trainable numbers; weights that are shared count once. */
  readonly parameters: number;
  /** Multiply-accumulates for one sample; null where they depend on sizes that are open. */
  readonly macs: number | null;
  readonly source: SourceOrigin;
  readonly weights: WeightOrigin;
  /** Blocks and labels, by path. */
  readonly parts: readonly { readonly path: string; readonly block: string | null }[];
}

/** The text that was compiled. */
export interface SourceOrigin {
  readonly path: string;
  /** Of the UTF-8 text, in hexadecimal digits. */
  readonly sha256: string;
}

/** Where the weights come from: a file, or the seed of the initial ones. */
export type WeightOrigin = { readonly file: string } | { readonly seed: number };

/** What the network itself does not tell. */
export interface ModelOrigin {
  readonly target: Target;
  readonly storage: WeightStorage;
  readonly files: readonly string[];
  readonly archcVersion: string;
  readonly labels: readonly string[] | undefined;
  readonly source: SourceOrigin;
  readonly weights: WeightOrigin;
}

/** What there is to know about a model; the same network, options and files give the same. */
export function modelMetadata(graph: Graph, origin: ModelOrigin): Metadata {
  const { target, storage, archcVersion, source, weights } = origin;
  const { params, macs } = totalCosts(graph);
  return {
    generatedBy: 'archc',
    archcVersion,
    network: graph.name,
    target,
    storage,
    files: [...origin.files].sort(),
    inputs: graph.inputs.map((id) => inputMetadata(graph, id, target)),
    outputs: graph.outputs.map(({ name, node }) => portMetadata(name, nodeOf(graph, node).shape, target)),
    labels: origin.labels ?? null,
    parameters: params,
    macs: macs ?? null,
    source,
    weights,
    parts: graph.parts.map(({ path, block }) => ({ path, block: block ?? null })),
  };
}

/** As it is written: indented, lists of numbers or texts on one line, a line break at the end. */
export function metadataBytes(metadata: Metadata): Uint8Array {
  // Texts in JSON hold no line break, so that what lies between two of them is never a part of one.
  const text = JSON.stringify(metadata, null, 2).replace(
    /\[\n\s+([^[\]{}]*?)\n\s*\]/g,
    (_, items: string) => `[${items.replace(/,\n\s*/g, ', ')}]`,
  );
  return new TextEncoder().encode(`${text}\n`);
}

function inputMetadata(graph: Graph, id: NodeId, target: Target): InputMetadata {
  const input = nodeOf(graph, id);
  const normalize = normalizeOf(graph, id);
  return {
    ...portMetadata(input.path, input.shape, target),
    range: inputRange(graph, id),
    preprocessing: normalize ? { mean: normalize.attributes.mean, std: normalize.attributes.std } : null,
  };
}

/** See `InputMetadata.range`. */
export function inputRange(graph: Graph, input: NodeId): readonly [number, number] | null {
  const mean = normalizeOf(graph, input)?.attributes.mean;
  if (!mean) return null;
  const [least, largest] = [Math.min(...mean), Math.max(...mean)];
  if (least < 0 || largest > 255) return null;
  return [0, largest <= 1 ? 1 : 255];
}

/** The one layer that takes the input, where that is a `normalize`. */
function normalizeOf(graph: Graph, input: NodeId): Node<'normalize'> | undefined {
  const users = graph.nodes.filter((node) => node.inputs.includes(input));
  const [first] = users;
  return users.length === 1 && first?.op === 'normalize' ? first : undefined;
}

function portMetadata(name: string, shape: Shape, target: Target): PortMetadata {
  const sizes = shape.map((size) => (typeof size === 'number' ? size : formatSize(size)));
  const batch = target === 'tflite' ? 1 : 'batch';
  const port = { name, dtype: 'float32' } as const;
  const [height, width, channels] = sizes;
  if (sizes.length !== 3 || height === undefined || width === undefined || channels === undefined)
    return { ...port, shape: [batch, ...sizes], layout: sizes.length === 1 ? 'NC' : null };
  return target === 'onnx'
    ? { ...port, shape: [batch, channels, height, width], layout: 'NCHW' }
    : { ...port, shape: [batch, height, width, channels], layout: 'NHWC' };
}
