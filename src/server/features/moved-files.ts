import type { FileRename, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { resolveModule } from '../../source/resolve.ts';
import { rangeOf } from '../positions.ts';
import { isLibrary, projectFiles, type Workspace } from '../workspace.ts';
import { outlineOf, relativePath } from './imports.ts';

/** The edits after which imports find their modules again, once files and folders have other paths. */
export function importsAfterMove(workspace: Workspace, files: readonly FileRename[]): WorkspaceEdit {
  const { host } = workspace;
  const moves = files.map(({ oldUri, newUri }) => ({ from: host.pathOf(oldUri), to: host.pathOf(newUri) }));
  const moved = (path: string): string => {
    const move = moves.find(({ from }) => path === from || path.startsWith(`${from}/`));
    return move ? `${move.to}${path.slice(move.from.length)}` : path;
  };
  const changes: Record<string, TextEdit[]> = {};
  for (const path of projectFiles(workspace)) {
    const edits: TextEdit[] = [];
    for (const { from } of outlineOf(workspace, path)?.imports ?? []) {
      const resolution = resolveModule(host, path, from.name);
      if (resolution.kind !== 'path' || isLibrary(workspace, resolution.path)) continue;
      const isStill = moved(path) === path && moved(resolution.path) === resolution.path;
      const written = isStill ? undefined : relativePath(moved(path), moved(resolution.path));
      if (written !== undefined && written !== from.name)
        edits.push({ range: rangeOf(from.span), newText: `"${written}"` });
    }
    if (edits.length > 0) changes[host.uriOf(path)] = edits;
  }
  return { changes };
}
