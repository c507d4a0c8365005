import type { Builder } from 'flatbuffers';

/** A field of a table together with its value. */
export interface Field {
  readonly slot: number;
  /** Writes what lies outside the table (text, lists), which must be there first; what it gives writes the field. */
  readonly begin: (builder: Builder) => () => void;
}

/** Where something was written. */
export type Offset = number;

/** A kind of field: with its number in the table it makes fields of values. */
type Kind<V> = (slot: number) => (value: V) => Field;

/** Numbers that lie in the table itself; they are written even where they are the format's defaults. */
function inside<V>(put: (builder: Builder, slot: number, value: V) => void): Kind<V> {
  return (slot) => (value) => ({ slot, begin: (builder) => () => put(builder, slot, value) });
}

/** What a table refers to. */
function outside<V>(write: (builder: Builder, value: V) => Offset): Kind<V> {
  return (slot) => (value) => ({
    slot,
    begin: (builder) => {
      const offset = write(builder, value);
      return () => builder.addFieldOffset(slot, offset, 0);
    },
  });
}

/** Lists are written from the end. */
function list<V>(bytes: number, add: (builder: Builder, value: V) => void): Kind<readonly V[]> {
  return outside((builder, values) => {
    builder.startVector(bytes, values.length, bytes);
    for (const value of values.toReversed()) add(builder, value);
    return builder.endVector();
  });
}

export const bool = inside<boolean>((builder, slot, value) =>
  builder.addFieldInt8(slot, value ? 1 : 0, null),
);
export const byte = inside<number>((builder, slot, value) => builder.addFieldInt8(slot, value, null));
export const int = inside<number>((builder, slot, value) => builder.addFieldInt32(slot, value, null));
export const float = inside<number>((builder, slot, value) => builder.addFieldFloat32(slot, value, null));
export const text = outside<string>((builder, value) => builder.createString(value));
export const ints = list<number>(4, (builder, value) => builder.addInt32(value));
export const longs = list<bigint>(8, (builder, value) => builder.addInt64(value));
export const floats = list<number>(4, (builder, value) => builder.addFloat32(value));
/** A table, or several, written before. */
export const table = outside<Offset>((_, offset) => offset);
export const tables = list<Offset>(4, (builder, offset) => builder.addOffset(offset));

/** Numbers of weights, at a multiple of 16 bytes as kernels read them where they lie. */
export const data = outside<Uint8Array>((builder, value) => {
  builder.prep(16, value.byteLength);
  return builder.createByteVector(value);
});

export function writeTable(builder: Builder, fields: readonly Field[]): Offset {
  const ready = fields.map((field) => field.begin(builder));
  builder.startObject(fields.reduce((count, { slot }) => Math.max(count, slot + 1), 0));
  for (const write of ready) write();
  return builder.endObject();
}
