import { type DocumentSymbol, SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import type * as ast from '../../parser/ast.ts';
import { statementsIn } from '../hints.ts';
import { rangeOf } from '../positions.ts';
import type { Snapshot } from '../snapshot.ts';
import { isLibrary, libraryFiles, projectFiles, textOf, type Workspace } from '../workspace.ts';
import { declarationsOf, lettersIn } from './imports.ts';

export const symbolKinds: Readonly<Record<ast.Declaration['kind'], SymbolKind>> = {
  const: SymbolKind.Constant,
  fn: SymbolKind.Function,
  block: SymbolKind.Class,
  network: SymbolKind.Module,
  test: SymbolKind.Event,
};

/** The declarations of a file, and in their bodies the inputs, labels, tensors and shared layers. */
export function documentSymbols({ module }: Snapshot): DocumentSymbol[] {
  return module.declarations.map((declaration) => ({
    name: declaration.name.name || '""',
    detail: declaration.kind,
    kind: symbolKinds[declaration.kind],
    range: rangeOf(declaration.span),
    selectionRange: rangeOf(declaration.name.span),
    children: 'body' in declaration ? [...partsOf(declaration.body)] : [],
  }));
}

function* partsOf(body: ast.Body): Iterable<DocumentSymbol> {
  for (const statement of statementsIn(body)) {
    const range = rangeOf(statement.span);
    const part = (name: ast.Identifier, kind: SymbolKind, detail: string): DocumentSymbol => ({
      name: name.name,
      detail,
      kind,
      range,
      selectionRange: rangeOf(name.span),
    });
    if (statement.kind === 'input') yield part(statement.name, SymbolKind.Variable, 'input');
    if (statement.kind === 'shared') yield part(statement.name, SymbolKind.Field, 'shared');
    if (statement.kind !== 'chain') continue;
    if (statement.label) yield part(statement.label, SymbolKind.Field, 'label');
    if (statement.as) yield part(statement.as, SymbolKind.Variable, 'tensor');
  }
}

const MOST_SYMBOLS = 500;

/** What a file declares, tests too, by its text alone. */
function allIn(workspace: Workspace, path: string): readonly ast.Declaration[] {
  const text = textOf(workspace, path);
  return text === undefined ? [] : workspace.memory.read({ path, text }, 'whole').module.declarations;
}

/** Declarations of the project and of the standard library whose names hold the letters of the query in their order. */
export function workspaceSymbols(workspace: Workspace, query: string): WorkspaceSymbol[] {
  const pattern = lettersIn(query);
  const found: WorkspaceSymbol[] = [];
  for (const path of new Set([...projectFiles(workspace), ...libraryFiles(workspace)])) {
    // The tests of the library are nobody's business here.
    const declarations = isLibrary(workspace, path)
      ? declarationsOf(workspace, path)
      : allIn(workspace, path);
    for (const { kind, name } of declarations) {
      if (found.length >= MOST_SYMBOLS || !pattern.test(name.name.toLowerCase())) continue;
      const location = { uri: workspace.host.uriOf(path), range: rangeOf(name.span) };
      found.push({
        name: name.name,
        kind: symbolKinds[kind],
        containerName: path.slice(path.lastIndexOf('/') + 1),
        location,
      });
    }
  }
  return found;
}
