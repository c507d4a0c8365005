import type { Span } from '../source/source.ts';
import type * as ast from './ast.ts';

/** Any node of a tree. */
export interface Spanned {
  readonly span: Span;
  readonly kind?: string;
}

/** The nodes directly inside another, in the order of the source as far as the tree has it. */
export function childrenOf(node: object): readonly Spanned[] {
  const children: Spanned[] = [];
  collect(node, children);
  return children;
}

/** Lists and pairs have no place of their own: their members stand for them. */
function collect(node: object, into: Spanned[]): void {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null) continue;
    if (key === 'span' || key === 'source' || key === 'comments' || key === 'operatorSpan') continue;
    if (isSpanned(value)) into.push(value);
    else collect(value, into);
  }
}

function isSpanned(value: object): value is Spanned {
  return 'span' in value;
}

/** A node and everything inside it, outer nodes first. */
export function nodesIn(node: object): readonly Spanned[] {
  const nodes: Spanned[] = [];
  const visit = (each: object) => {
    if (isSpanned(each)) nodes.push(each);
    for (const child of childrenOf(each)) visit(child);
  };
  visit(node);
  return nodes;
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
