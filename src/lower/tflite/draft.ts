import type { WeightStorage } from '../lowering.ts';
import type { Field } from './flatbuffer.ts';
import type { OperatorName } from './operators.ts';
import type { tensorTypes } from './schema.ts';

/** Index of a tensor in `Draft.tensors`. */
export type TensorId = number;

export interface TensorDraft {
  name: string;
  /** With the batch axis where it is one of the network's. */
  readonly shape: readonly number[];
  readonly type: keyof typeof tensorTypes;
  /** Of a constant, little-endian. */
  readonly data: Uint8Array | undefined;
  /** One scale for each index of an axis. */
  readonly channels: { readonly scales: readonly number[]; readonly axis: number } | undefined;
}

export interface OperatorDraft {
  readonly operator: OperatorName;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  readonly options: readonly Field[];
}

/** A model that is being put together: its one subgraph, in the order of computation. */
export interface Draft {
  readonly storage: WeightStorage;
  readonly tensors: TensorDraft[];
  readonly operators: OperatorDraft[];
  readonly names: Set<string>;
  /** Constants that are there already, by what they hold. */
  readonly constants: Map<string, Value>;
}

/** A tensor as operators take it. */
export interface Value {
  readonly tensor: TensorId;
  readonly shape: readonly number[];
}

export function newDraft(storage: WeightStorage, reserved: Iterable<string>): Draft {
  return { storage, tensors: [], operators: [], names: new Set(reserved), constants: new Map() };
}

/** The name, or the first of `name_2`, `name_3`, … that no other tensor has. */
export function claimName({ names }: Draft, name: string): string {
  let free = name;
  for (let n = 2; names.has(free); n++) free = `${name}_${n}`;
  names.add(free);
  return free;
}

/** Adds a tensor under a name that is the caller's to give. */
export function addTensor(
  draft: Draft,
  name: string,
  shape: readonly number[],
  constant: Partial<Pick<TensorDraft, 'type' | 'data' | 'channels'>> = {},
): Value {
  const { type = 'float32', data, channels } = constant;
  return { tensor: draft.tensors.push({ name, shape, type, data, channels }) - 1, shape };
}
