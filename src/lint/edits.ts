import type { Fix } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import { isChain, type Spanned } from '../parser/walk.ts';
import { type SourceFile, type Span, span } from '../source/source.ts';

type Edit = Fix['edits'][number];

/** Takes one element out of a chain with the arrow before it, or behind it where it stands first. */
export function removeElement(chain: ast.Chain, element: ast.Element): Edit | undefined {
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
  const alone = text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd).trim() === '';
  return {
    span: alone ? span(source, lineStart, Math.min(lineEnd + 1, text.length)) : span(source, start, end),
    text: '',
  };
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

/** A module and every node in it. */
export interface Tree {
  readonly module: ast.Module;
  readonly nodes: readonly Spanned[];
}

/** Takes the call at a place out of the chain that it stands in. */
export function removal({ module, nodes }: Tree, call: Span): Edit | undefined {
  if (call.source !== module.source) return undefined;
  for (const chain of nodes.filter(isChain)) {
    const element = chain.elements.find(
      (each) => each.span.start === call.start && each.span.end === call.end,
    );
    if (!element) continue;
    return removeElement(chain, element) ?? (chain.label || chain.as ? undefined : removeLine(chain.span));
  }
  return undefined;
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
  const ordered = taken.toSorted((a, b) => b.span.start - a.span.start);
  let { text } = source;
  for (const { span, text: replacement } of ordered)
    text = text.slice(0, span.start) + replacement + text.slice(span.end);
  return { text, applied };
}

function overlap(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
