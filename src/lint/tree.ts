import type * as ast from '../parser/ast.ts';
import { isCall, isChain, nodesIn, type Spanned } from '../parser/walk.ts';
import type { Span } from '../source/source.ts';
import { lazily } from './lazily.ts';

/** An element, and the chain that it stands in. */
export interface Placed {
  readonly chain: ast.Chain;
  readonly element: ast.Element;
  /** It is all that a `residual` adds its input to, which must be something. */
  readonly isOnlyOfResidual: boolean;
}

/** A module with every node in it, and what stands at a place. */
export interface Tree {
  readonly module: ast.Module;
  /** Outer ones first. */
  readonly nodes: readonly Spanned[];
  callAt(place: Span): ast.CallExpression | undefined;
  elementAt(place: Span): Placed | undefined;
  /** The statement that makes a name, by where the name is written. */
  chainNaming(name: Span): ast.Chain | undefined;
  valueNaming(name: Span): ast.LetStatement | ast.SharedStatement | undefined;
}

export function treeOf(module: ast.Module): Tree {
  const nodes = nodesIn(module);
  const calls = lazily(() => byPlace(nodes.filter(isCall).map((call) => [call.span, call])));
  const elements = lazily(() =>
    byPlace(
      nodes.filter(isChain).flatMap((chain) => {
        const isOnlyOfResidual = nodes.filter(isResidual).some(({ body }) => isOnlyOf(body, chain));
        return chain.elements.map((element) => [element.span, { chain, element, isOnlyOfResidual }] as const);
      }),
    ),
  );
  const chains = lazily(() =>
    byPlace(nodes.filter(isChain).flatMap((chain) => (chain.as ? [[chain.as.span, chain] as const] : []))),
  );
  const values = lazily(() => byPlace(nodes.flatMap(naming)));
  const at = <V>(table: () => ReadonlyMap<string, V>, place: Span) =>
    place.source === module.source ? table().get(key(place)) : undefined;
  return {
    module,
    nodes,
    callAt: (place) => at(calls, place),
    elementAt: (place) => at(elements, place),
    chainNaming: (name) => at(chains, name),
    valueNaming: (name) => at(values, name),
  };
}

function isResidual(node: Spanned): node is ast.ResidualElement {
  return node.kind === 'residual';
}

function isOnlyOf({ statements }: ast.Body, chain: ast.Chain): boolean {
  return statements.length === 1 && statements[0] === chain;
}

function naming(node: Spanned): readonly (readonly [Span, ast.LetStatement | ast.SharedStatement])[] {
  const statement = node as ast.Statement;
  if (statement.kind === 'shared') return [[statement.name.span, statement]];
  return statement.kind === 'let' ? boundIn(statement.pattern).map((name) => [name.span, statement]) : [];
}

/** The names that a pattern binds. */
export function boundIn(pattern: ast.Pattern): readonly ast.Identifier[] {
  if (pattern.kind === 'bind') return [{ name: pattern.name, span: pattern.span }];
  return pattern.kind === 'tuple-pattern' ? pattern.items.flatMap(boundIn) : [];
}

function byPlace<V>(entries: readonly (readonly [Span, V])[]): ReadonlyMap<string, V> {
  return new Map(entries.map(([place, value]) => [key(place), value]));
}

function key({ start, end }: Span): string {
  return `${start} ${end}`;
}
