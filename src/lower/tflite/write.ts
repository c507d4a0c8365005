import { Builder } from 'flatbuffers';
import type { Draft, TensorDraft, Value } from './draft.ts';
import { type Field, type Offset, writeTable } from './flatbuffer.ts';
import { type OperatorName, operators } from './operators.ts';
import * as schema from './schema.ts';

/** A tensor and the name by which a program knows it. */
export interface Named {
  readonly name: string;
  readonly value: Value;
}

type Write = (fields: readonly Field[]) => Offset;

/** Offsets are signed 32-bit numbers. */
const LARGEST_FILE = 2 ** 31 - 1;

/** What a tensor and an operator take besides names and the numbers of weights, generously. */
const BYTES_EACH = 512;

/** How many bytes the file has at most, unless an operator takes very many tensors. */
function sizeOf({ tensors, operators: steps }: Draft): number {
  const variable = tensors.reduce((sum, { name, data, channels }) => {
    return sum + 3 * name.length + (data?.byteLength ?? 0) + 12 * (channels?.scales.length ?? 0);
  }, 0);
  return variable + BYTES_EACH * (tensors.length + steps.length + 8);
}

/** The model as a file, or how many bytes it would have where that is more than the format can hold. */
export function writeModel(
  draft: Draft,
  name: string,
  inputs: readonly Named[],
  outputs: readonly Named[],
): Uint8Array | { readonly tooLarge: number } {
  const size = sizeOf(draft);
  if (size > LARGEST_FILE) return { tooLarge: size };
  const builder = new Builder(size);
  const write: Write = (fields) => writeTable(builder, fields);
  const { model } = schema;
  const codes = [...new Set(draft.operators.map(({ operator }) => operator))];
  // The first buffer is the one of all tensors that hold nothing.
  const buffers = [write([])];
  const subgraph = writeSubgraph(write, draft, codes, buffers, name, inputs, outputs);
  const root = write([
    model.version(schema.SCHEMA_VERSION),
    model.operatorCodes(codes.map((code) => writeCode(write, code))),
    model.subgraphs([subgraph]),
    model.description('archc'),
    model.buffers(buffers),
    model.signatures([writeSignature(write, inputs, outputs)]),
  ]);
  builder.finish(root, schema.FILE_IDENTIFIER);
  return builder.asUint8Array();
}

function writeSubgraph(
  write: Write,
  draft: Draft,
  codes: readonly OperatorName[],
  buffers: Offset[],
  name: string,
  inputs: readonly Named[],
  outputs: readonly Named[],
): Offset {
  const { subgraph, operator: step } = schema;
  const tensors = draft.tensors.map((tensor) => writeTensor(write, tensor, buffers));
  const steps = draft.operators.map(({ operator, inputs: taken, outputs: made, options }) => {
    const type = operators[operator].options;
    const more = type === null ? [] : [step.optionsType(type), step.options(write(options))];
    return write([step.code(codes.indexOf(operator)), step.inputs(taken), step.outputs(made), ...more]);
  });
  return write([
    subgraph.tensors(tensors),
    subgraph.inputs(inputs.map(({ value }) => value.tensor)),
    subgraph.outputs(outputs.map(({ value }) => value.tensor)),
    subgraph.operators(steps),
    subgraph.name(name),
  ]);
}

function writeTensor(
  write: Write,
  { name, shape, type, data, channels }: TensorDraft,
  buffers: Offset[],
): Offset {
  const { tensor, buffer, quantization } = schema;
  const fields = [tensor.shape(shape), tensor.type(schema.tensorTypes[type]), tensor.name(name)];
  if (data) fields.push(tensor.buffer(buffers.push(write([buffer.data(data)])) - 1));
  if (channels) {
    const { scales, axis } = channels;
    const zeroPoints = scales.map(() => 0n);
    const scaled = [
      quantization.scale(scales),
      quantization.zeroPoint(zeroPoints),
      quantization.dimension(axis),
    ];
    fields.push(tensor.quantization(write(scaled)));
  }
  return write(fields);
}

function writeCode(write: Write, name: OperatorName): Offset {
  const { operatorCode } = schema;
  const { code, version } = operators[name];
  return write([
    operatorCode.oldCode(Math.min(code, schema.LARGEST_OLD_CODE)),
    operatorCode.version(version),
    operatorCode.code(code),
  ]);
}

/** What a runtime that goes by names is told. */
function writeSignature(write: Write, inputs: readonly Named[], outputs: readonly Named[]): Offset {
  const { signature, namedTensor } = schema;
  const names = (values: readonly Named[]) =>
    values.map(({ name, value }) => write([namedTensor.name(name), namedTensor.tensor(value.tensor)]));
  return write([
    signature.inputs(names(inputs)),
    signature.outputs(names(outputs)),
    signature.key('serving_default'),
    signature.subgraph(0),
  ]);
}
