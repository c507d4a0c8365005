import { type Costs, nodeCosts } from './costs.ts';
import type { Graph, Node } from './graph.ts';
import type { Shape } from './shape.ts';

/** A layer or a group of a network, with what it costs together with everything in it. */
export interface Branch {
  /** The last part of the path. */
  readonly name: string;
  readonly path: string;
  /** The layer's or block's declared name; undefined for a label's group. */
  readonly kind: string | undefined;
  /** Of a layer; undefined for a group. */
  readonly node: Node | undefined;
  /** Of its result. */
  readonly shape: Shape;
  readonly costs: Costs;
  readonly children: readonly Branch[];
}

interface Growing {
  readonly path: string;
  kind: string | undefined;
  node: Node | undefined;
  shape: Shape;
  params: number;
  macs: number | undefined;
  readonly children: Map<string, Growing>;
}

/** The parts of a network as a tree by their paths, in the order in which they run; inputs stand first. */
export function treeOf(graph: Graph): readonly Branch[] {
  const parts = new Map(graph.parts.map((part) => [part.path, part]));
  const root = grow('');
  for (const [id, costs] of nodeCosts(graph).entries()) {
    const node = graph.nodes[id];
    if (!node) continue;
    let at = root;
    for (const path of prefixes(node.path)) {
      const known = at.children.get(path) ?? grow(path);
      at.children.set(path, known);
      at = known;
      at.params += costs.params;
      at.macs = at.macs === undefined || costs.macs === undefined ? undefined : at.macs + costs.macs;
      const part = parts.get(path);
      at.kind = path === node.path ? node.op : part?.block;
      if (path === node.path) at.node = node;
      at.shape = (path === node.path ? node : graph.nodes[part?.result ?? id])?.shape ?? node.shape;
    }
  }
  return branches(root);
}

function grow(path: string): Growing {
  return { path, kind: undefined, node: undefined, shape: [], params: 0, macs: 0, children: new Map() };
}

/** "a", "a.b", "a.b.c" of "a.b.c". */
function prefixes(path: string): readonly string[] {
  const found: string[] = [];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1))
    found.push(path.slice(0, dot));
  return [...found, path];
}

function branches(of: Growing): readonly Branch[] {
  return [...of.children.values()].map((each) => ({
    name: of.path === '' ? each.path : each.path.slice(of.path.length + 1),
    path: each.path,
    kind: each.kind,
    node: each.node,
    shape: each.shape,
    costs: { params: each.params, macs: each.macs },
    children: branches(each),
  }));
}
