import { type InlayHint, InlayHintKind, MarkupKind } from 'vscode-languageserver';
import type { Span } from '../../source/source.ts';
import { hintsOf } from '../hints.ts';
import { contains, positionOf } from '../positions.ts';
import type { Snapshot } from '../snapshot.ts';

/** Shapes behind statements, and arguments that calls leave out. */
export function inlayHints(snapshot: Snapshot, within: Span): InlayHint[] {
  return hintsOf(snapshot)
    .filter(({ offset }) => contains(within, offset))
    .map(({ offset, kind, label, tooltip }) => ({
      position: positionOf(snapshot.source, offset),
      label,
      ...(kind === 'shape' ? { paddingLeft: true } : { kind: InlayHintKind.Parameter, paddingRight: true }),
      ...(tooltip && { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
    }));
}
