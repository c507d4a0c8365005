import type { Fix } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import { isCall, isChain, type Spanned } from '../parser/walk.ts';
import type { Subject } from './subject.ts';

/**
 * Parts of one name are counted: once one of them is taken out, those behind it have other paths, and their weights
 * other names. A layer without weights shares its name with labels, blocks and shared layers, where at all; a shared
 * layer (`removed`) with any other layer as well.
 */
export function keepingNames(
  { nodes, program }: Pick<Subject, 'nodes' | 'program'>,
  fix: Fix,
  name: string,
  removed?: ast.SharedStatement,
): Fix {
  const isLabel = nodes.filter(isChain).some(({ label }) => label?.name === name);
  const isShared = nodes.filter(isSharedLayer).some((each) => each !== removed && each.name.name === name);
  const isCalled = removed !== undefined && nodes.filter(isCall).some(({ callee }) => callee.name === name);
  const isBlock = program.modules.some(({ tree }) =>
    tree.declarations.some((each) => each.kind === 'block' && each.name.name === name),
  );
  return isLabel || isShared || isCalled || isBlock ? { ...fix, unsafe: true } : fix;
}

function isSharedLayer(node: Spanned): node is ast.SharedStatement {
  return node.kind === 'shared';
}
