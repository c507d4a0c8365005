import type * as ast from '../parser/ast.ts';
import { nodesIn, type Spanned } from '../parser/walk.ts';
import { type Span, span } from '../source/source.ts';

/** What a comment speaks of. No line counts for it, so that the formatter may break and join them. */
export interface Target {
  /** Undefined: nothing. */
  readonly span: Span | undefined;
  holds(place: Span): boolean;
}

const STATEMENTS: ReadonlySet<string> = new Set<(ast.Import | ast.Declaration | ast.Statement)['kind']>([
  ...(['import', 'const', 'fn', 'block', 'network', 'test'] as const),
  ...(['chain', 'let', 'shared', 'require', 'expect', 'input', 'output', 'if', 'for', 'repeat'] as const),
]);

/**
 * From the end of a comment to what begins below it: over other comments, a blank line behind documentation, and a comma
 * of the entry before, which the formatter takes away or moves up.
 */
const BELOW = /[ \t\r]*\n(?:[ \t]*\/\/[^\n]*\n(?:(?<=\/\/\/[^\n]*\n)[ \t\r]*\n)*)*[ \t]*(?:,[ \t]*)?/y;

/**
 * Alone on its line, a comment speaks of what begins below it, and of the comments between; else of what ends in front
 * of it, or holds it: a statement, a declaration, a parameter, a name of an import. Bodies of several statements are
 * left to comments inside.
 */
export function targetOf(nodes: readonly Spanned[], comment: Span): Target {
  const { source, start, end } = comment;
  const { text } = source;
  const isAlone = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
  BELOW.lastIndex = end;
  const next = isAlone && BELOW.test(text) ? BELOW.lastIndex : end;
  const unit = isAlone ? beginningAt(nodes, next) : endingBefore(nodes, comment);
  const target = unit ?? holding(nodes, comment);
  const bodies = target ? nodesIn(target).filter(isLong) : [];
  return {
    span: target?.span,
    holds({ source: other, start: at }) {
      if (other !== source) return false;
      const isComment = at > end && at < next;
      return (
        isComment ||
        (!!target && contains(target.span, at) && !bodies.some((body) => contains(body.span, at)))
      );
    },
  };
}

function beginningAt(nodes: readonly Spanned[], at: number): Spanned | undefined {
  return units(nodes).find(({ span: { start } }) => start === at);
}

/** The outermost of those that end last. */
function endingBefore(nodes: readonly Spanned[], { source, start }: Span): Spanned | undefined {
  let found: Spanned | undefined;
  for (const unit of units(nodes)) {
    const { end } = unit.span;
    if (end > start || (found && end <= found.span.end)) continue;
    if (/^[ \t,]*$/.test(source.text.slice(end, start))) found = unit;
  }
  return found;
}

/** The innermost statement or declaration around a comment; a body has to begin right in front of it. */
function holding(nodes: readonly Spanned[], comment: Span): Spanned | undefined {
  const found = nodes.filter(isStatement).findLast(({ span: place }) => contains(place, comment.start));
  const body =
    found && nodesIn(found).find((node) => 'statements' in node && contains(node.span, comment.start));
  const inside = body && comment.source.text.slice(body.span.start + 1, comment.start);
  return inside === undefined || /^[ \t]*$/.test(inside) ? found : undefined;
}

/** What a comment can speak of, outer ones first. */
function units(nodes: readonly Spanned[]): readonly Spanned[] {
  return nodes.flatMap((node) => {
    if (isImport(node)) return [node, ...node.names.map(nameOfImport)];
    return isStatement(node) || isParameter(node) ? [node] : [];
  });
}

function nameOfImport({ name, alias }: ast.Import['names'][number]): Spanned {
  return { span: span(name.span.source, name.span.start, (alias ?? name).span.end) };
}

function isImport(node: Spanned): node is ast.Import {
  return node.kind === 'import';
}

function isStatement({ kind }: Spanned): boolean {
  return kind !== undefined && STATEMENTS.has(kind);
}

function isParameter(node: Spanned): boolean {
  return 'default' in node && 'type' in node;
}

function isLong(node: Spanned): node is ast.Body {
  return 'statements' in node && (node as ast.Body).statements.length > 1;
}

function contains({ start, end }: Span, at: number): boolean {
  return start <= at && at < end;
}
