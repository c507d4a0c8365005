import { BinaryReader } from '@bufbuild/protobuf/wire';
import { type Size, symbol } from '../../ir/size.ts';
import { sizeOfName } from './dimensions.ts';
import {
  ATTRIBUTE,
  ATTRIBUTE_TYPES,
  DIMENSION,
  ELEMENT_TYPES,
  ENTRY,
  EXTERNAL,
  GRAPH,
  MODEL,
  NODE,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE,
} from './fields.ts';
import type {
  ElementType,
  OnnxAttribute,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValue,
} from './model.ts';

/**
 * A model from the bytes of `model.onnx` and, for numbers that lie outside, of `model.onnx.data`. Tensors are views of
 * these bytes. Fields that archc does not write are passed over.
 * @throws if the bytes are no ONNX model, or hold what archc never writes.
 */
export function readModel(bytes: Uint8Array, data?: Uint8Array): OnnxModel {
  const model: { producer: string; graph?: OnnxGraph } = { producer: '' };
  fields(bytes, (reader, field) => {
    if (field === MODEL.producer) model.producer = reader.string();
    else if (field === MODEL.graph) model.graph = readGraph(reader.bytes(), data);
    else return false;
    return true;
  });
  const { producer, graph } = model;
  if (!graph) throw new Error('the ONNX model has no graph');
  return { producer, graph };
}

/** Calls `take` at every field of a message; where that answers false, the field is passed over. */
function fields(bytes: Uint8Array, take: (reader: BinaryReader, field: number) => boolean): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (!take(reader, field)) reader.skip(wire, field);
  }
}

function readGraph(bytes: Uint8Array, data: Uint8Array | undefined): OnnxGraph {
  let name = '';
  const nodes: OnnxNode[] = [];
  const initialisers: OnnxTensor[] = [];
  const values = { inputs: [] as OnnxValue[], outputs: [] as OnnxValue[], values: [] as OnnxValue[] };
  fields(bytes, (reader, field) => {
    if (field === GRAPH.node) nodes.push(readNode(reader.bytes()));
    else if (field === GRAPH.name) name = reader.string();
    else if (field === GRAPH.initialiser) initialisers.push(readTensor(reader.bytes(), data));
    else if (field === GRAPH.input) values.inputs.push(readValue(reader.bytes()));
    else if (field === GRAPH.output) values.outputs.push(readValue(reader.bytes()));
    else if (field === GRAPH.value) values.values.push(readValue(reader.bytes()));
    else return false;
    return true;
  });
  return { name, nodes, initialisers, ...values };
}

function readNode(bytes: Uint8Array): OnnxNode {
  let [name, op, domain] = ['', '', ''];
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  fields(bytes, (reader, field) => {
    if (field === NODE.input) inputs.push(reader.string());
    else if (field === NODE.output) outputs.push(reader.string());
    else if (field === NODE.name) name = reader.string();
    else if (field === NODE.op) op = reader.string();
    else if (field === NODE.domain) domain = reader.string();
    else if (field === NODE.attribute) attributes.set(...readAttribute(reader.bytes()));
    else return false;
    return true;
  });
  return { name, op: domain === '' ? op : `${domain}.${op}`, inputs, outputs, attributes };
}

function readAttribute(bytes: Uint8Array): [string, OnnxAttribute] {
  let name = '';
  let kind = 0;
  let number = 0;
  let text = '';
  const numbers: number[] = [];
  fields(bytes, (reader, field) => {
    if (field === ATTRIBUTE.name) name = reader.string();
    else if (field === ATTRIBUTE.type) kind = reader.int32();
    else if (field === ATTRIBUTE.float) number = reader.float();
    else if (field === ATTRIBUTE.int) number = Number(reader.int64());
    else if (field === ATTRIBUTE.string) text = reader.string();
    else if (field === ATTRIBUTE.floats) numbers.push(reader.float());
    else if (field === ATTRIBUTE.ints) numbers.push(Number(reader.int64()));
    else return false;
    return true;
  });
  const type = keyOf(ATTRIBUTE_TYPES, kind);
  switch (type) {
    case 'float':
    case 'int':
      return [name, { type, value: number }];
    case 'string':
      return [name, { type, value: text }];
    case 'floats':
    case 'ints':
      return [name, { type, value: numbers }];
    default:
      throw new Error(`the attribute \`${name}\` is of type ${kind}, which archc does not read`);
  }
}

function readTensor(bytes: Uint8Array, data: Uint8Array | undefined): OnnxTensor {
  let name = '';
  let kind = 0;
  let location = 0;
  let raw: Uint8Array = new Uint8Array();
  const dims: number[] = [];
  const place = new Map<string, string>();
  fields(bytes, (reader, field) => {
    if (field === TENSOR.dims) dims.push(Number(reader.int64()));
    else if (field === TENSOR.type) kind = reader.int32();
    else if (field === TENSOR.name) name = reader.string();
    else if (field === TENSOR.raw) raw = reader.bytes();
    else if (field === TENSOR.location) location = reader.int32();
    else if (field === TENSOR.external) place.set(...readEntry(reader.bytes()));
    else return false;
    return true;
  });
  const type = elementType(kind, name);
  if (location !== EXTERNAL) return { name, type, dims, bytes: raw };
  if (!data) throw new Error(`the numbers of \`${name}\` lie in a file that was not given`);
  const offset = Number(place.get('offset') ?? 0);
  return { name, type, dims, bytes: data.subarray(offset, offset + Number(place.get('length'))) };
}

function readEntry(bytes: Uint8Array): [string, string] {
  let [key, value] = ['', ''];
  fields(bytes, (reader, field) => {
    if (field === ENTRY.key) key = reader.string();
    else if (field === ENTRY.value) value = reader.string();
    else return false;
    return true;
  });
  return [key, value];
}

function readValue(bytes: Uint8Array): OnnxValue {
  let name = '';
  let kind = 0;
  const dims: Size[] = [];
  fields(bytes, (reader, field) => {
    if (field === VALUE.name) name = reader.string();
    else if (field === VALUE.type)
      inside(reader.bytes(), TYPE.tensor, (type) =>
        fields(type, (inner, each) => {
          if (each === TENSOR_TYPE.element) kind = inner.int32();
          else if (each === TENSOR_TYPE.shape)
            inside(inner.bytes(), SHAPE.dim, (dim) => dims.push(readDimension(dim)));
          else return false;
          return true;
        }),
      );
    else return false;
    return true;
  });
  return { name, type: elementType(kind, name), dims };
}

/** Every message that a message holds in one field. */
function inside(bytes: Uint8Array, wanted: number, take: (message: Uint8Array) => void): void {
  fields(bytes, (reader, field) => {
    if (field === wanted) take(reader.bytes());
    return field === wanted;
  });
}

/** A dimension of which nothing is said is a symbol that no other size has. */
function readDimension(bytes: Uint8Array): Size {
  let size: Size = symbol('(unknown)');
  fields(bytes, (reader, field) => {
    if (field === DIMENSION.value) size = Number(reader.int64());
    else if (field === DIMENSION.parameter) size = sizeOfName(reader.string());
    else return false;
    return true;
  });
  return size;
}

function elementType(kind: number, name: string): ElementType {
  const type = keyOf(ELEMENT_TYPES, kind);
  if (!type) throw new Error(`\`${name}\` holds elements of type ${kind}, which archc does not read`);
  return type;
}

function keyOf<K extends string>(numbers: Readonly<Record<K, number>>, wanted: number): K | undefined {
  for (const key in numbers) if (numbers[key] === wanted) return key;
  return undefined;
}
