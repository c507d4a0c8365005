import type { Span } from '../source/source.ts';
import type * as ast from './ast.ts';

/** Any node of a tree. */
export interface Spanned {
  readonly span: Span;
  readonly kind?: string;
}

/** What of a tree holds no nodes of its own. */
const LEAVES: ReadonlySet<string> = new Set(['span', 'source', 'comments', 'operatorSpan']);

/** A node and everything inside it, outer nodes first, in the order of the source as far as the tree has it. */
export function nodesIn(node: object): readonly Spanned[] {
  const nodes: Spanned[] = isSpanned(node) ? [node] : [];
  collect(node, nodes);
  return nodes;
}

/** Lists and pairs have no place of their own: their members stand for them. */
function collect(node: object, into: Spanned[]): void {
  for (const key in node) {
    const value: unknown = node[key as keyof typeof node];
    if (typeof value !== 'object' || value === null || LEAVES.has(key)) continue;
    if (isSpanned(value)) into.push(value);
    collect(value, into);
  }
}

function isSpanned(value: object): value is Spanned {
  return 'span' in value;
}

export function callsIn(node: object): readonly ast.CallExpression[] {
  return nodesIn(node).filter(isCall);
}

export function isCall(node: Spanned): node is ast.CallExpression {
  return node.kind === 'call';
}

export function isChain(node: Spanned): node is ast.Chain {
  return node.kind === 'chain';
}
