import { isError } from '../../diagnostics/diagnostic.ts';
import { archLexer } from '../../parser/tokens.ts';
import type { Span } from '../../source/source.ts';
import { overlayHost } from '../host.ts';
import type { Occurrence } from '../meaning.ts';
import { namesIn } from '../names.ts';
import { problems, type Snapshot, takeSnapshot } from '../snapshot.ts';
import { projectFiles, snapshotOf, textOf, type Workspace } from '../workspace.ts';

/** Why a name cannot be changed, in words for the user. */
export interface Refusal {
  readonly refused: string;
}

/** A use of the name in text that is broken, of which nothing but its tokens is known. */
export function missedUse(
  workspace: Workspace,
  name: string,
  same: readonly Occurrence[],
): Refusal | undefined {
  const paths = new Set([...pathsOf(same), ...filesNaming(workspace, name, same)]);
  for (const path of paths) {
    const snapshot = snapshotOf(workspace, path);
    if (snapshot && hasUnknown(snapshot, name, same))
      return { refused: `${path} has a syntax error near \`${name}\`: mend it first` };
  }
  return undefined;
}

/** The files of the project that hold the letters of a name and have read what declares it. */
function filesNaming(workspace: Workspace, name: string, same: readonly Occurrence[]): readonly string[] {
  const declared = same.find(({ isDeclaration }) => isDeclaration)?.span.source.path;
  if (declared === undefined || reachOf(same)) return [];
  return projectFiles(workspace).filter(
    (path) => textOf(workspace, path)?.includes(name) && snapshotOf(workspace, path)?.readings.has(declared),
  );
}

function hasUnknown(snapshot: Snapshot, name: string, same: readonly Occurrence[]): boolean {
  const { module, source } = snapshot;
  if (!module.incomplete && !module.declarations.some(({ broken }) => broken)) return false;
  const known = new Set(namesIn(snapshot).map(({ span }) => span.start));
  const reach = reachOf(same);
  const whole = [...module.imports, ...module.declarations.filter(({ broken }) => !broken)];
  return archLexer()
    .tokenize(source.text)
    .tokens.some(
      ({ image, startOffset: at }) =>
        image === name &&
        !known.has(at) &&
        !whole.some(({ span }) => span.start <= at && at < span.end) &&
        (!reach || (reach.start <= at && at < reach.end)),
    );
}

/** Where a name of a body can be named; a parameter and what a module declares are named elsewhere, too. */
function reachOf([first]: readonly Occurrence[]): Span | undefined {
  const isPrivate = first?.meaning.kind === 'local' && first.meaning.origin !== 'parameter';
  return isPrivate ? first.within?.span : undefined;
}

/** An error that the new name would make, which is found by trying. */
export function brokenBy(workspace: Workspace, same: readonly Occurrence[], to: string): Refusal | undefined {
  const paths = pathsOf(same);
  const open = new Map(workspace.open);
  for (const path of paths) {
    const text = snapshotOf(workspace, path)?.source.text;
    const spans = same.map(({ span }) => span).filter(({ source }) => source.path === path);
    if (text !== undefined) open.set(path, replaced(text, spans, to));
  }
  for (const path of paths) {
    const before = snapshotOf(workspace, path);
    const text = open.get(path);
    if (!before || text === undefined) continue;
    const host = overlayHost(workspace.host, open, new Map());
    const after = takeSnapshot(host, { path, text }, new Map(), workspace.memory, undefined);
    const errors = problems(after).filter(isError);
    const [first] = errors;
    if (first && errors.length > problems(before).filter(isError).length)
      return { refused: `with the name \`${to}\` there would be an error in ${path}: ${first.message}` };
  }
  return undefined;
}

function pathsOf(same: readonly Occurrence[]): ReadonlySet<string> {
  return new Set(same.map(({ span }) => span.source.path));
}

function replaced(text: string, spans: readonly Span[], to: string): string {
  let result = text;
  for (const { start, end } of spans.toSorted((a, b) => b.start - a.start))
    result = `${result.slice(0, start)}${to}${result.slice(end)}`;
  return result;
}
