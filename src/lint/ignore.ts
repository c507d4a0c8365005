import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isCode } from '../diagnostics/registry.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { positionAt } from '../source/lines.ts';
import { type Span, span } from '../source/source.ts';
import { removeLine } from './edits.ts';

/** `// archc-ignore ARC8003: reason`, for its own line or, where it stands alone, for the next line of code. */
interface Ignore {
  readonly code: string;
  readonly reason: string;
  /** The comment. */
  readonly span: Span;
  readonly line: number;
}

const PATTERN = /^\s*archc-ignore\s+([^\s:]+)\s*:?\s*(.*)$/;

/** Leaves out what comments ask to ignore, and reports ignores that have no reason or nothing to ignore. */
export function withoutIgnored(module: ast.Module, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const ignores = ignoresOf(module);
  if (ignores.length === 0) return found;
  const used = new Set<Ignore>();
  const kept = found.filter((each) => {
    const place = each.primary?.span;
    if (!place || place.source !== module.source) return true;
    const { line } = positionAt(module.source, place.start);
    const ignore = ignores.find((one) => one.code === each.code && one.line === line);
    if (ignore) used.add(ignore);
    return !ignore;
  });
  return [...kept, ...ignores.flatMap((ignore) => complaints(ignore, used.has(ignore)))];
}

function complaints(ignore: Ignore, isUsed: boolean): Diagnostic[] {
  const { code, reason, span: place } = ignore;
  if (!isLint(code)) {
    const help = ['only lints can be ignored: codes from ARC8001 on'];
    return [diagnostic('ARC8903', place, { code }, { help })];
  }
  if (!isUsed) {
    const fixes = [{ title: 'take the comment out', edits: [removeLine(place)] }];
    return [diagnostic('ARC8902', place, { code }, { help: ['take the comment out'], fixes })];
  }
  const help = [`write why behind a colon: \`// archc-ignore ${code}: as published\``];
  return reason === '' ? [diagnostic('ARC8901', place, { code }, { help })] : [];
}

function isLint(code: string): boolean {
  return isCode(code) && code.startsWith('ARC80');
}

function ignoresOf({ comments, source }: ast.Module): readonly Ignore[] {
  const own = new Set(comments.map((comment) => positionAt(source, comment.span.start).line));
  return comments.flatMap((comment) => {
    const match = comment.doc ? null : PATTERN.exec(comment.text);
    if (!match) return [];
    const { line, column } = positionAt(source, comment.span.start);
    const before = source.text.slice(comment.span.start - column + 1, comment.span.start);
    let target = line;
    // Several ignores may stand above one line.
    if (before.trim() === '') {
      target++;
      while (own.has(target) && isAlone(comments, target, source)) target++;
    }
    const text = span(source, comment.span.start, comment.span.end);
    return [{ code: match[1] ?? '', reason: (match[2] ?? '').trim(), span: text, line: target }];
  });
}

function isAlone(comments: ast.Module['comments'], line: number, source: ast.Module['source']): boolean {
  const comment = comments.find((each) => positionAt(source, each.span.start).line === line);
  if (!comment) return false;
  const { column } = positionAt(source, comment.span.start);
  return source.text.slice(comment.span.start - column + 1, comment.span.start).trim() === '';
}
