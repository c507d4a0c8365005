import type { Fix } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import { type SourceFile, type Span, span } from '../source/source.ts';
import type { Placed } from './tree.ts';

export type Edit = Fix['edits'][number];

/**
 * The fix that takes one element out of its chain, with the arrow before it, or behind it where it stands first;
 * undefined where that would leave no statement. What a label names has other paths once a single call is left of it.
 */
export function removal(title: string, { chain, element, isOnlyOfResidual }: Placed): Fix | undefined {
  const rest = chain.elements.filter((each) => each !== element);
  const [only] = rest;
  const edits = rest.length === 0 ? [] : removeElement(chain, element);
  if (edits.length === 0 || (rest.length === 1 && (only?.kind === 'flow' || only?.kind === 'name'))) {
    const isBare = !chain.label && !chain.as && !isOnlyOfResidual && (!only || only.kind === 'flow');
    return isBare ? { title, edits: [removeLine(chain.span)] } : undefined;
  }
  if (!chain.label) return { title, edits };
  // What the label names depends on all of the chain: no two fixes of it go together.
  const { name, span: place } = chain.label;
  const named = rest.filter(({ kind }) => kind !== 'flow' && kind !== 'name');
  const renames = named.length === 1;
  return { title, ...(renames && { unsafe: true }), edits: [{ span: place, text: name }, ...edits] };
}

function removeElement(chain: ast.Chain, element: ast.Element): readonly Edit[] {
  const index = chain.elements.indexOf(element);
  const before = chain.elements[index - 1];
  const after = chain.elements[index + 1];
  const { source, start, end } = element.span;
  if (before) {
    const arrow = arrowBetween(before, element);
    // A comment in front of the arrow is about what stands before it.
    if (source.text.slice(before.span.end, arrow).includes('//'))
      return [removeLine(span(source, arrow, end))];
    return [{ span: span(source, before.span.end, end), text: '' }];
  }
  if (!after) return [];
  const arrow = arrowBetween(element, after);
  const comment = source.text.slice(end, arrow).indexOf('//');
  if (comment < 0) return [{ span: span(source, start, after.span.start), text: '' }];
  return [
    { span: span(source, start, end + comment), text: '' },
    { span: span(source, arrow, after.span.start), text: '' },
  ];
}

/** Where the `->` between two elements of a chain stands; a comment may hold another one. */
function arrowBetween({ span: { source, end } }: ast.Element, { span: { start } }: ast.Element): number {
  const gap = source.text.slice(end, start);
  const arrow = [...gap.matchAll(/\/\/[^\n]*|->/g)].find(([text]) => text === '->');
  return end + (arrow?.index ?? gap.length);
}

/** Takes a statement out, with its line where nothing else stands on it. */
export function removeLine({ source, start, end }: Span): Edit {
  const { text } = source;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline;
  const before = text.slice(lineStart, start);
  const behind = /^[ \t]*/.exec(text.slice(end, lineEnd))?.[0].length ?? 0;
  const isFirst = before.trim() === '';
  const isLast = text.slice(end, lineEnd).trim() === '';
  if (isFirst && isLast)
    return { span: span(source, lineStart, Math.min(lineEnd + 1, text.length)), text: '' };
  if (isLast) return { span: span(source, lineStart + before.trimEnd().length, end), text: '' };
  // What stands behind it takes its place: a comment, another statement, a bracket.
  const takesPlace = isFirst || /\s$/.test(before);
  return { span: span(source, start, takesPlace ? end + behind : end), text: '' };
}

/** Gives a call a named argument, or another value for it. */
export function giveArgument(call: ast.CallExpression, name: string, value: string): Edit {
  const given = call.args.find((argument) => argument.name?.name === name);
  if (given) return { span: given.value.span, text: value };
  const last = call.args.at(-1);
  const text = `${name} = ${value}`;
  if (last) return { span: span(call.span.source, last.span.end, last.span.end), text: `, ${text}` };
  return { span: span(call.span.source, call.span.end - 1, call.span.end - 1), text };
}

/** A fix that swallows a comment is one for people. */
export function keepingComments(fix: Fix, comments: readonly ast.Comment[]): Fix {
  const loses = fix.edits.some(({ span: place }) =>
    comments.some(({ span: { start, end } }) => place.start <= start && end <= place.end),
  );
  return loses ? { ...fix, unsafe: true } : fix;
}

export interface Fixed {
  readonly text: string;
  /** How many fixes were applied; others touch the same text and have to wait for another round. */
  readonly applied: number;
}

/** A source with fixes applied, each whole or not at all. */
export function applyFixes(source: SourceFile, fixes: readonly Fix[]): Fixed {
  const taken: Edit[] = [];
  let applied = 0;
  for (const fix of fixes) {
    const own = fix.edits.every((edit) => edit.span.source === source);
    if (!own || fix.edits.some((edit) => taken.some((other) => overlap(edit.span, other.span)))) continue;
    taken.push(...fix.edits);
    applied++;
  }
  const pieces: string[] = [];
  let from = 0;
  for (const { span, text } of taken.toSorted((a, b) => a.span.start - b.span.start)) {
    pieces.push(source.text.slice(from, span.start), text);
    from = span.end;
  }
  pieces.push(source.text.slice(from));
  return { text: pieces.join(''), applied };
}

function overlap(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
