import type { Span } from '../source/source.ts';
import type * as ast from './ast.ts';

/** Any node of a tree. */
export interface Spanned {
  readonly span: Span;
  readonly kind?: string;
}

/** The nodes directly inside another, in the order of the source as far as the tree has it. */
export function* childrenOf(node: object): Iterable<Spanned> {
  for (const [key, value] of Object.entries(node)) {
    if (key === 'span' || key === 'source' || key === 'comments') continue;
    if (typeof value === 'object' && value !== null) yield* outermost(value);
  }
}

/** Lists and pairs have no place of their own: their members stand for them. */
function* outermost(value: object): Iterable<Spanned> {
  if (isSpanned(value)) yield value;
  else yield* childrenOf(value);
}

function isSpanned(value: object): value is Spanned {
  return 'span' in value && typeof value.span === 'object' && value.span !== null;
}

/** A node and everything inside it, outer nodes first. */
export function* nodesIn(node: Spanned | object): Iterable<Spanned> {
  if (isSpanned(node)) yield node;
  for (const child of childrenOf(node)) yield* nodesIn(child);
}

export function* callsIn(node: object): Iterable<ast.CallExpression> {
  for (const each of nodesIn(node)) if (isCall(each)) yield each;
}

function isCall(node: Spanned): node is ast.CallExpression {
  return node.kind === 'call';
}

export function* chainsIn(node: object): Iterable<ast.Chain> {
  for (const each of nodesIn(node)) if (isChain(each)) yield each;
}

function isChain(node: Spanned): node is ast.Chain {
  return node.kind === 'chain';
}
