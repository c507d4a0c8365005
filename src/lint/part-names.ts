import type { Fix } from '../diagnostics/diagnostic.ts';
import { isChain } from '../parser/walk.ts';
import type { Subject } from './subject.ts';

/**
 * Parts of one name are counted: once one of them is taken out, those behind it have other paths, and their weights
 * other names. Layers that have no weights share their name with labels and blocks alone, where at all.
 */
export function keepingNames(
  { nodes, program }: Pick<Subject, 'nodes' | 'program'>,
  fix: Fix,
  name: string,
): Fix {
  const isLabel = nodes.filter(isChain).some(({ label }) => label?.name === name);
  const isBlock = program.modules.some(({ tree }) =>
    tree.declarations.some((each) => each.kind === 'block' && each.name.name === name),
  );
  return isLabel || isBlock ? { ...fix, unsafe: true } : fix;
}
