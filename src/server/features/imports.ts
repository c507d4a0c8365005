import type { Fix } from '../../diagnostics/diagnostic.ts';
import type * as ast from '../../parser/ast.ts';
import { folderOf } from '../../source/resolve.ts';
import { span } from '../../source/source.ts';
import { remember } from '../remember.ts';
import type { Snapshot } from '../snapshot.ts';
import { libraryFiles, projectFiles, textOf, type Workspace } from '../workspace.ts';

/** Something that a file could import, and how the import writes its path. */
export interface Importable {
  readonly name: string;
  readonly kind: 'const' | 'fn' | 'block' | 'network';
  readonly from: string;
  readonly path: string;
}

/** What the standard library declares; it does not change while the server runs. */
const libraryNames = remember((workspace: Workspace): readonly Importable[] =>
  libraryFiles(workspace).flatMap((path) => {
    const from = `std/${path.slice(workspace.host.stdRoot.length + 1, -'.arch'.length)}`;
    return declarationsOf(workspace, path).map(({ name, kind }) => ({ name: name.name, kind, from, path }));
  }),
);

/** What a file could import: all of the standard library, and what the open files beside it declare. */
export function importables(workspace: Workspace, path: string): readonly Importable[] {
  const own = [...workspace.open.keys()].filter((each) => each !== path);
  return [...libraryNames(workspace), ...own.flatMap((each) => declaredIn(workspace, path, each))];
}

function declaredIn(workspace: Workspace, path: string, other: string): readonly Importable[] {
  const from = relativePath(path, other);
  if (from === undefined) return [];
  return declarationsOf(workspace, other).map(({ name, kind }) => ({
    name: name.name,
    kind,
    from,
    path: other,
  }));
}

/** What a module declares, by its text alone: it need not be checked for that. */
export function declarationsOf(workspace: Workspace, path: string): readonly ast.NamedDeclaration[] {
  const text = textOf(workspace, path);
  if (text === undefined) return [];
  const { module } = workspace.outlines.read({ path, text }, 'imported');
  return module.declarations.flatMap((each) => (each.kind === 'test' ? [] : [each]));
}

/** `./blocks`, `../nets/stem`, seen from a file. */
function relativePath(from: string, to: string): string | undefined {
  if (!to.endsWith('.arch')) return undefined;
  const here = folderOf(from).split('/');
  const there = to.slice(0, -'.arch'.length).split('/');
  let common = 0;
  while (common < here.length && common < there.length - 1 && here[common] === there[common]) common++;
  const up = here.length - common;
  return `${up === 0 ? './' : '../'.repeat(up)}${there.slice(common).join('/')}`;
}

/** Imports of an unknown name, from wherever in the project or the library it is declared. */
export function importFixes(workspace: Workspace, snapshot: Snapshot, name: string): readonly Fix[] {
  const { path } = snapshot.source;
  const closed = projectFiles(workspace).filter((each) => each !== path && !workspace.open.has(each));
  const known = [
    ...importables(workspace, path),
    ...closed.flatMap((each) =>
      textOf(workspace, each)?.includes(name) ? declaredIn(workspace, path, each) : [],
    ),
  ];
  return known
    .filter((each) => each.name === name)
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
  if (!before) return { span: span(source, 0, 0), text: `${line}${newline}${newline}` };
  // A comment behind the last one stays with it.
  const rest = /^[ \t]*\/\/[^\r\n]*/.exec(source.text.slice(before.span.end))?.[0] ?? '';
  const end = before.span.end + rest.length;
  return { span: span(source, end, end), text: `${newline}${line}` };
}
