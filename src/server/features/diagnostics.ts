import {
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver';
import { analyse } from '../../compile.ts';
import { type Diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import { resolveModule } from '../../source/resolve.ts';
import { type Span, span } from '../../source/source.ts';
import { overlayHost } from '../host.ts';
import { rangeOf } from '../positions.ts';
import { problems, type Snapshot } from '../snapshot.ts';
import type { Workspace } from '../workspace.ts';

const UNUSED: ReadonlySet<string> = new Set(['ARC8001', 'ARC8002', 'ARC8003', 'ARC8004']);

/** What is wrong with a file, at places of the file itself. */
export function diagnosticsOf(workspace: Workspace, snapshot: Snapshot): LspDiagnostic[] {
  return problems(snapshot).map((found) => toLsp(workspace, found, placeIn(snapshot, found)));
}

/** What is wrong at the definitions of a file, as far as it and what its imports declare can tell. */
export function earlyDiagnosticsOf(workspace: Workspace, path: string, text: string): LspDiagnostic[] {
  const host = overlayHost(workspace.host, workspace.open, new Map());
  const { diagnostics } = analyse(host, { path, text }, workspace.outlines);
  return diagnostics.flatMap((found) => {
    const place = found.primary?.span;
    return place?.source.path === path && isError(found) ? [toLsp(workspace, found, place)] : [];
  });
}

function toLsp({ host, client }: Workspace, found: Diagnostic, place: Span): LspDiagnostic {
  const hasPages = client.textDocument?.publishDiagnostics?.codeDescriptionSupport === true;
  const labels = found.labels.map((label) => ({ ...label, text: label.text || 'here' }));
  const from = found.primary?.span.source.path ?? place.source.path;
  const isElsewhere = from !== place.source.path;
  const message = isElsewhere
    ? `in ${from.slice(from.lastIndexOf('/') + 1)}: ${found.message}`
    : found.message;
  const related = [
    ...(isElsewhere && found.primary ? [{ ...found.primary, text: found.primary.text || 'here' }] : []),
    ...labels,
  ].map(
    (label): DiagnosticRelatedInformation => ({
      location: { uri: host.uriOf(label.span.source.path), range: rangeOf(label.span) },
      message: label.text,
    }),
  );
  return {
    range: rangeOf(place),
    severity: found.severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: found.code,
    ...(hasPages && { codeDescription: { href: host.pageOf(found.code) } }),
    source: 'archc',
    message: [message, ...found.notes, ...found.help.map((text) => `help: ${text}`)].join('\n'),
    ...(related.length > 0 && { relatedInformation: related }),
    ...(UNUSED.has(found.code) && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

/** The place of a problem in this file; of one that lies elsewhere, the call or the import that leads there. */
export function placeIn({ source, module, host, analysis }: Snapshot, found: Diagnostic): Span {
  for (const label of [found.primary, ...found.labels])
    if (label && label.span.source.path === source.path) return label.span;
  const elsewhere = found.primary?.span.source.path;
  const isImported = analysis.program.modules.some(({ tree }) => tree.source.path === elsewhere);
  if (!isImported) return span(source, 0, 0);
  const leads = module.imports.find((node) => {
    const resolution = resolveModule(host, source.path, node.from.name);
    return resolution.kind === 'path' && resolution.path === elsewhere;
  });
  return (leads ?? module.imports[0])?.from.span ?? span(source, 0, 0);
}
