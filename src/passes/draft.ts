import { constantsOf } from '../ir/constants.ts';
import type { Constant, InferenceGraph, InferenceNode } from '../ir/inference.ts';

/**
 * A graph while a pass changes it. What nothing reads any more, and what is neither an output nor the result of a
 * part, goes away by itself.
 */
export interface Draft {
  readonly nodes: Map<string, InferenceNode>;
  /** The nodes that take a value, by its name. */
  readonly readers: Map<string, Set<string>>;
  /** Output names by the nodes that hold them; a node may hold several. */
  readonly outputs: { readonly name: string; node: string }[];
  readonly parts: { readonly path: string; result: string }[];
  readonly inputs: readonly string[];
  /** Names of constants that are taken; filled when one is first asked for. */
  constantNames: Set<string> | undefined;
  changed: boolean;
}

/** What a pass does at one node; it finds the node as earlier changes have left it. */
type Rule = (node: InferenceNode, draft: Draft) => void;

/** Shows a rule every node in its order, those left out that went away before their turn. */
export function rewrite(graph: InferenceGraph, rule: Rule): InferenceGraph {
  const draft = draftOf(graph);
  for (const { name } of graph.nodes) {
    const node = draft.nodes.get(name);
    if (node) rule(node, draft);
  }
  return draft.changed
    ? { ...graph, nodes: ordered(draft), outputs: draft.outputs, parts: draft.parts }
    : graph;
}

function draftOf(graph: InferenceGraph): Draft {
  const readers = new Map<string, Set<string>>(graph.nodes.map(({ name }) => [name, new Set()]));
  for (const { name, inputs } of graph.nodes) for (const input of inputs) readers.get(input)?.add(name);
  return {
    nodes: new Map(graph.nodes.map((node) => [node.name, node])),
    readers,
    outputs: graph.outputs.map((output) => ({ ...output })),
    parts: graph.parts.map((part) => ({ ...part })),
    inputs: graph.inputs,
    constantNames: undefined,
    changed: false,
  };
}

/** New nodes come last in the draft; here each stands before what reads it. */
function ordered({ nodes }: Draft): readonly InferenceNode[] {
  const done = new Set<string>();
  const result: InferenceNode[] = [];
  const visit = (node: InferenceNode) => {
    if (done.has(node.name)) return;
    done.add(node.name);
    for (const input of node.inputs) visit(nodeIn(nodes, input));
    result.push(node);
  };
  for (const node of nodes.values()) visit(node);
  return result;
}

function nodeIn(nodes: ReadonlyMap<string, InferenceNode>, name: string): InferenceNode {
  const node = nodes.get(name);
  if (!node) throw new Error(`a pass has lost the node ${name}`);
  return node;
}

/** The node that holds the n-th input of another. */
export function inputOf(draft: Draft, node: InferenceNode, n = 0): InferenceNode {
  const name = node.inputs[n];
  if (name === undefined) throw new Error(`${node.name} has no input ${n}`);
  return nodeIn(draft.nodes, name);
}

export function readersOf(draft: Draft, name: string): readonly InferenceNode[] {
  return [...(draft.readers.get(name) ?? [])].map((reader) => nodeIn(draft.nodes, reader));
}

export function isOutput(draft: Draft, name: string): boolean {
  return draft.outputs.some(({ node }) => node === name);
}

export function isPart(draft: Draft, name: string): boolean {
  return draft.parts.some(({ result }) => result === name);
}

/** Whether one node alone takes a value, and nobody can ask for it by name. */
export function isPrivate(draft: Draft, name: string): boolean {
  return draft.readers.get(name)?.size === 1 && !isOutput(draft, name) && !isPart(draft, name);
}

/** Puts a node in the place of the one of its name, or adds one of a new name. */
export function put(draft: Draft, node: InferenceNode): void {
  const old = draft.nodes.get(node.name);
  draft.changed = true;
  draft.nodes.set(node.name, node);
  if (!old) draft.readers.set(node.name, new Set());
  for (const input of node.inputs) draft.readers.get(input)?.add(node.name);
  for (const input of old?.inputs ?? []) {
    if (node.inputs.includes(input)) continue;
    draft.readers.get(input)?.delete(node.name);
    dropUnread(draft, input);
  }
}

/** Lets everyone who takes one value take another of the same shape, outputs and parts too; the first goes away. */
export function redirect(draft: Draft, from: string, to: string): void {
  for (const reader of readersOf(draft, from)) {
    put(
      draft,
      withInputs(
        reader,
        reader.inputs.map((input) => (input === from ? to : input)),
      ),
    );
  }
  for (const output of draft.outputs) if (output.node === from) output.node = to;
  for (const part of draft.parts) if (part.result === from) part.result = to;
  draft.changed = true;
  dropUnread(draft, from);
}

function dropUnread(draft: Draft, unread: string): void {
  const stack = [unread];
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    const node = draft.nodes.get(name);
    if (!node || node.op === 'input' || (draft.readers.get(name)?.size ?? 0) > 0) continue;
    if (isOutput(draft, name) || isPart(draft, name)) continue;
    draft.nodes.delete(name);
    draft.readers.delete(name);
    for (const input of node.inputs) {
      draft.readers.get(input)?.delete(name);
      stack.push(input);
    }
  }
}

export function withInputs(node: InferenceNode, inputs: readonly string[]): InferenceNode {
  return { ...node, inputs };
}

/** A name that no node has: `wanted`, or with a number where it is taken. */
export function freshName(draft: Draft, wanted: string): string {
  return unlike(wanted, (name) => draft.nodes.has(name));
}

/** A constant of numbers that a pass has worked out, under a name that no other has. */
export function newConstant(
  draft: Draft,
  wanted: string,
  shape: readonly number[],
  data: Float32Array,
): Constant {
  draft.constantNames ??= new Set(
    [...draft.nodes.values()].flatMap((node) => constantsOf(node).map(([, { name }]) => name)),
  );
  const taken = draft.constantNames;
  const name = unlike(wanted, (each) => taken.has(each));
  taken.add(name);
  return { name, shape, data };
}

function unlike(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let n = 2; isTaken(name); n++) name = `${wanted}_${n}`;
  return name;
}
