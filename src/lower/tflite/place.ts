import type { InferenceNode, InferenceOp } from '../../ir/inference.ts';
import { number } from './constants.ts';
import { addTensor, claimName, type Draft, type Value } from './draft.ts';
import type { Field } from './flatbuffer.ts';
import type { OperatorName } from './operators.ts';

/** A node that is being lowered, and what reaches it. */
export interface Place {
  readonly draft: Draft;
  readonly name: string;
  /** The inputs, and the first of them. */
  readonly inputs: readonly Value[];
  readonly x: Value;
  /** Of the result, with the batch axis, which is 1. */
  readonly shape: readonly number[];
}

/** How an operation is made of operators: gives what holds its result. */
export type Lower<Op extends InferenceOp> = (node: InferenceNode<Op>, place: Place) => Value;

/** Adds an operator; `suffix` is '' for the one whose result is the node's, else a word of its own. */
export function emit(
  place: Place,
  suffix: string,
  operator: OperatorName,
  inputs: readonly Value[],
  shape: readonly number[],
  options: readonly Field[] = [],
): Value {
  const result = addTensor(place.draft, nameOf(place, suffix), shape);
  emitTo(place, operator, inputs, [result], options);
  return result;
}

/** Adds an operator that has several results, made before. */
export function emitTo(
  { draft }: Place,
  operator: OperatorName,
  inputs: readonly Value[],
  outputs: readonly Value[],
  options: readonly Field[],
): void {
  const ids = (values: readonly Value[]) => values.map(({ tensor }) => tensor);
  draft.operators.push({ operator, inputs: ids(inputs), outputs: ids(outputs), options });
}

/** The names of nodes are reserved, so that a node's own name is always free for it. */
export function nameOf({ draft, name }: Place, suffix: string): string {
  return suffix === '' ? name : claimName(draft, `${name}.${suffix}`);
}

/** An operator that treats every number by itself. */
export function unary(
  place: Place,
  suffix: string,
  operator: OperatorName,
  x: Value,
  options?: readonly Field[],
): Value {
  return emit(place, suffix, operator, [x], x.shape, options);
}

/** An operator on pairs of numbers; sizes of 1 are repeated, leading axes may be left out. */
export function binary(
  place: Place,
  suffix: string,
  operator: OperatorName,
  a: Value,
  b: Value | number,
  options?: readonly Field[],
): Value {
  const other = typeof b === 'number' ? number(place.draft, b) : b;
  return emit(place, suffix, operator, [a, other], broadcast(a.shape, other.shape), options);
}

function broadcast(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) =>
    Math.max(a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1),
  );
}

/** Height and width of a map [1, h, w, c]. */
export function spatial({ shape }: { readonly shape: readonly number[] }): readonly [number, number] {
  const [, height = 1, width = 1] = shape;
  return [height, width];
}

/** The last axis. */
export function channelsOf({ shape }: { readonly shape: readonly number[] }): number {
  return shape.at(-1) ?? 1;
}
