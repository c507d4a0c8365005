import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isCode } from '../diagnostics/registry.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { nodesIn, type Spanned } from '../parser/walk.ts';
import { positionAt } from '../source/lines.ts';
import { type Span, span } from '../source/source.ts';
import { removeLine } from './edits.ts';
import type { LintCode } from './rules.ts';
import type { Tree } from './tree.ts';

/** `// archc-ignore ARC8003: reason`, for its own line or, where it stands alone, for the next line of code. */
interface Ignore {
  readonly code: string;
  readonly reason: string;
  /** The comment. */
  readonly span: Span;
  readonly lines: readonly number[];
  /** The statement or declaration on that line, which may take more lines; a body of it is left to comments inside. */
  readonly target: Span | undefined;
}

/** One code, or several in a row, which is a mistake; a colon, and the reason. */
const PATTERN =
  /^\s*archc-ignore(?![\w-])\s*(?::\s*(?=ARC))?((?:ARC\d+[\s,]+(?=ARC\d))*[^\s:]*)\s*:?\s*(.*)$/;

/** Whether the rule of a code has had its chance to find something at a place, where one is known. */
type Looked = (code: LintCode, at: Span | undefined) => boolean;

/** Leaves out what comments ask to ignore, and reports ignores that have no reason or nothing to ignore. */
export function withoutIgnored(
  { module, nodes }: Tree,
  found: readonly Diagnostic[],
  looked: Looked,
): readonly Diagnostic[] {
  const ignores = ignoresOf(module, nodes);
  if (ignores.length === 0) return found;
  const used = new Set<Ignore>();
  const kept = found.filter((each) => {
    const place = each.primary?.span;
    if (!place || place.source !== module.source || !isIgnorable(each.code)) return true;
    const ignore = ignores.find((one) => one.code === each.code && speaksOf(one, place));
    if (ignore) used.add(ignore);
    return !ignore;
  });
  return [...kept, ...ignores.flatMap((ignore) => complaints(ignore, used.has(ignore), looked))];
}

function speaksOf({ lines, target }: Ignore, { source, start }: Span): boolean {
  if (target && start >= target.start && start < target.end) return true;
  return lines.includes(positionAt(source, start).line);
}

function complaints(ignore: Ignore, isUsed: boolean, looked: Looked): readonly Diagnostic[] {
  const { code, reason, span: place, target } = ignore;
  if (!isIgnorable(code)) {
    const help = ['name one lint in each comment, by its code from ARC8001 on'];
    return [diagnostic('ARC8903', place, { code }, { help })];
  }
  if (!isUsed && looked(code, target)) {
    const fixes = [{ title: 'take the comment out', edits: [removeLine(place)] }];
    return [diagnostic('ARC8902', place, { code }, { help: ['take the comment out'], fixes })];
  }
  const help = [`write why behind a colon: \`// archc-ignore ${code}: as published\``];
  return reason === '' ? [diagnostic('ARC8901', place, { code }, { help })] : [];
}

function isIgnorable(code: string): code is LintCode {
  return isCode(code) && code.startsWith('ARC80');
}

function ignoresOf({ comments, source }: ast.Module, nodes: readonly Spanned[]): readonly Ignore[] {
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
    const code = (match[1] ?? '').trim();
    const reason = (match[2] ?? '').trim();
    return [{ code, reason, span: place, lines, target: targetOf(nodes, lines, place) }];
  });
}

const WHOLE: ReadonlySet<string> = new Set<(ast.Import | ast.Declaration | ast.Statement)['kind']>([
  ...(['import', 'const', 'fn', 'block', 'network', 'test'] as const),
  ...(['chain', 'let', 'shared', 'require', 'expect', 'input', 'output', 'if', 'for', 'repeat'] as const),
]);

/** The statement or declaration that begins on the line that a comment speaks of, or goes on there, up to its body. */
function targetOf(nodes: readonly Spanned[], lines: readonly number[], comment: Span): Span | undefined {
  const { source } = comment;
  const line = lines.at(-1) ?? 0;
  const lineOf = (offset: number) => positionAt(source, offset).line;
  const whole = nodes.filter(({ kind }) => kind !== undefined && WHOLE.has(kind));
  const target =
    whole.find(({ span: { start } }) => lineOf(start) === line) ??
    whole.findLast(({ span: { start, end } }) => start < comment.start && lineOf(end) >= line);
  if (!target) return undefined;
  const body = nodesIn(target).find((node) => 'statements' in node);
  return span(source, target.span.start, body?.span.start ?? target.span.end);
}
