import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import { type Span, span } from '../source/source.ts';
import { removeLine } from './edits.ts';
import type { Tree } from './tree.ts';

/** The fixes of the lints that the checks themselves find: names that nothing uses. Parameters are part of an interface. */
export function withUnusedFix(tree: Tree, found: Diagnostic): Diagnostic {
  const at = found.primary?.span;
  const own = at?.source === tree.module.source && found.fixes.length === 0;
  const edit = own && at ? editFor(tree, found.code, at) : undefined;
  if (!edit) return found;
  const title = edit.text === '_' ? 'write `_` instead' : 'take it out';
  return { ...found, fixes: [{ title, edits: [edit] }] };
}

function editFor(tree: Tree, code: string, at: Span): Fix['edits'][number] | undefined {
  if (code === 'ARC8001') return unusedImport(tree, at);
  if (code === 'ARC8002') return unusedValue(tree, at);
  return code === 'ARC8003' ? unusedTensor(tree, at) : undefined;
}

function unusedImport({ module }: Tree, at: Span): Fix['edits'][number] | undefined {
  for (const { names, span: whole } of module.imports) {
    const index = names.findIndex(({ name, alias }) => same((alias ?? name).span, at));
    const entry = names[index];
    if (!entry) continue;
    if (names.length === 1) return removeLine(whole);
    const { source } = at;
    const { start } = entry.name.span;
    const { end } = (entry.alias ?? entry.name).span;
    const before = names[index - 1];
    const beforeEnd = before && (before.alias ?? before.name).span.end;
    const comma = /^\s*,[ \t]*/.exec(source.text.slice(end, whole.end))?.[0].length ?? 0;
    // The last one goes with the comma before it, unless a comment stands between them.
    if (comma === 0 && beforeEnd !== undefined && !source.text.slice(beforeEnd, start).includes('//'))
      return { span: span(source, beforeEnd, end), text: '' };
    return removeLine(span(source, start, end + comma));
  }
  return undefined;
}

function unusedValue(tree: Tree, at: Span): Fix['edits'][number] {
  const statement = tree.valueNaming(at);
  return statement ? removeLine(statement.span) : { span: at, text: '_' };
}

function unusedTensor(tree: Tree, at: Span): Fix['edits'][number] | undefined {
  const { as, elements, label, span: whole } = tree.chainNaming(at) ?? {};
  const last = elements?.at(-1);
  if (!as || !last || !whole) return undefined;
  // A tensor alone is no statement.
  if (elements?.length === 1 && last.kind === 'flow') return label ? undefined : removeLine(whole);
  if (elements?.length === 1 && last.kind === 'name') return undefined;
  return { span: span(at.source, last.span.end, as.span.end), text: '' };
}

function same(a: Span, b: Span): boolean {
  return a.source === b.source && a.start === b.start && a.end === b.end;
}
