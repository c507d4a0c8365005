import type { Constant } from '../../ir/inference.ts';
import type { Shape } from '../../ir/shape.ts';
import { claimName } from '../layers/plan.ts';
import type { StoredConstant } from '../tfjs-shards.ts';
import type { Attributes, DataType, NodeDef } from './node-def.ts';
import { tensorShape } from './node-def.ts';

/** A tensor of the graph that is written: its name and its shape, the batch left out. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
}

/** x * scale + shift, as `InferenceOps.affine` has it. */
export interface Affine {
  readonly x: Value;
  readonly scale: Constant | null;
  readonly shift: Constant | null;
}

/** A graph while it is made. */
export interface Draft {
  readonly nodes: NodeDef[];
  readonly constants: StoredConstant[];
  readonly names: Set<string>;
  /** Names of constants by what they hold, so that equal ones are written once. */
  readonly weights: Map<Float32Array, Map<string, string>>;
  readonly settings: Map<string, string>;
  /** What was made of a weight, so that nodes which share it share that too. */
  readonly derived: Map<Constant, Map<string, Constant>>;
  /** Tensors that several nodes need and that are computed once: the shape of another, a map without its padding. */
  readonly computed: Map<string, string>;
  /** What is an `affine` of a map and is read by one node. */
  readonly affines: Map<string, Affine>;
}

export function emptyDraft(): Draft {
  return {
    nodes: [],
    constants: [],
    names: new Set(),
    weights: new Map(),
    settings: new Map(),
    derived: new Map(),
    computed: new Map(),
    affines: new Map(),
  };
}

/** Adds a node; its name must have been claimed. */
export function addNode(
  draft: Draft,
  name: string,
  op: string,
  input: readonly string[],
  attr: Attributes = {},
): string {
  draft.nodes.push({ name, op, input, attr });
  return name;
}

/** A weight, or what was made of weights; `shape` may write the same numbers in another way. */
export function weight(
  draft: Draft,
  { name, shape, data }: Constant,
  storage: StoredConstant['storage'],
  as: readonly number[] = shape,
): string {
  const known = draft.weights.get(data) ?? new Map<string, string>();
  draft.weights.set(data, known);
  const key = `${as}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const added = addConstant(draft, name, as, data, storage);
  known.set(key, added);
  return added;
}

/** Numbers that the lowering itself needs; whole ones for what describes shapes and axes. */
export function setting(
  draft: Draft,
  name: string,
  numbers: Float32Array | Int32Array,
  shape: readonly number[] = [numbers.length],
): string {
  const key = `${numbers instanceof Int32Array} ${shape} ${numbers}`;
  const found = draft.settings.get(key);
  if (found !== undefined) return found;
  const added = addConstant(draft, name, shape, numbers, 'as they are');
  draft.settings.set(key, added);
  return added;
}

function addConstant(
  draft: Draft,
  wanted: string,
  shape: readonly number[],
  numbers: Float32Array | Int32Array,
  storage: StoredConstant['storage'],
): string {
  const name = claimName(draft, wanted);
  const dtype: DataType = numbers instanceof Int32Array ? 'DT_INT32' : 'DT_FLOAT';
  const attr = { dtype: { type: dtype }, value: { tensor: { dtype, tensorShape: tensorShape(shape) } } };
  draft.nodes.push({ name, op: 'Const', attr });
  draft.constants.push({ name, shape, numbers, storage });
  return name;
}

/** What `make` makes of a constant, made once: `what` names it among all that is made of that constant. */
export function derive(
  draft: Draft,
  constant: Constant,
  what: string,
  make: () => { readonly shape: readonly number[]; readonly data: Float32Array },
): Constant {
  const known = draft.derived.get(constant) ?? new Map<string, Constant>();
  draft.derived.set(constant, known);
  const found = known.get(what);
  if (found) return found;
  const made = { name: `${constant.name}/${what}`, ...make() };
  known.set(what, made);
  return made;
}
