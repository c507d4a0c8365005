import type { Constant, InferenceNode } from '../../ir/inference.ts';
import type { Shape } from '../../ir/shape.ts';
import type { Size } from '../../ir/size.ts';
import { bytesOf } from '../../weights/bytes.ts';
import { halvesOf } from '../../weights/float16.ts';
import { quantiseChannels } from '../../weights/int8.ts';
import type { WeightStorage } from '../lowering.ts';
import { ELEMENT_TYPES } from './fields.ts';
import type { ElementType, OnnxAttribute, OnnxNode, OnnxTensor, OnnxValue } from './model.ts';
import { type Attributes, type OperatorName, operators } from './operators.ts';

/** The graph while it is written. */
export interface Emission {
  readonly nodes: OnnxNode[];
  readonly initialisers: OnnxTensor[];
  readonly values: OnnxValue[];
  readonly storage: WeightStorage;
  readonly batch: Size;
  /** Names of values that are taken. */
  readonly names: Set<string>;
  /** Values of what was written before, by what it is. */
  readonly constants: Map<string, Value>;
}

/** A tensor of the graph as operators see it: with the batch axis, feature maps channels first. */
export interface Value {
  readonly name: string;
  readonly dims: Shape;
}

/** What is known where one node is written. */
export interface Site {
  readonly emission: Emission;
  /** The path of the node: the name of the operator that gives its result. */
  readonly path: string;
  /** How the value of its result is called. */
  readonly result: string;
  /** The shape of the result, in the layout of the program. */
  readonly shape: Shape;
  readonly inputs: readonly Value[];
  /** The shapes of the inputs, in the layout of the program. */
  readonly inputShapes: readonly Shape[];
}

/** How a node is written; the result has the dimensions of the site. */
export type Emit<N extends InferenceNode['op']> = (node: InferenceNode<N>, site: Site) => Value;

/** A shape of the program with the batch in front; a feature map channels first. */
export function dimsOf(shape: Shape, batch: Size): Shape {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined)
    return [batch, ...shape];
  return [batch, channels, height, width];
}

/** The first input. */
export function inputOf({ inputs: [first], path }: Site): Value {
  if (!first) throw new Error(`\`${path}\` has no input`);
  return first;
}

/** The axis of channels among dimensions with the batch. */
export function channelAxis(dims: Shape): number {
  return dims.length === 4 ? 1 : dims.length - 1;
}

export function resultDims({ shape, emission }: Site): Shape {
  return dimsOf(shape, emission.batch);
}

/** The last operator of a node, which bears its name and gives its result. */
export function finish<O extends OperatorName>(
  site: Site,
  op: O,
  inputs: readonly (Value | undefined)[],
  attributes: Attributes<O> = {},
): Value {
  const dims = resultDims(site);
  write(site.emission, site.path, op, inputs, attributes, { name: site.result, type: 'float32', dims });
  return { name: site.result, dims };
}

/** An operator on the way to the result. */
export function step<O extends OperatorName>(
  site: Site,
  name: string,
  op: O,
  inputs: readonly (Value | undefined)[],
  dims: Shape,
  attributes: Attributes<O> = {},
  type: ElementType = 'float32',
): Value {
  const path = `${site.path}/${name}`;
  const value = { name: unusedName(site.emission, path), type, dims };
  write(site.emission, path, op, inputs, attributes, value);
  return { name: value.name, dims };
}

function write<O extends OperatorName>(
  { nodes, values }: Emission,
  name: string,
  op: O,
  inputs: readonly (Value | undefined)[],
  attributes: Attributes<O>,
  result: OnnxValue,
): void {
  nodes.push({
    name,
    op,
    inputs: inputs.map((input) => input?.name ?? ''),
    outputs: [result.name],
    attributes: tagged(op, attributes),
  });
  values.push(result);
}

/** The attributes with their types, from the table of operators. */
function tagged<O extends OperatorName>(
  op: O,
  attributes: Attributes<O>,
): ReadonlyMap<string, OnnxAttribute> {
  const types: Readonly<Record<string, OnnxAttribute['type']>> = operators[op].attributes;
  const all = new Map<string, OnnxAttribute>();
  for (const [name, value] of Object.entries(attributes)) {
    const type = types[name];
    if (typeof value === 'string' && type === 'string') all.set(name, { type, value });
    else if (typeof value === 'number' && (type === 'float' || type === 'int'))
      all.set(name, { type, value });
    else if (Array.isArray(value) && (type === 'floats' || type === 'ints')) all.set(name, { type, value });
  }
  return all;
}

function unusedName({ names }: Emission, wanted: string): string {
  let name = wanted;
  for (let count = 2; names.has(name); count++) name = `${wanted}/${count}`;
  names.add(name);
  return name;
}

/** A weight in the layout of an operator. */
export interface Layout {
  readonly dims: readonly number[];
  /** The numbers in that layout; as they are, where left out. */
  arrange?(data: Float32Array): Float32Array;
  /** The axis of output channels, of a kernel that may be quantised. */
  readonly outputAxis?: number;
}

/** A weight as a value of 32-bit floats; one that was written in the same layout before is used again. */
export function weight(site: Site, constant: Constant, layout: Layout): Value {
  const { emission } = site;
  const { dims, outputAxis } = layout;
  const key = `weight ${constant.name} ${dims}`;
  const known = emission.constants.get(key);
  if (known) return known;
  const data = layout.arrange?.(constant.data) ?? constant.data;
  const name = unusedName(emission, constant.name);
  const value = stored(emission, name, dims, data, outputAxis);
  emission.constants.set(key, value);
  return value;
}

function stored(
  emission: Emission,
  name: string,
  dims: readonly number[],
  data: Float32Array,
  outputAxis: number | undefined,
): Value {
  const { storage, initialisers } = emission;
  const read = { name: `${name}/float32`, dims };
  const result: OnnxValue = { ...read, type: 'float32' };
  const halves = storage === 'float16' ? halvesOf(data) : undefined;
  if (halves) {
    initialisers.push({ name, type: 'float16', dims, bytes: bytesOf(halves) });
    write(emission, read.name, 'Cast', [{ name, dims }], { to: ELEMENT_TYPES.float32 }, result);
    return read;
  }
  if (storage === 'int8' && outputAxis !== undefined && data.every(Number.isFinite)) {
    const { bytes, scales } = quantiseChannels(data, dims, outputAxis);
    const scale = { name: `${name}/scale`, dims: [scales.length] };
    initialisers.push({ name, type: 'int8', dims, bytes: bytesOf(bytes) });
    initialisers.push({ ...scale, type: 'float32', bytes: bytesOf(Float32Array.from(scales)) });
    write(emission, read.name, 'DequantizeLinear', [{ name, dims }, scale], { axis: outputAxis }, result);
    return read;
  }
  initialisers.push({ name, type: 'float32', dims, bytes: bytesOf(data) });
  return { name, dims };
}

/** One number that an operator needs. */
export function number(site: Site, value: number): Value {
  const name = Object.is(value, -0) ? '-0' : `${value}`;
  return shared(site, `constants/${name}`, 'float32', [], bytesOf(Float32Array.of(value)));
}

/** A few whole numbers that say how an operator works. */
export function integers(site: Site, values: readonly number[]): Value {
  const bytes = bytesOf(BigInt64Array.from(values, BigInt));
  return shared(site, `constants/[${values}]`, 'int64', [values.length], bytes);
}

function shared(
  { emission }: Site,
  name: string,
  type: ElementType,
  dims: readonly number[],
  bytes: Uint8Array,
): Value {
  const known = emission.constants.get(name);
  if (known) return known;
  const value = { name: unusedName(emission, name), dims };
  emission.initialisers.push({ ...value, type, bytes });
  emission.constants.set(name, value);
  return value;
}

/** Numbers of the node's own: a matrix, a list of channels. */
export function own(
  { emission, path }: Site,
  name: string,
  dims: readonly number[],
  data: Float32Array | readonly number[],
): Value {
  const value = { name: unusedName(emission, `${path}/${name}`), dims };
  const isFloat = data instanceof Float32Array;
  const bytes = isFloat ? bytesOf(data) : bytesOf(BigInt64Array.from(data, BigInt));
  emission.initialisers.push({ ...value, type: isFloat ? 'float32' : 'int64', bytes });
  return value;
}
