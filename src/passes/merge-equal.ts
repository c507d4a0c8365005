import { isConstant, sameNumbers } from '../ir/constants.ts';
import type { Constant, InferenceGraph, InferenceNode, InferenceOp } from '../ir/inference.ts';
import { formatShape } from '../ir/shape.ts';
import { put, redirect, rewrite } from './draft.ts';
import { withConstants } from './with-constants.ts';

/** Constants of equal numbers become one object, of the first name. */
export function mergeConstants(graph: InferenceGraph): InferenceGraph {
  const alike = new Map<string, Constant[]>();
  const found = new Map<Constant, Constant>();
  const firstOf = (constant: Constant): Constant => {
    const known = found.get(constant);
    if (known) return known;
    const key = sampleOf(constant);
    const others = alike.get(key) ?? [];
    const first = others.find((other) => sameNumbers(other, constant)) ?? constant;
    if (first === constant) alike.set(key, [...others, constant]);
    found.set(constant, first);
    return first;
  };
  return rewrite(graph, (node, draft) => {
    const merged = withConstants(node, firstOf);
    if (merged !== node) put(draft, merged);
  });
}

/** Shape and a few numbers: those that differ in them need not be compared in full. */
function sampleOf({ shape, data }: Constant): string {
  const places = [0, 1, Math.floor(data.length / 2), data.length - 1];
  return `${shape.join()} ${places.map((place) => data[place]).join()}`;
}

/** Joins in which the order of the inputs does not matter. */
const commutative: ReadonlySet<InferenceOp> = new Set(['add', 'multiply', 'maximum', 'average']);

/** Nodes that compute the same of the same inputs become one, the first. */
export function mergeEqualNodes(graph: InferenceGraph): InferenceGraph {
  const known = new Map<string, string>();
  const ids = new Map<Constant, number>();
  const idOf = (constant: Constant) => {
    const id = ids.get(constant) ?? ids.size;
    ids.set(constant, id);
    return id;
  };
  const keyOf = ({ op, inputs, attributes, shape }: InferenceNode) => {
    const from = commutative.has(op) ? inputs.toSorted() : inputs;
    const written = JSON.stringify(attributes, (_, value: unknown) =>
      isConstant(value) ? idOf(value) : typeof value === 'number' ? `${value}` : value,
    );
    return JSON.stringify([op, from, written, formatShape(shape)]);
  };
  return rewrite(graph, (node, draft) => {
    if (node.op === 'input') return;
    const key = keyOf(node);
    const first = known.get(key);
    if (first === undefined) known.set(key, node.name);
    else redirect(draft, node.name, first);
  });
}
