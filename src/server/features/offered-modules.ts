import type { CompletionItem } from 'vscode-languageserver';
import { folderOf, resolveModule } from '../../source/resolve.ts';
import { declarationsOf } from './imports.ts';
import { item, kindOf } from './items.ts';
import type { Place } from './offered.ts';

/** The modules that an import could name: the standard library, and the files and folders of the folder that is written. */
export function modules({ workspace, snapshot }: Place, written: string): CompletionItem[] {
  const { host, source } = snapshot;
  const library = host.modules(host.stdRoot).map((name) => `std/${name}`);
  const slash = written.lastIndexOf('/');
  const prefix = written.startsWith('.') && slash >= 0 ? written.slice(0, slash + 1) : './';
  const resolution = resolveModule(host, source.path, `${prefix}x`);
  const folder = resolution.kind === 'path' ? folderOf(resolution.path) : folderOf(source.path);
  const files = host
    .modules(folder)
    .filter((name) => `${folder}/${name}.arch` !== source.path)
    .map((name) => `${prefix}${name}`);
  const folders = workspace.host.folders(folder).map((name) => `${prefix}${name}`);
  return [
    ...[...library, ...files].map((name) => item(name, 'Module', 'a module')),
    ...folders.map((name) => item(name, 'Folder', 'a folder')),
  ];
}

/** What the module of an import declares, for the names between its braces. */
export function importedNames(
  { workspace, snapshot, cursor, importable }: Place,
  start: number,
): CompletionItem[] {
  const { host, source } = snapshot;
  const line = /from\s*"([^"\n]*)"/.exec(source.text.slice(start));
  const next = /\b(?:import|const|fn|block|network|test)\b/.exec(source.text.slice(start + 6));
  const isOwn = line && (!next || line.index < next.index + 6);
  const resolution = isOwn ? resolveModule(host, source.path, line[1] ?? '') : undefined;
  const given = new Set(
    cursor.before.filter(({ startOffset }) => startOffset > start).map(({ image }) => image),
  );
  if (resolution?.kind !== 'path') {
    return importable()
      .all.filter(({ declaration }) => !given.has(declaration.name.name))
      .map(({ declaration, from }) =>
        item(declaration.name.name, kindOf(declaration), from, declaration.doc),
      );
  }
  return declarationsOf(workspace, resolution.path)
    .filter(({ name }) => !given.has(name.name))
    .map((each) => item(each.name.name, kindOf(each), each.kind, each.doc));
}
