import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { metrics } from '../../check/words.ts';
import { reservedWords } from '../../parser/tokens.ts';
import { type Span, span, spanText } from '../../source/source.ts';
import { declarationOf, identity, type Occurrence } from '../meaning.ts';
import { nameAt, namesIn } from '../names.ts';
import { rangeOf } from '../positions.ts';
import type { Snapshot } from '../snapshot.ts';
import { isLibrary, snapshotOf, type Workspace } from '../workspace.ts';
import { occurrencesOf } from './references.ts';
import { brokenBy, missedUse, type Refusal } from './rename-refusals.ts';

/** The name at an offset, if it can be changed. */
export function prepareRename(
  workspace: Workspace,
  snapshot: Snapshot,
  offset: number,
): { readonly range: Range; readonly placeholder: string } | Refusal | undefined {
  const name = nameAt(snapshot, offset);
  if (!name) return undefined;
  const refused = refusal(workspace, name);
  return refused ?? { range: rangeOf(name.span), placeholder: spanText(name.span) };
}

function refusal(workspace: Workspace, name: Occurrence): Refusal | undefined {
  const declared = declarationOf(name.meaning);
  if (!declared) return { refused: 'this is a part of the language' };
  if (!name.alias && isLibrary(workspace, declared.source.path))
    return { refused: 'this is declared by the standard library' };
  return undefined;
}

/** The edits that give a thing another name wherever it is named; an alias of an import belongs to its file. */
export function rename(
  workspace: Workspace,
  snapshot: Snapshot,
  offset: number,
  to: string,
): WorkspaceEdit | Refusal | undefined {
  const name = nameAt(snapshot, offset);
  if (!name) return undefined;
  const from = spanText(name.span);
  const refused = refusal(workspace, name) ?? nameRefusal(name, to);
  if (refused) return refused;
  const same = name.alias
    ? namesIn(snapshot).filter((each) => each.alias?.start === name.alias?.start)
    : occurrencesOf(workspace, snapshot, name).filter((each) => !each.alias);
  const clash = same.map((each) => clashOf(workspace, each, to)).find((each) => each !== undefined);
  const unsafe = clash ?? missedUse(workspace, from, same) ?? brokenBy(workspace, same, to);
  if (unsafe) return unsafe;
  const changes: Record<string, TextEdit[]> = {};
  const places = [...same.map((each) => each.span), ...namedInDocs(workspace, name)];
  for (const place of places) {
    const uri = workspace.host.uriOf(place.source.path);
    const edits = changes[uri] ?? [];
    changes[uri] = edits;
    edits.push({ range: rangeOf(place), newText: to });
  }
  return { changes };
}

/** Where the documentation of a declaration speaks of its parameter: "- `stride`: 1 or 2". */
function namedInDocs(workspace: Workspace, { meaning }: Occurrence): readonly Span[] {
  if (meaning.kind !== 'local' || meaning.origin !== 'parameter') return [];
  const { source } = meaning.declared;
  const { comments = [], declarations = [] } = snapshotOf(workspace, source.path)?.module ?? {};
  const end = meaning.owner.span.start;
  const start = Math.max(0, ...declarations.map((each) => each.span.end).filter((each) => each <= end));
  return comments
    .filter((each) => each.doc && each.span.start >= start && each.span.end <= end)
    .flatMap(({ span: place }) =>
      [...spanText(place).matchAll(/`(\w+)`/g)]
        .filter(([, word]) => word === meaning.name)
        .map(({ index }) =>
          span(place.source, place.start + index + 1, place.start + index + 1 + meaning.name.length),
        ),
    );
}

function nameRefusal({ meaning }: Occurrence, to: string): Refusal | undefined {
  if (!/^(?:[A-Za-z][A-Za-z0-9_]*|_[A-Za-z0-9_]+)$/.test(to)) return { refused: `\`${to}\` is no name` };
  if (reservedWords.some((word) => word === to)) return { refused: `\`${to}\` is a word of the language` };
  const isTensor = meaning.kind === 'local' && (meaning.origin === 'as' || meaning.origin === 'input');
  if (isTensor && metrics.includes(to)) return { refused: `\`${to}\` is a figure that \`expect\` knows` };
  return undefined;
}

/** Another thing of that name, in the declaration where the occurrence stands or at the top of its file. */
function clashOf(workspace: Workspace, of: Occurrence, to: string): Refusal | undefined {
  const isLabel = of.meaning.kind === 'local' && of.meaning.origin === 'label';
  // The name of an argument clashes with nothing where it is given, only where it is declared.
  const isArgument =
    of.call !== undefined &&
    of.meaning.kind === 'local' &&
    of.meaning.owner.span.start !== of.within?.span.start;
  const snapshot = snapshotOf(workspace, of.span.source.path);
  if (!snapshot || isLabel || isArgument) return undefined;
  const other = namesIn(snapshot).find(
    (each) =>
      spanText(each.span) === to &&
      identity(each.meaning) !== identity(of.meaning) &&
      isInReach(each, of) &&
      !(each.meaning.kind === 'local' && each.meaning.origin === 'label'),
  );
  return other && { refused: `\`${to}\` already means something in ${of.span.source.path}` };
}

function isInReach(other: Occurrence, of: Occurrence): boolean {
  if (other.meaning.kind === 'option' || other.meaning.kind === 'word') return false;
  const isNamedArgument = other.call !== undefined && other.span.start !== other.call.callee.span.start;
  if (isNamedArgument && other.meaning.kind === 'local' && other.meaning.origin === 'parameter') return false;
  return of.meaning.kind === 'global' || other.within === of.within || other.within === undefined;
}
