import { formatAttribute } from '../ir/format.ts';
import type { Graph, Node, NodeId } from '../ir/graph.ts';
import { equalShapes, formatShape } from '../ir/shape.ts';
import type { Branch } from '../ir/tree.ts';

/**
 * One thing that differs: `layer`, `block`, `label`, `inputs` (which tensors), `input` (their shapes), `weights` (whose),
 * `output` (its shape), or the name of an argument.
 */
export interface Detail {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Two networks, and which node of one stands for which of the other. */
export interface Pairing {
  readonly before: Graph;
  readonly after: Graph;
  readonly forward: Map<NodeId, NodeId>;
  readonly back: Map<NodeId, NodeId>;
}

/** What differs between two parts that stand for each other, apart from what is in them. */
export function detailsOf(before: Branch, after: Branch, pairing: Pairing): readonly Detail[] {
  const details: Detail[] = [];
  const note = (what: string, one: string, other: string) => {
    if (one !== other) details.push({ what, before: one, after: other });
  };
  // The name of a layer or block without a label says what it is, which is noted by itself.
  if (labelOf(before) !== undefined || labelOf(after) !== undefined)
    note('label', labelOf(before) ?? 'none', labelOf(after) ?? 'none');
  note(before.node && after.node ? 'layer' : 'block', before.kind ?? 'none', after.kind ?? 'none');
  if (before.node && after.node) {
    for (const detail of argumentDetails(before.node, after.node)) details.push(detail);
    const wiring = wiringDetail(before.node, after.node, pairing);
    if (wiring) details.push(wiring);
    const sharing = sharingDetail(before.node, after.node, pairing);
    if (sharing) details.push(sharing);
    // Nothing in the layer itself differs, and yet it has other weights or more to do.
    if (details.length === 0 && !equalCosts(before, after)) {
      const [one, other] = [inputShapes(pairing.before, before.node), inputShapes(pairing.after, after.node)];
      note('input', one, other);
    }
  }
  if (!equalShapes(before.shape, after.shape))
    details.push({ what: 'output', before: formatShape(before.shape), after: formatShape(after.shape) });
  return details;
}

function equalCosts({ costs: one }: Branch, { costs: other }: Branch): boolean {
  return one.params === other.params && one.macs === other.macs;
}

function inputShapes(graph: Graph, { inputs }: Node): string {
  return inputs.map((id) => formatShape(graph.nodes[id]?.shape ?? [])).join(', ');
}

/** The label of a part without the counter; undefined where the part is called after its layer or block. */
function labelOf({ name, kind }: Branch): string | undefined {
  const base = name.replace(/_\d+$/, '');
  return base === kind || name === kind ? undefined : base;
}

/** Arguments of layers of one kind, by the names that the language gives them. */
function argumentDetails(before: Node, after: Node): readonly Detail[] {
  if (before.op !== after.op) return [];
  const others = new Map<string, unknown>(Object.entries(after.attributes));
  return Object.entries(before.attributes).flatMap(([name, value]) => {
    const one = formatAttribute(value);
    const other = formatAttribute(others.get(name));
    const what = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return one === other ? [] : [{ what, before: one, after: other }];
  });
}

/**
 * The tensors that two nodes take, if they are not the same. A tensor that only one of the networks has explains
 * itself: the part that makes it is reported as added or removed.
 */
function wiringDetail(before: Node, after: Node, pairing: Pairing): Detail | undefined {
  const isSame =
    before.inputs.length === after.inputs.length &&
    before.inputs.every((id, i) => isExplained(id, after.inputs[i] ?? -1, pairing));
  if (isSame) return undefined;
  const written = (graph: Graph, ids: readonly NodeId[]) => ids.map((id) => pathOf(graph, id)).join(', ');
  return {
    what: 'inputs',
    before: written(pairing.before, before.inputs),
    after: written(pairing.after, after.inputs),
  };
}

/** Whether one node stands for the other, or has no counterpart at all. */
function isExplained(before: NodeId, after: NodeId, { forward, back }: Pairing): boolean {
  const counterpart = forward.get(before);
  return counterpart === after || counterpart === undefined || !back.has(after);
}

/** Whose weights two nodes use, where these are not their own in both networks. */
function sharingDetail(before: Node, after: Node, pairing: Pairing): Detail | undefined {
  const one = ownerOf(pairing.before, before);
  const other = ownerOf(pairing.after, after);
  const isOwn = one === before.id || one === undefined;
  const isOtherOwn = other === after.id || other === undefined;
  if (isOwn && isOtherOwn) return undefined;
  if (!isOwn && !isOtherOwn && one !== undefined && other !== undefined && isExplained(one, other, pairing))
    return undefined;
  const written = (graph: Graph, id: NodeId | undefined, own: boolean) =>
    own || id === undefined ? 'its own' : `those of ${pathOf(graph, id)}`;
  return {
    what: 'weights',
    before: written(pairing.before, one, isOwn),
    after: written(pairing.after, other, isOtherOwn),
  };
}

function ownerOf(graph: Graph, { module }: Node): NodeId | undefined {
  return module === undefined ? undefined : graph.modules[module]?.node;
}

/** What differs in the outputs of the networks: their names, and which parts they are. */
export function networkDetails(pairing: Pairing): readonly Detail[] {
  const { before, after } = pairing;
  const isSame =
    before.outputs.length === after.outputs.length &&
    before.outputs.every(({ name, node }, i) => {
      const other = after.outputs[i];
      return other !== undefined && name === other.name && isExplained(node, other.node, pairing);
    });
  if (isSame) return [];
  return [{ what: 'outputs', before: outputsOf(before), after: outputsOf(after) }];
}

function outputsOf(graph: Graph): string {
  return graph.outputs.map(({ name, node }) => `${name} = ${pathOf(graph, node)}`).join(', ');
}

function pathOf(graph: Graph, id: NodeId): string {
  return graph.nodes[id]?.path ?? '';
}
