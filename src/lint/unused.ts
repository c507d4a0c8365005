import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import { isChain } from '../parser/walk.ts';
import { type Span, span } from '../source/source.ts';
import { removeLine, type Tree } from './edits.ts';

/** The fixes of the lints that the checks themselves find: names that nothing uses. Parameters are part of an interface. */
export function withUnusedFix(tree: Tree, found: Diagnostic): Diagnostic {
  const at = found.primary?.span;
  const edit = at && found.fixes.length === 0 ? editFor(tree, found.code, at) : undefined;
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
    const end = (entry.alias ?? entry.name).span.end;
    const next = names[index + 1];
    if (next) return { span: span(at.source, entry.name.span.start, next.name.span.start), text: '' };
    const before = names[index - 1];
    const start = (before?.alias ?? before?.name ?? entry.name).span.end;
    return { span: span(at.source, start, end), text: '' };
  }
  return undefined;
}

function unusedValue({ nodes }: Tree, at: Span): Fix['edits'][number] {
  for (const node of nodes) {
    const statement = node as ast.Statement;
    if (statement.kind !== 'let' || statement.pattern.kind !== 'bind') continue;
    if (same(statement.pattern.span, at)) return removeLine(statement.span);
  }
  return { span: at, text: '_' };
}

function unusedTensor({ nodes }: Tree, at: Span): Fix['edits'][number] | undefined {
  for (const { as, elements } of nodes.filter(isChain)) {
    const last = elements.at(-1);
    if (as && last && same(as.span, at))
      return { span: span(at.source, last.span.end, as.span.end), text: '' };
  }
  return undefined;
}

function same(a: Span, b: Span): boolean {
  return a.source === b.source && a.start === b.start && a.end === b.end;
}
