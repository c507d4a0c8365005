import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  Range,
} from 'vscode-languageserver';
import type * as ast from '../../parser/ast.ts';
import { identity, type Occurrence } from '../meaning.ts';
import { nameAt, namesIn } from '../names.ts';
import { offsetOf, rangeOf } from '../positions.ts';
import type { Snapshot } from '../snapshot.ts';
import { snapshotOf, type Workspace } from '../workspace.ts';
import { occurrencesOf } from './references.ts';
import { symbolKinds } from './symbols.ts';

/** The block, network or function that is named at an offset. */
export function prepareCallHierarchy(
  workspace: Workspace,
  snapshot: Snapshot,
  offset: number,
): CallHierarchyItem[] | undefined {
  const name = nameAt(snapshot, offset);
  if (name?.meaning.kind !== 'global' || name.meaning.global.declaration.kind === 'const') return undefined;
  return [itemOf(workspace, name.meaning.global.declaration)];
}

/** What uses a declaration, anywhere in the project. */
export function incomingCalls(workspace: Workspace, item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const found = declared(workspace, item);
  if (!found) return [];
  const callers = new Map<ast.Declaration, Range[]>();
  for (const { within, isDeclaration, span } of occurrencesOf(workspace, found.snapshot, found.name)) {
    if (!within || isDeclaration) continue;
    const ranges = callers.get(within) ?? [];
    callers.set(within, ranges);
    ranges.push(rangeOf(span));
  }
  return [...callers].map(([caller, fromRanges]) => ({ from: itemOf(workspace, caller), fromRanges }));
}

/** The blocks, networks and functions that a declaration uses. */
export function outgoingCalls(workspace: Workspace, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const found = declared(workspace, item);
  if (!found) return [];
  const callees = new Map<string, { readonly to: CallHierarchyItem; readonly fromRanges: Range[] }>();
  for (const { within, isDeclaration, meaning, span } of namesIn(found.snapshot)) {
    if (isDeclaration || within?.name.span.start !== found.name.span.start || meaning.kind !== 'global')
      continue;
    const { declaration } = meaning.global;
    const key = identity(meaning);
    if (declaration.kind === 'const' || key === undefined) continue;
    const known = callees.get(key) ?? { to: itemOf(workspace, declaration), fromRanges: [] };
    callees.set(key, known);
    known.fromRanges.push(rangeOf(span));
  }
  return [...callees.values()];
}

function declared(
  workspace: Workspace,
  item: CallHierarchyItem,
): { readonly snapshot: Snapshot; readonly name: Occurrence } | undefined {
  const snapshot = snapshotOf(workspace, workspace.host.pathOf(item.uri));
  if (!snapshot) return undefined;
  const offset = offsetOf(snapshot.source, item.selectionRange.start);
  const name = namesIn(snapshot).find((each) => each.isDeclaration && each.span.start === offset);
  return name && { snapshot, name };
}

function itemOf({ host }: Workspace, { kind, name, span }: ast.Declaration): CallHierarchyItem {
  return {
    name: name.name,
    kind: symbolKinds[kind],
    detail: kind,
    uri: host.uriOf(span.source.path),
    range: rangeOf(span),
    selectionRange: rangeOf(name.span),
  };
}
