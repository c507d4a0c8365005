import { ByteBuffer } from 'flatbuffers';
import { operators } from '../../../src/lower/tflite/operators.ts';

/** What a file of TensorFlow Lite says, read by the rules of flatbuffers and of schema.fbs alone. */
export interface ReadModel {
  readonly identifier: string;
  readonly version: number;
  readonly subgraph: string;
  readonly tensors: readonly ReadTensor[];
  readonly operators: readonly ReadOperator[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly signature: { readonly key: string; readonly inputs: Names; readonly outputs: Names };
  /** Where the numbers of each buffer begin in the file; undefined for those without. */
  readonly dataStarts: readonly (number | undefined)[];
}

type Names = Readonly<Record<string, string>>;

export interface ReadTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  readonly data: Uint8Array | undefined;
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  readonly axis: number;
}

export interface ReadOperator {
  readonly code: number;
  readonly version: number;
  /** The one that has the code in the table of operators. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly options: Table | undefined;
}

/** A table in the file; fields are known by their numbers. */
export class Table {
  readonly bytes: ByteBuffer;
  readonly position: number;

  constructor(bytes: ByteBuffer, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  #at(field: number): number | undefined {
    const offset = this.bytes.__offset(this.position, 4 + 2 * field);
    return offset === 0 ? undefined : this.position + offset;
  }

  byte(field: number): number {
    const at = this.#at(field);
    return at === undefined ? 0 : this.bytes.readInt8(at);
  }

  int(field: number): number {
    const at = this.#at(field);
    return at === undefined ? 0 : this.bytes.readInt32(at);
  }

  text(field: number): string {
    const at = this.#at(field);
    return at === undefined ? '' : String(this.bytes.__string(at));
  }

  table(field: number): Table | undefined {
    const at = this.#at(field);
    return at === undefined ? undefined : new Table(this.bytes, this.bytes.__indirect(at));
  }

  /** Where the numbers of a list begin, and how many there are. */
  list(field: number): { readonly start: number; readonly length: number } | undefined {
    const at = this.#at(field);
    if (at === undefined) return undefined;
    return { start: this.bytes.__vector(at), length: this.bytes.__vector_len(at) };
  }

  #each<T>(field: number, width: number, read: (at: number) => T): T[] {
    const { start, length } = this.list(field) ?? { start: 0, length: 0 };
    return Array.from({ length }, (_, i) => read(start + i * width));
  }

  ints(field: number): number[] {
    return this.#each(field, 4, (at) => this.bytes.readInt32(at));
  }

  floats(field: number): number[] {
    return this.#each(field, 4, (at) => this.bytes.readFloat32(at));
  }

  longs(field: number): number[] {
    return this.#each(field, 8, (at) => Number(this.bytes.readInt64(at)));
  }

  tables(field: number): Table[] {
    return this.#each(field, 4, (at) => new Table(this.bytes, this.bytes.__indirect(at)));
  }
}

export function readModel(file: Uint8Array | undefined): ReadModel {
  if (!file) throw new Error('there is no model.tflite');
  const bytes = new ByteBuffer(file);
  const model = new Table(bytes, bytes.readInt32(0));
  const [subgraph, ...more] = model.tables(2);
  const [signature] = model.tables(7);
  if (!subgraph || more.length > 0 || !signature) throw new Error('one subgraph and one signature expected');
  const buffers = model.tables(4);
  const starts = buffers.map((buffer) => buffer.list(0)?.start);
  const tensors = subgraph.tables(0).map((tensor) => readTensor(file, tensor, buffers));
  const named = (ids: readonly number[]) => ids.map((id) => tensors[id]?.name ?? `no tensor ${id}`);
  const names = (field: number) =>
    Object.fromEntries(signature.tables(field).map((each) => [each.text(0), named([each.int(1)])[0] ?? '']));
  const codes = model.tables(1);
  return {
    identifier: new TextDecoder().decode(file.subarray(4, 8)),
    version: model.int(0),
    subgraph: subgraph.text(4),
    tensors,
    operators: subgraph.tables(3).map((operator) => {
      const code = codes[operator.int(0)];
      if (!code) throw new Error(`no operator code ${operator.int(0)}`);
      return {
        code: code.int(3),
        version: code.int(2),
        name: nameOf(code.int(3), code.int(2)),
        inputs: named(operator.ints(1)),
        outputs: named(operator.ints(2)),
        options: operator.table(4),
      };
    }),
    inputs: named(subgraph.ints(1)),
    outputs: named(subgraph.ints(2)),
    signature: { key: signature.text(2), inputs: names(0), outputs: names(1) },
    dataStarts: starts,
  };
}

function nameOf(code: number, version: number): string {
  const found = Object.entries(operators).find(([, each]) => each.code === code && each.version === version);
  return found?.[0] ?? `${code}, version ${version}`;
}

function readTensor(file: Uint8Array, tensor: Table, buffers: readonly Table[]): ReadTensor {
  const data = buffers[tensor.int(2)]?.list(0);
  const quantization = tensor.table(4);
  return {
    name: tensor.text(3),
    shape: tensor.ints(0),
    type: tensor.byte(1),
    data: data && file.subarray(data.start, data.start + data.length),
    scales: quantization?.floats(2) ?? [],
    zeroPoints: quantization?.longs(3) ?? [],
    axis: quantization?.int(6) ?? 0,
  };
}
