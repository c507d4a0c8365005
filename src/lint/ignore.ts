import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isCode } from '../diagnostics/registry.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { nodesIn, type Spanned } from '../parser/walk.ts';
import type { Span } from '../source/source.ts';
import { removeLine } from './edits.ts';
import { type Target, targetOf } from './ignore-target.ts';
import { aboutBuilds, type LintCode } from './rules.ts';
import type { Subject } from './subject.ts';

/** `// archc-ignore ARC8003: reason` */
interface Ignore {
  readonly code: string;
  readonly reason: string;
  /** The comment. */
  readonly span: Span;
  readonly target: Target;
}

/** One code, or several in a row, which is a mistake; a colon, and the reason. */
const PATTERN =
  /^\s*archc-ignore(?![\w-])\s*(?::\s*(?=ARC))?((?:ARC\d+[\s,]+(?=ARC\d))*[^\s:]*)\s*:?\s*(.*)$/;

/** Whether the rule of a code has had its chance to find something at a place, where one is known. */
type Looked = (code: LintCode, at: Span | undefined) => boolean;

/** Leaves out what comments ask to ignore, and reports ignores that have no reason or nothing to ignore. */
export function withoutIgnored(
  { module, nodes, program }: Pick<Subject, 'module' | 'nodes' | 'program'>,
  found: readonly Diagnostic[],
  looked: Looked,
): readonly Diagnostic[] {
  const ignores = ignoresOf(module, nodes);
  const used = new Set<Ignore>();
  const elsewhere = new Map<ast.Module, readonly Ignore[]>();
  /** What lies in a block of another module, that module may ask to ignore. */
  const isIgnoredElsewhere = ({ code, labels }: Diagnostic) =>
    labels.some(({ span: place }) => {
      const other = program.modules.find(({ tree }) => tree.source === place.source)?.tree;
      if (!other || other === module) return false;
      const own = elsewhere.get(other) ?? ignoresOf(other, nodesIn(other));
      elsewhere.set(other, own);
      return ignoreFor(own, code, place) !== undefined;
    });
  const kept = found.filter((each) => {
    const place = each.primary?.span;
    if (!place || place.source !== module.source || !isIgnorable(each.code)) return true;
    const ignore = ignoreFor(ignores, each.code, place);
    if (ignore) used.add(ignore);
    return !ignore && !isIgnoredElsewhere(each);
  });
  const blocks = module.declarations.filter(({ kind }) => kind === 'block');
  const isOfBlock = ({ span: { start } }: Ignore) =>
    blocks.some((block) => block.span.start <= start && start < block.span.end);
  return [
    ...kept,
    ...ignores.flatMap((ignore) => complaints(ignore, used.has(ignore), isOfBlock(ignore), looked)),
  ];
}

/** The comment that speaks of a place; of several, the nearest. */
function ignoreFor(ignores: readonly Ignore[], code: string, place: Span): Ignore | undefined {
  const distance = ({ span: comment }: Ignore) => codeBetween(comment, place).length;
  return ignores
    .filter((each) => each.code === code && each.target.holds(place))
    .toSorted((a, b) => distance(a) - distance(b))[0];
}

/** The text between a comment and a place, without what the formatter may change. */
function codeBetween(comment: Span, { source, start }: Span): string {
  const [from, to] = comment.end <= start ? [comment.end, start] : [start, comment.start];
  return source.text.slice(from, to).replace(/\/\/[^\n]*|[\s,]+/g, '');
}

function complaints(
  ignore: Ignore,
  isUsed: boolean,
  isOfBlock: boolean,
  looked: Looked,
): readonly Diagnostic[] {
  const { code, reason, span: place, target } = ignore;
  if (!isIgnorable(code)) {
    const help = ['name one lint in each comment, by its code from ARC8001 on'];
    return [diagnostic('ARC8903', place, { code }, { help })];
  }
  if (!isUsed && looked(code, target.span)) {
    // Whoever imports the block may build what is to be ignored.
    const unsafe = isOfBlock && aboutBuilds.has(code);
    const fixes = [{ title: 'take the comment out', ...(unsafe && { unsafe }), edits: [removeLine(place)] }];
    return [diagnostic('ARC8902', place, { code }, { help: ['take the comment out'], fixes })];
  }
  const help = [`write why behind a colon: \`// archc-ignore ${code}: as published\``];
  return reason === '' ? [diagnostic('ARC8901', place, { code }, { help })] : [];
}

export function isIgnorable(code: string): code is LintCode {
  return isCode(code) && code.startsWith('ARC80');
}

function ignoresOf({ comments }: ast.Module, nodes: readonly Spanned[]): readonly Ignore[] {
  return comments.flatMap(({ doc, text, span: place }) => {
    const match = doc ? null : PATTERN.exec(text);
    if (!match) return [];
    const [code = '', reason = ''] = match.slice(1).map((each) => each.trim());
    return [{ code, reason, span: place, target: targetOf(nodes, place) }];
  });
}
