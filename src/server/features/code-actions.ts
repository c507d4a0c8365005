import { type CodeAction, CodeActionKind, type Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import { checkSource } from '../../compile.ts';
import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts';
import { checksWith } from '../../language-tests.ts';
import { applyFixes } from '../../lint/edits.ts';
import { isIgnorable } from '../../lint/ignore.ts';
import { mend } from '../../lint/mend.ts';
import { type SourceFile, type Span, span, spanText } from '../../source/source.ts';
import type { ServerHost } from '../host.ts';
import { rangeOf } from '../positions.ts';
import { problems, type Snapshot } from '../snapshot.ts';
import type { Workspace } from '../workspace.ts';
import { placeIn } from './diagnostics.ts';
import { importFixes } from './imports.ts';
import { missingArgumentFixes } from './missing-arguments.ts';

/** One of the fixes of everything that editors apply when a file is saved. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.archc`;

export interface Wanted {
  readonly within: Span;
  /** The kinds that the client asks for; undefined: all. */
  readonly only: readonly string[] | undefined;
  /** The problems as the client shows them. */
  readonly shown: readonly LspDiagnostic[];
}

/** Ways to mend what is wrong at a place, and `source.fixAll`. */
export function codeActions(workspace: Workspace, snapshot: Snapshot, wanted: Wanted): CodeAction[] {
  const actions: CodeAction[] = [];
  if (isWanted(wanted, CodeActionKind.QuickFix)) {
    for (const found of problems(snapshot)) {
      const place = placeIn(snapshot, found);
      if (place.end < wanted.within.start || place.start > wanted.within.end) continue;
      const fixes = [...found.fixes, ...moreFixes(workspace, snapshot, found)];
      const diagnostics = wanted.shown.filter((each) => each.code === found.code && sameStart(each, place));
      for (const fix of fixes) {
        actions.push({
          title: sentence(fix.title),
          kind: CodeActionKind.QuickFix,
          edit: editOf(workspace.host, fix),
          ...(diagnostics.length > 0 && { diagnostics }),
          ...(fixes.length === 1 && { isPreferred: true }),
        });
      }
      const ignore = ignoring(snapshot, found);
      if (ignore) {
        const edit = editOf(workspace.host, ignore);
        actions.push({ title: ignore.title, kind: CodeActionKind.QuickFix, edit, diagnostics });
      }
    }
  }
  // Asked for by name only: it checks the file once more for each round.
  const all = wanted.only && isWanted(wanted, FIX_ALL);
  const fixed = all ? fixAll(workspace.host, snapshot) : undefined;
  return fixed ? [...actions, fixed] : actions;
}

function isWanted({ only }: Wanted, kind: string): boolean {
  return !only || only.some((each) => kind === each || kind.startsWith(`${each}.`));
}

function sameStart({ range }: LspDiagnostic, place: Span): boolean {
  const { start } = rangeOf(place);
  return range.start.line === start.line && range.start.character === start.character;
}

function sentence(title: string): string {
  return `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`;
}

function editOf(host: ServerHost, { edits }: Fix): NonNullable<CodeAction['edit']> {
  const changes: Record<string, { range: ReturnType<typeof rangeOf>; newText: string }[]> = {};
  for (const { span, text } of edits) {
    const uri = host.uriOf(span.source.path);
    const known = changes[uri] ?? [];
    changes[uri] = known;
    known.push({ range: rangeOf(span), newText: text });
  }
  return { changes };
}

/** What only an editor offers, since it takes a look at other files or leaves something to fill in. */
function moreFixes(workspace: Workspace, snapshot: Snapshot, found: Diagnostic): readonly Fix[] {
  const place = found.primary?.span;
  if (!place || place.source.path !== snapshot.source.path) return [];
  if (found.code === 'ARC1001') return importFixes(workspace, snapshot, spanText(place));
  return found.code === 'ARC2003' ? missingArgumentFixes(snapshot, place) : [];
}

/**
 * A comment that ignores a lint, above the line or at the end of it, wherever it speaks of what was found; the reason is
 * left to people.
 */
function ignoring({ source, host }: Snapshot, found: Diagnostic): Fix | undefined {
  const { code, primary } = found;
  const place = primary?.span;
  if (!place || place.source.path !== source.path || !isIgnorable(code)) return undefined;
  const { text } = source;
  const start = text.lastIndexOf('\n', place.start - 1) + 1;
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(start)) ?? [];
  const [indent = ''] = /^[ \t]*/.exec(line) ?? [];
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  const comment = `// archc-ignore ${code}:`;
  const at = (offset: number) => span(source, offset, offset);
  const edits = [
    { span: at(start), text: `${indent}${comment} ${newline}` },
    { span: at(start + line.length), text: ` ${comment} ` },
  ];
  const title = `Ignore ${code} here, and say why`;
  const count = (each: SourceFile) =>
    checkSource(host, each).filter((other) => other.code === code || other.code === 'ARC8902').length;
  const before = count(source);
  return edits
    .map((edit): Fix => ({ title, edits: [edit] }))
    .find((fix) => count({ path: source.path, text: applyFixes(source, [fix]).text }) < before);
}

/** Everything that `archc lint --fix` would mend, in one go. */
function fixAll(host: ServerHost, { source, host: files }: Snapshot): CodeAction | undefined {
  const { source: mended, fixed } = mend(source, checksWith(files));
  if (fixed === 0) return undefined;
  const whole = { source, start: 0, end: source.text.length };
  return {
    title: 'Apply every fix of a lint',
    kind: FIX_ALL,
    edit: { changes: { [host.uriOf(source.path)]: [{ range: rangeOf(whole), newText: mended.text }] } },
  };
}
