import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import type { Spanned } from '../parser/walk.ts';
import { type Span, span, spanText } from '../source/source.ts';
import { type Edit, removeLine } from './edits.ts';
import { keepingNames } from './part-names.ts';
import type { Subject } from './subject.ts';
import { boundIn } from './tree.ts';

/** The fixes of the lints that the checks themselves find: names that nothing uses. Parameters are part of an interface. */
export function withUnusedFixes(subject: Subject, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const { source } = subject.module;
  const unused = new Set<number>();
  for (const { code, primary } of found)
    if (code === 'ARC8002' && primary?.span.source === source) unused.add(primary.span.start);
  return found.map((each) => {
    const at = each.primary?.span;
    const own = at?.source === source && each.fixes.length === 0;
    const fix = own && at ? fixFor(subject, each.code, at, unused) : undefined;
    return fix ? { ...each, fixes: [fix] } : each;
  });
}

function fixFor(subject: Subject, code: string, at: Span, unused: ReadonlySet<number>): Fix | undefined {
  if (code === 'ARC8001') return takenOut(spanText(at), unusedImport(subject, at));
  if (code === 'ARC8002') return unusedValue(subject, at, unused);
  return code === 'ARC8003' ? unusedTensor(subject, at) : undefined;
}

function takenOut(name: string, edit: Edit | undefined): Fix | undefined {
  return edit && { title: `take \`${name}\` out`, edits: [edit] };
}

function unusedImport({ module }: Subject, at: Span): Edit | undefined {
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

/** Its statement goes where nothing else of it is used; a name beside others becomes `_`. */
function unusedValue(subject: Subject, at: Span, unused: ReadonlySet<number>): Fix | undefined {
  const statement = subject.valueNaming(at);
  const isNeeded =
    statement?.kind === 'let' &&
    boundIn(statement.pattern).some((each) => !unused.has(each.span.start) && !each.name.startsWith('_'));
  if (!statement || isNeeded)
    return { title: `write \`_\` instead of \`${spanText(at)}\``, edits: [{ span: at, text: '_' }] };
  const fix = takenOut(spanText(at), removeLine(statement.span));
  return fix && statement.kind === 'shared'
    ? keepingNames(subject, fix, statement.name.name, statement)
    : fix;
}

function unusedTensor(subject: Subject, at: Span): Fix | undefined {
  const chain = subject.chainNaming(at);
  const last = chain?.elements.at(-1);
  if (!chain?.as || !last) return undefined;
  const { elements, label, span: whole, as } = chain;
  // A tensor alone is no statement.
  if (elements.length === 1 && last.kind === 'flow')
    return label ? undefined : takenOut(spanText(whole), removeLine(whole));
  if (elements.length === 1 && last.kind === 'name') return undefined;
  if (isReplaced(subject, chain))
    return { title: 'take the statement out', unsafe: true, edits: [removeLine(whole)] };
  const { source } = at;
  const word = source.text.lastIndexOf('as', as.span.start - 1);
  // A comment in front of `as` is about what the tensor comes from.
  if (source.text.slice(last.span.end, word).includes('//'))
    return takenOut(`as ${as.name}`, removeLine(span(source, word, as.span.end)));
  return takenOut(`as ${as.name}`, { span: span(source, last.span.end, as.span.end), text: '' });
}

/** Whether the next statement starts from another tensor, so that the result would be lost without its name. */
function isReplaced({ module, nodes }: Subject, chain: ast.Chain): boolean {
  const body = nodes.filter(isBody).find(({ statements }) => statements.includes(chain));
  const next = body?.statements.slice(body.statements.indexOf(chain) + 1).find(isAboutTheFlow);
  if (next) return startsFromName(next);
  // What follows an inner body is not looked for: it may be the body itself, in the next turn of a loop.
  return !module.declarations.some((each) => 'body' in each && each.body === body);
}

function isBody(node: Spanned): node is ast.Body {
  return 'statements' in node;
}

function isAboutTheFlow({ kind }: ast.Statement): boolean {
  return kind === 'chain' || kind === 'if' || kind === 'for' || kind === 'repeat';
}

function startsFromName(statement: ast.Statement): boolean {
  if (statement.kind === 'chain') return statement.elements[0]?.kind === 'name';
  const bodies =
    statement.kind === 'if'
      ? [...statement.branches.map(({ body }) => body), ...(statement.else ? [statement.else] : [])]
      : 'body' in statement
        ? [statement.body]
        : [];
  return bodies.some(({ statements }) => {
    const first = statements.find(isAboutTheFlow);
    return first !== undefined && startsFromName(first);
  });
}

function same(a: Span, b: Span): boolean {
  return a.source === b.source && a.start === b.start && a.end === b.end;
}
