import type { Fix } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import { type SourceFile, type Span, span } from '../source/source.ts';
import type { Placed } from './tree.ts';

type Edit = Fix['edits'][number];

/**
 * The fix that takes one element out of its chain, with the arrow before it, or behind it where it stands first;
 * undefined where that would leave no statement. What a label names has other paths once a single call is left of it.
 */
export function removal(title: string, { chain, element }: Placed): Fix | undefined {
  const rest = chain.elements.filter((each) => each !== element);
  const [only] = rest;
  const edit = rest.length === 0 ? undefined : removeElement(chain, element);
  if (!edit || (rest.length === 1 && (only?.kind === 'flow' || only?.kind === 'name'))) {
    const isBare = !chain.label && !chain.as && (!only || only.kind === 'flow');
    return isBare ? { title, edits: [removeLine(chain.span)] } : undefined;
  }
  const named = rest.filter(({ kind }) => kind !== 'flow' && kind !== 'name');
  const renames = chain.label !== undefined && named.length === 1;
  return { title, ...(renames && { changesMeaning: true }), edits: [edit] };
}

function removeElement(chain: ast.Chain, element: ast.Element): Edit | undefined {
  const index = chain.elements.indexOf(element);
  const before = chain.elements[index - 1];
  const after = chain.elements[index + 1];
  const { source, start, end } = element.span;
  if (before) return { span: span(source, before.span.end, end), text: '' };
  if (after) return { span: span(source, start, after.span.start), text: '' };
  return undefined;
}

/** Takes a statement out, with its line where nothing else stands on it. */
export function removeLine({ source, start, end }: Span): Edit {
  const { text } = source;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline;
  const before = text.slice(lineStart, start);
  const alone = before.trim() === '' && text.slice(end, lineEnd).trim() === '';
  if (alone) return { span: span(source, lineStart, Math.min(lineEnd + 1, text.length)), text: '' };
  // What stands behind it takes its place: a comment, another statement.
  const behind = end + (/^[ \t]*/.exec(text.slice(end, lineEnd))?.[0].length ?? 0);
  if (before.trim() === '') return { span: span(source, start, behind), text: '' };
  return { span: span(source, end === lineEnd ? lineStart + before.trimEnd().length : start, end), text: '' };
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
