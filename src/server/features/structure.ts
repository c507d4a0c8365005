import {
  type DocumentLink,
  type FoldingRange,
  FoldingRangeKind,
  type SelectionRange,
} from 'vscode-languageserver';
import { nodesIn, type Spanned } from '../../parser/walk.ts';
import { resolveModule } from '../../source/resolve.ts';
import type { Span } from '../../source/source.ts';
import type { ServerHost } from '../host.ts';
import { contains, positionOf, rangeOf } from '../positions.ts';
import type { Snapshot } from '../snapshot.ts';

/** Bodies, lists and argument lists of several lines, the imports, and runs of comments. */
export function foldingRanges({ module, source }: Snapshot): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const lines = new Set<number>();
  const fold = (start: number, end: number, kind?: FoldingRangeKind) => {
    const startLine = positionOf(source, start).line;
    const last = positionOf(source, end).line;
    // The closing bracket stays in sight.
    const endLine = kind ? last : last - 1;
    if (endLine <= startLine || lines.has(startLine)) return;
    lines.add(startLine);
    ranges.push({ startLine, endLine, ...(kind && { kind }) });
  };
  const [first] = module.imports;
  const last = module.imports[module.imports.length - 1];
  if (first && last) fold(first.span.start, last.span.end, FoldingRangeKind.Imports);
  for (const [start, end] of commentRuns(module.comments, source.text))
    fold(start, end, FoldingRangeKind.Comment);
  for (const node of nodesIn(module)) if (isFoldable(node)) fold(node.span.start, node.span.end);
  return ranges;
}

function isFoldable(node: Spanned): boolean {
  const isBody = 'statements' in node;
  return isBody || node.kind === 'list' || node.kind === 'call' || node.kind === 'comprehension';
}

function commentRuns(comments: Snapshot['module']['comments'], text: string): [number, number][] {
  const runs: [number, number][] = [];
  for (const { span } of comments) {
    const last = runs[runs.length - 1];
    if (last && /^\r?\n[ \t]*$/.test(text.slice(last[1], span.start))) last[1] = span.end;
    else runs.push([span.start, span.end]);
  }
  return runs;
}

/** The nodes around an offset, each inside the next. */
export function selectionRange({ module, source }: Snapshot, offset: number): SelectionRange {
  const spans: Span[] = [{ source, start: 0, end: source.text.length }];
  for (const { span } of nodesIn(module)) {
    const outer = spans[spans.length - 1];
    if (!contains(span, offset) || !outer) continue;
    const isInside = span.start >= outer.start && span.end <= outer.end;
    if (isInside && (span.start !== outer.start || span.end !== outer.end)) spans.push(span);
  }
  let range: SelectionRange | undefined;
  for (const span of spans)
    range = range ? { range: rangeOf(span), parent: range } : { range: rangeOf(span) };
  return range ?? { range: rangeOf({ source, start: offset, end: offset }) };
}

/** The paths of imports lead to their modules. */
export function documentLinks(host: ServerHost, { module, source, host: files }: Snapshot): DocumentLink[] {
  return module.imports.flatMap(({ from }) => {
    const resolution = resolveModule(files, source.path, from.name);
    if (resolution.kind !== 'path' || files.read(resolution.path) === undefined) return [];
    const inside = { source, start: from.span.start + 1, end: from.span.end - 1 };
    return [{ range: rangeOf(inside), target: host.uriOf(resolution.path), tooltip: resolution.path }];
  });
}
