import {
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver';
import { type Diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import { resolveModule } from '../../source/resolve.ts';
import { type Span, span } from '../../source/source.ts';
import type { ServerHost } from '../host.ts';
import { rangeOf } from '../positions.ts';
import { problems, type Snapshot } from '../snapshot.ts';

const UNUSED: ReadonlySet<string> = new Set(['ARC8001', 'ARC8002', 'ARC8003', 'ARC8004']);

/** What is wrong with a file, at places of the file itself. */
export function diagnosticsOf(host: ServerHost, snapshot: Snapshot): LspDiagnostic[] {
  return problems(snapshot).map((found) => toLsp(host, snapshot, found));
}

/** What is known to be wrong before anything is built. */
export function earlyDiagnosticsOf(host: ServerHost, snapshot: Snapshot): LspDiagnostic[] {
  return snapshot.analysis.diagnostics.filter(isError).map((found) => toLsp(host, snapshot, found));
}

function toLsp(host: ServerHost, snapshot: Snapshot, found: Diagnostic): LspDiagnostic {
  const place = placeIn(snapshot, found);
  const labels = found.labels.map((label) => ({ ...label, text: label.text || 'here' }));
  const isElsewhere = found.primary && found.primary.span.source.path !== snapshot.source.path;
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
    source: 'archc',
    message: [found.message, ...found.notes, ...found.help.map((text) => `help: ${text}`)].join('\n'),
    ...(related.length > 0 && { relatedInformation: related }),
    ...(UNUSED.has(found.code) && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

/** The place of a problem in this file; of one that lies elsewhere, the call or the import that leads there. */
export function placeIn({ source, module, host }: Snapshot, found: Diagnostic): Span {
  for (const label of [found.primary, ...found.labels])
    if (label && label.span.source.path === source.path) return label.span;
  const elsewhere = found.primary?.span.source.path;
  const leads = module.imports.find((node) => {
    const resolution = resolveModule(host, source.path, node.from.name);
    return resolution.kind === 'path' && resolution.path === elsewhere;
  });
  return (leads ?? module.imports[0])?.from.span ?? span(source, 0, 0);
}
