import type { DocumentHighlight, Location, LocationLink } from 'vscode-languageserver';
import { DocumentHighlightKind } from 'vscode-languageserver';
import { normalise } from '../../source/resolve.ts';
import { span } from '../../source/source.ts';
import { declarationOf, identity, type Occurrence } from '../meaning.ts';
import { nameAt, namesIn } from '../names.ts';
import { rangeOf } from '../positions.ts';
import type { Snapshot } from '../snapshot.ts';
import { projectFiles, snapshotOf, type Workspace } from '../workspace.ts';

/** Where the thing under an offset is declared, in the file itself or another one. */
export function definition(
  workspace: Workspace,
  snapshot: Snapshot,
  offset: number,
): LocationLink[] | Location[] | undefined {
  const name = nameAt(snapshot, offset);
  const links = name && linksTo(workspace, snapshot, name);
  if (workspace.client.textDocument?.definition?.linkSupport) return links;
  return links?.map(({ targetUri, targetSelectionRange }) => ({
    uri: targetUri,
    range: targetSelectionRange,
  }));
}

function linksTo(workspace: Workspace, snapshot: Snapshot, name: Occurrence): LocationLink[] | undefined {
  const { meaning } = name;
  if (meaning.kind === 'module') {
    const text = meaning.path === undefined ? undefined : snapshot.host.read(meaning.path);
    if (meaning.path === undefined || text === undefined) return undefined;
    const start = span({ path: meaning.path, text }, 0, 0);
    return [link(workspace, name, start, start)];
  }
  const target = declarationOf(meaning);
  const whole = meaning.kind === 'global' ? meaning.global.declaration.span : target;
  return target && whole && [link(workspace, name, whole, target)];
}

function link(
  { host }: Workspace,
  { span: origin }: Occurrence,
  whole: Parameters<typeof rangeOf>[0],
  target: Parameters<typeof rangeOf>[0],
): LocationLink {
  return {
    originSelectionRange: rangeOf(origin),
    targetUri: host.uriOf(target.source.path),
    targetRange: rangeOf(whole),
    targetSelectionRange: rangeOf(target),
  };
}

/** Every place in the project that names the same thing, the files with the declaration first. */
export function occurrencesOf(
  workspace: Workspace,
  snapshot: Snapshot,
  { meaning }: Occurrence,
): readonly Occurrence[] {
  const key = identity(meaning);
  const declared = declarationOf(meaning);
  if (key === undefined || !declared) return [];
  const isPrivate = meaning.kind === 'local' && meaning.origin !== 'parameter';
  const own = normalise(declared.source.path);
  const files = isPrivate ? [own] : new Set([own, snapshot.source.path, ...projectFiles(workspace)]);
  return [...files].flatMap((path) => {
    // A file that does not hold the name cannot mention it.
    const each = snapshotOf(workspace, path);
    return each ? namesIn(each).filter((other) => identity(other.meaning) === key) : [];
  });
}

export function references(
  workspace: Workspace,
  snapshot: Snapshot,
  offset: number,
  withDeclaration: boolean,
): Location[] {
  const name = nameAt(snapshot, offset);
  if (!name) return [];
  return occurrencesOf(workspace, snapshot, name)
    .filter((each) => withDeclaration || !each.isDeclaration)
    .map(({ span: place }) => ({ uri: workspace.host.uriOf(place.source.path), range: rangeOf(place) }));
}

/** The places of one file that name the same thing: what a body binds is written there, all else is read. */
export function highlights(snapshot: Snapshot, offset: number): DocumentHighlight[] {
  const name = nameAt(snapshot, offset);
  if (!name) return [];
  const key = identity(name.meaning) ?? builtIn(name);
  if (key === undefined) return [];
  return namesIn(snapshot)
    .filter((each) => (identity(each.meaning) ?? builtIn(each)) === key)
    .map((each) => ({
      range: rangeOf(each.span),
      kind: each.isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

/** Layers and functions have no declaration, and are still the same wherever they stand. */
function builtIn({ meaning }: Occurrence): string | undefined {
  if (meaning.kind === 'op') return meaning.op;
  if (meaning.kind === 'option') return `${meaning.op} ${meaning.name}`;
  return meaning.kind === 'function' ? meaning.name : undefined;
}
