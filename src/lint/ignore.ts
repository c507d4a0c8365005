import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isCode } from '../diagnostics/registry.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { positionAt } from '../source/lines.ts';
import type { Span } from '../source/source.ts';
import { removeLine } from './edits.ts';
import type { LintCode } from './rules.ts';

/** `// archc-ignore ARC8003: reason`, for its own line or, where it stands alone, for the next line of code. */
interface Ignore {
  readonly code: string;
  readonly reason: string;
  /** The comment. */
  readonly span: Span;
  readonly lines: readonly number[];
}

const PATTERN = /^\s*archc-ignore(?![\w-])[\s:]*([^\s:]*)\s*:?\s*(.*)$/;

/**
 * Leaves out what comments ask to ignore, and reports ignores that have no reason or nothing to ignore. `looked` says
 * whether the rule of a code has had its chance to find something.
 */
export function withoutIgnored(
  module: ast.Module,
  found: readonly Diagnostic[],
  looked: (code: LintCode) => boolean,
): readonly Diagnostic[] {
  const ignores = ignoresOf(module);
  if (ignores.length === 0) return found;
  const byTarget = new Map<string, Ignore>();
  for (const ignore of ignores) {
    for (const line of ignore.lines) {
      const key = `${ignore.code} ${line}`;
      if (!byTarget.has(key)) byTarget.set(key, ignore);
    }
  }
  const used = new Set<Ignore>();
  const kept = found.filter((each) => {
    const place = each.primary?.span;
    if (!place || place.source !== module.source || !isIgnorable(each.code)) return true;
    const ignore = byTarget.get(`${each.code} ${positionAt(module.source, place.start).line}`);
    if (ignore) used.add(ignore);
    return !ignore;
  });
  return [...kept, ...ignores.flatMap((ignore) => complaints(ignore, used.has(ignore), looked))];
}

function complaints(
  ignore: Ignore,
  isUsed: boolean,
  looked: (code: LintCode) => boolean,
): readonly Diagnostic[] {
  const { code, reason, span: place } = ignore;
  if (!isIgnorable(code)) {
    const help = ['name one lint in each comment, by its code from ARC8001 on'];
    return [diagnostic('ARC8903', place, { code }, { help })];
  }
  if (!isUsed && looked(code)) {
    const fixes = [{ title: 'take the comment out', edits: [removeLine(place)] }];
    return [diagnostic('ARC8902', place, { code }, { help: ['take the comment out'], fixes })];
  }
  const help = [`write why behind a colon: \`// archc-ignore ${code}: as published\``];
  return reason === '' ? [diagnostic('ARC8901', place, { code }, { help })] : [];
}

function isIgnorable(code: string): code is LintCode {
  return isCode(code) && code.startsWith('ARC80');
}

function ignoresOf({ comments, source }: ast.Module): readonly Ignore[] {
  // The lines on which nothing but a comment stands: several ignores may stand above one line.
  const alone = new Set<number>();
  for (const { span: place } of comments) {
    const { line, column } = positionAt(source, place.start);
    if (source.text.slice(place.start - column + 1, place.start).trim() === '') alone.add(line);
  }
  return comments.flatMap(({ doc, text, span: place }) => {
    const match = doc ? null : PATTERN.exec(text);
    if (!match) return [];
    const { line } = positionAt(source, place.start);
    const lines = [line];
    // Down to the code, past documentation and other comments: a lint may be about those as well.
    for (let next = line; alone.has(next); next++) lines.push(next + 1);
    return [{ code: match[1] ?? '', reason: (match[2] ?? '').trim(), span: place, lines }];
  });
}
