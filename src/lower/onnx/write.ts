import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { joinedBytes } from '../../weights/bytes.ts';
import { nameOfSize } from './dimensions.ts';
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
  OPERATOR_SET,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE,
} from './fields.ts';
import {
  DATA_FILE,
  IR_VERSION,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
  OPSET,
} from './model.ts';

/** A message of protobuf ends at 2 GiB. */
export const LARGEST_MESSAGE = 2 ** 31 - 1;

/** Offsets at which a file can be mapped into memory. */
const PAGE = 4096;

/**
 * A model as the bytes of `model.onnx` and, where it would be longer than `limit` bytes, `model.onnx.data` with the
 * numbers of its large tensors.
 */
export function writeModel(model: OnnxModel, limit = LARGEST_MESSAGE): ReadonlyMap<string, Uint8Array> {
  const inline = modelChunks(model, (tensor) => tensorChunks(tensor, undefined));
  if (lengthOf(inline) <= limit) return new Map([['model.onnx', joinedBytes(inline)]]);
  const data: Uint8Array[] = [];
  let end = 0;
  const outside = modelChunks(model, (tensor) => {
    if (tensor.bytes.length < PAGE) return tensorChunks(tensor, undefined);
    const offset = Math.ceil(end / PAGE) * PAGE;
    data.push(new Uint8Array(offset - end), tensor.bytes);
    end = offset + tensor.bytes.length;
    return tensorChunks(tensor, offset);
  });
  return new Map([
    ['model.onnx', joinedBytes(outside)],
    [DATA_FILE, joinedBytes(data)],
  ]);
}

/** The parts of which the file is put together: numbers are copied once, when they are. */
function modelChunks(
  { producer, graph }: OnnxModel,
  chunksOf: (tensor: OnnxTensor) => readonly Uint8Array[],
): readonly Uint8Array[] {
  const head = new BinaryWriter();
  for (const node of graph.nodes) message(head, GRAPH.node, (writer) => writeNode(writer, node));
  text(head, GRAPH.name, graph.name);
  const tensors = graph.initialisers.flatMap((tensor) => {
    const chunks = chunksOf(tensor);
    const tag = new BinaryWriter().tag(GRAPH.initialiser, WireType.LengthDelimited).uint32(lengthOf(chunks));
    return [tag.finish(), ...chunks];
  });
  const tail = new BinaryWriter();
  for (const [field, values] of [
    [GRAPH.input, graph.inputs],
    [GRAPH.output, graph.outputs],
    [GRAPH.value, graph.values],
  ] as const) {
    for (const value of values) message(tail, field, (writer) => writeValue(writer, value));
  }
  const inside = [head.finish(), ...tensors, tail.finish()];
  const start = new BinaryWriter();
  start.tag(MODEL.irVersion, WireType.Varint).int64(IR_VERSION);
  text(start, MODEL.producer, producer);
  message(start, MODEL.opset, (writer) => {
    text(writer, OPERATOR_SET.domain, '');
    writer.tag(OPERATOR_SET.version, WireType.Varint).int64(OPSET);
  });
  start.tag(MODEL.graph, WireType.LengthDelimited);
  return [start.finish(), varint(lengthOf(inside)), ...inside];
}

/** A length; of a model that turns out too long it may pass the 32 bits that `uint32` takes. */
function varint(value: number): Uint8Array {
  return new BinaryWriter().uint64(value).finish();
}

/** A tensor; its numbers stand in it or, where an offset is given, from there on in the file of numbers. */
function tensorChunks(tensor: OnnxTensor, offset: number | undefined): readonly Uint8Array[] {
  const writer = new BinaryWriter();
  for (const size of tensor.dims) writer.tag(TENSOR.dims, WireType.Varint).int64(size);
  writer.tag(TENSOR.type, WireType.Varint).int32(ELEMENT_TYPES[tensor.type]);
  text(writer, TENSOR.name, tensor.name);
  if (offset === undefined) {
    writer.tag(TENSOR.raw, WireType.LengthDelimited).uint32(tensor.bytes.length);
    return [writer.finish(), tensor.bytes];
  }
  for (const [key, value] of [
    ['location', DATA_FILE],
    ['offset', `${offset}`],
    ['length', `${tensor.bytes.length}`],
  ] as const) {
    message(writer, TENSOR.external, (entry) => {
      text(entry, ENTRY.key, key);
      text(entry, ENTRY.value, value);
    });
  }
  return [writer.tag(TENSOR.location, WireType.Varint).int32(EXTERNAL).finish()];
}

function writeNode(writer: BinaryWriter, node: OnnxNode): void {
  for (const name of node.inputs) text(writer, NODE.input, name);
  for (const name of node.outputs) text(writer, NODE.output, name);
  text(writer, NODE.name, node.name);
  text(writer, NODE.op, node.op);
  for (const [name, attribute] of node.attributes) {
    message(writer, NODE.attribute, (inner) => writeAttribute(inner, name, attribute));
  }
}

function writeAttribute(writer: BinaryWriter, name: string, attribute: OnnxAttribute): void {
  text(writer, ATTRIBUTE.name, name);
  switch (attribute.type) {
    case 'float':
      writer.tag(ATTRIBUTE.float, WireType.Bit32).float(attribute.value);
      break;
    case 'int':
      writer.tag(ATTRIBUTE.int, WireType.Varint).int64(attribute.value);
      break;
    case 'string':
      text(writer, ATTRIBUTE.string, attribute.value);
      break;
    case 'floats':
      for (const value of attribute.value) writer.tag(ATTRIBUTE.floats, WireType.Bit32).float(value);
      break;
    case 'ints':
      for (const value of attribute.value) writer.tag(ATTRIBUTE.ints, WireType.Varint).int64(value);
      break;
    default:
      attribute satisfies never;
  }
  writer.tag(ATTRIBUTE.type, WireType.Varint).int32(ATTRIBUTE_TYPES[attribute.type]);
}

function writeValue(writer: BinaryWriter, { name, type, dims }: OnnxValue): void {
  text(writer, VALUE.name, name);
  message(writer, VALUE.type, (inner) =>
    message(inner, TYPE.tensor, (tensor) => {
      tensor.tag(TENSOR_TYPE.element, WireType.Varint).int32(ELEMENT_TYPES[type]);
      message(tensor, TENSOR_TYPE.shape, (shape) => {
        for (const size of dims) {
          message(shape, SHAPE.dim, (dim) => {
            if (typeof size === 'number') dim.tag(DIMENSION.value, WireType.Varint).int64(size);
            else text(dim, DIMENSION.parameter, nameOfSize(size));
          });
        }
      });
    }),
  );
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
