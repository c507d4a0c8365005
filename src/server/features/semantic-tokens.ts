import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver';
import { SemanticTokensBuilder } from 'vscode-languageserver';
import type { Span } from '../../source/source.ts';
import type { Occurrence } from '../meaning.ts';
import { namesIn } from '../names.ts';
import { positionOf } from '../positions.ts';
import type { Snapshot } from '../snapshot.ts';

const types = ['function', 'class', 'variable', 'parameter', 'property', 'keyword'] as const;
const modifiers = ['declaration', 'readonly', 'defaultLibrary'] as const;
type Modifier = (typeof modifiers)[number];

export const legend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };

/** What the names of a file are, which a grammar cannot tell: layers, blocks, values, parameters, constructs. */
export function semanticTokens(snapshot: Snapshot, within?: Span): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  const { source } = snapshot;
  let last = -1;
  for (const name of namesIn(snapshot)) {
    const { start, end } = name.span;
    if (start < last || (within && (end < within.start || start > within.end))) continue;
    const look = lookOf(snapshot, name);
    if (!look) continue;
    const { line, character } = positionOf(source, start);
    const bits = look.modifiers.reduce((sum, each) => sum | (1 << modifiers.indexOf(each)), 0);
    builder.push(line, character, end - start, types.indexOf(look.type), bits);
    last = end;
  }
  return builder.build();
}

interface Look {
  readonly type: (typeof types)[number];
  readonly modifiers: readonly Modifier[];
}

function lookOf({ host }: Snapshot, { meaning, isDeclaration }: Occurrence): Look | undefined {
  const own: readonly Modifier[] = isDeclaration ? ['declaration'] : [];
  switch (meaning.kind) {
    case 'op':
    case 'function':
      return { type: 'function', modifiers: ['defaultLibrary'] };
    case 'option':
      return { type: 'parameter', modifiers: [] };
    case 'word':
      return { type: 'keyword', modifiers: [] };
    case 'module':
      return undefined;
    case 'global': {
      const { declaration } = meaning.global;
      const isStd = declaration.span.source.path.startsWith(`${host.stdRoot}/`);
      const all: readonly Modifier[] = isStd ? [...own, 'defaultLibrary'] : own;
      if (declaration.kind === 'const') return { type: 'variable', modifiers: [...all, 'readonly'] };
      return { type: declaration.kind === 'fn' ? 'function' : 'class', modifiers: all };
    }
    case 'local':
      if (meaning.origin === 'label') return { type: 'property', modifiers: own };
      if (meaning.origin === 'parameter') return { type: 'parameter', modifiers: own };
      if (meaning.origin === 'as' || meaning.origin === 'input') return { type: 'variable', modifiers: own };
      return { type: 'variable', modifiers: [...own, 'readonly'] };
  }
}
