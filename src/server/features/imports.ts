import type { Fix } from '../../diagnostics/diagnostic.ts';
import type * as ast from '../../parser/ast.ts';
import { folderOf, resolveModule } from '../../source/resolve.ts';
import { span } from '../../source/source.ts';
import { remember } from '../remember.ts';
import type { Snapshot } from '../snapshot.ts';
import { isLibrary, libraryFiles, projectFiles, textOf, type Workspace } from '../workspace.ts';

/** Something that a file could import, and how the import writes its path. */
export interface Importable {
  readonly declaration: ast.NamedDeclaration;
  readonly from: string;
}

/** What the standard library declares; it does not change while the server runs. */
const libraryDeclarations = remember((workspace: Workspace): readonly Importable[] =>
  libraryFiles(workspace).flatMap((path) => {
    const from = `std/${path.slice(workspace.host.stdRoot.length + 1, -'.arch'.length)}`;
    return declarationsOf(workspace, path).map((declaration) => ({ declaration, from }));
  }),
);

/** In a project of more files, those that come later are not looked into with each letter that is typed. */
const MOST_FILES = 300;

/** Of more than these, only those are offered whose names hold the letters that are there. */
const MOST_OFFERED = 300;

export interface Importables {
  readonly all: readonly Importable[];
  /** Nothing was left out for want of letters. */
  readonly isWhole: boolean;
}

/**
 * What a file could import: all of the standard library, and what the files of the project declare; of many only those
 * whose names hold the letters of a prefix, in their order.
 */
export function importables(workspace: Workspace, path: string, prefix: string): Importables {
  const files = projectFiles(workspace).slice(0, MOST_FILES);
  const all = [...libraryFor(workspace, path), ...declaredIn(workspace, path, files)];
  if (all.length <= MOST_OFFERED) return { all, isWhole: true };
  const pattern = lettersIn(prefix);
  const matching = all.filter(({ declaration }) => pattern.test(declaration.name.name.toLowerCase()));
  return { all: matching.slice(0, MOST_OFFERED), isWhole: false };
}

/** Whether a text in lower case holds some letters in their order. */
export function lettersIn(letters: string): RegExp {
  return new RegExp([...letters.toLowerCase()].map((letter) => letter.replace(/\W/g, '\\$&')).join('.*'));
}

/** What a file may import of the library; a file of the library itself, only what does not import it. */
function libraryFor(workspace: Workspace, path: string): readonly Importable[] {
  const all = libraryDeclarations(workspace);
  if (!isLibrary(workspace, path)) return all;
  const circular = importersOf(workspace, path, libraryFiles(workspace));
  return all.filter(({ declaration }) => !circular.has(declaration.span.source.path));
}

/** What files declare, seen from one of them; not those that import it themselves, which would make a circle. */
function declaredIn(workspace: Workspace, path: string, files: readonly string[]): readonly Importable[] {
  const circular = importersOf(workspace, path, files);
  return files.flatMap((each) => {
    // The library has a name of its own.
    const from = circular.has(each) || isLibrary(workspace, each) ? undefined : relativePath(path, each);
    if (from === undefined) return [];
    return declarationsOf(workspace, each).map((declaration) => ({ declaration, from }));
  });
}

/** The files that import a file, directly or by way of others, and itself. */
function importersOf(workspace: Workspace, path: string, files: readonly string[]): ReadonlySet<string> {
  const direct = files.map((each) => [each, importsOf(workspace, each)] as const);
  const found = new Set([path]);
  for (const target of found)
    for (const [each, imports] of direct) if (imports.includes(target)) found.add(each);
  return found;
}

function importsOf(workspace: Workspace, path: string): readonly string[] {
  return (outlineOf(workspace, path)?.imports ?? []).flatMap(({ from }) => {
    const resolution = resolveModule(workspace.host, path, from.name);
    return resolution.kind === 'path' ? [resolution.path] : [];
  });
}

/** What a module declares, by its text alone: it need not be checked for that. */
export function declarationsOf(workspace: Workspace, path: string): readonly ast.NamedDeclaration[] {
  const { declarations = [] } = outlineOf(workspace, path) ?? {};
  return declarations.flatMap((each) => (each.kind === 'test' ? [] : [each]));
}

/** A module as far as others see it: its imports, and what it declares. */
export function outlineOf(workspace: Workspace, path: string): ast.Module | undefined {
  const text = textOf(workspace, path);
  return text === undefined ? undefined : workspace.outlines.read({ path, text }, 'imported').module;
}

/** `./blocks`, `../nets/stem`, seen from a file; what is not saved yet lies nowhere. */
export function relativePath(from: string, to: string): string | undefined {
  if (isUnsaved(from) || isUnsaved(to)) return undefined;
  const here = folderOf(from).split('/');
  const there = to.slice(0, -'.arch'.length).split('/');
  let common = 0;
  while (common < here.length && common < there.length - 1 && here[common] === there[common]) common++;
  const up = here.length - common;
  return `${up === 0 ? './' : '../'.repeat(up)}${there.slice(common).join('/')}`;
}

/** The path of a text without a file is its URI, `untitled:Untitled-1`; one letter is the name of a drive. */
function isUnsaved(path: string): boolean {
  return !path.endsWith('.arch') || /^[A-Za-z][A-Za-z0-9+.-]+:/.test(path);
}

/** Imports of an unknown name, from wherever in the project or the library it is declared. */
export function importFixes(workspace: Workspace, snapshot: Snapshot, name: string): readonly Fix[] {
  const { path } = snapshot.source;
  const files = projectFiles(workspace).filter((each) => textOf(workspace, each)?.includes(name));
  return [...libraryFor(workspace, path), ...declaredIn(workspace, path, files)]
    .filter(({ declaration }) => declaration.name.name === name)
    .map(({ from }) => ({
      title: `import \`${name}\` from "${from}"`,
      edits: [importEdit(snapshot, name, from)],
    }));
}

/** Adds a name to the import of its module, or an import behind the others. */
export function importEdit({ module, source }: Snapshot, name: string, from: string): Fix['edits'][number] {
  const same = module.imports.find((each) => each.from.name === from);
  const last = same?.names[same.names.length - 1];
  if (last) {
    const { end } = (last.alias ?? last.name).span;
    return { span: span(source, end, end), text: `, ${name}` };
  }
  const line = `import { ${name} } from "${from}"`;
  const before = module.imports[module.imports.length - 1];
  const newline = /\r?\n/.exec(source.text)?.[0] ?? '\n';
  if (!before) {
    const start = behindHeadComment(source.text);
    return { span: span(source, start, start), text: `${line}${newline}${newline}` };
  }
  // A comment behind the last one stays with it.
  const rest = /^[ \t]*\/\/[^\r\n]*/.exec(source.text.slice(before.span.end))?.[0] ?? '';
  const end = before.span.end + rest.length;
  return { span: span(source, end, end), text: `${newline}${line}` };
}

/** Where the text begins behind the comment about the whole file, which a blank line parts from the rest. */
function behindHeadComment(text: string): number {
  return /^\uFEFF?(?:\/\/(?!\/)[^\n]*\n)+(?:[ \t]*\r?\n)+/.exec(text)?.[0].length ?? 0;
}
