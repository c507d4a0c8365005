import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import { opParameters } from '../../check/calls.ts';
import { joins as joinNames } from '../../check/chains.ts';
import { functions } from '../../check/functions.ts';
import { isJoin, isOpName, opNames } from '../../check/lookup.ts';
import { metrics as metricNames } from '../../check/words.ts';
import { codes as allCodes, registry } from '../../diagnostics/registry.ts';
import { ops } from '../../ops/table.ts';
import type * as ast from '../../parser/ast.ts';
import * as t from '../../parser/tokens.ts';
import { folderOf, resolveModule } from '../../source/resolve.ts';
import type { Type } from '../../values/type.ts';
import { type Cursor, type NearName, namesBefore, type OpenCall, openCall } from '../cursor.ts';
import { rangeOf } from '../positions.ts';
import { declaredSignature, functionDocs, opSignature, type ShownSignature } from '../signatures.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Snippet } from '../words.ts';
import { valueSnippets, wordDocs } from '../words.ts';
import type { Workspace } from '../workspace.ts';
import { calleeNamed } from './callees.ts';
import { declarationsOf, importables, importEdit } from './imports.ts';

/** Where something is to be completed. */
export interface Place {
  readonly workspace: Workspace;
  readonly snapshot: Snapshot;
  readonly cursor: Cursor;
}

export type Kind = keyof typeof CompletionItemKind;

export function item(label: string, kind: Kind, detail: string, doc?: string): CompletionItem {
  return {
    label,
    kind: CompletionItemKind[kind],
    detail,
    ...(doc && { documentation: { kind: MarkupKind.Markdown, value: doc } }),
  };
}

export function snippets(all: readonly Snippet[]): CompletionItem[] {
  return all.map(([label, text, detail]) => ({
    ...item(label, 'Snippet', detail, wordDocs[label]),
    insertText: text,
    insertTextFormat: InsertTextFormat.Snippet,
    sortText: `3${label}`,
  }));
}

/** What can be written with parentheses: where nothing has to be given, the cursor goes behind them. */
function applicable(signature: ShownSignature, kind: Kind, sort: string): CompletionItem {
  const { name, parameters, result, doc } = signature;
  const list = parameters.map(({ text }) => text).join(', ');
  return {
    ...item(name, kind, `${name}(${list})${result}`, doc),
    insertText: parameters.length === 0 ? `${name}()` : `${name}($0)`,
    insertTextFormat: InsertTextFormat.Snippet,
    sortText: `${sort}${name}`,
  };
}

/** Layers, joins, blocks and layer values, to be applied to what flows; a block of the library brings its import. */
export function applied(place: Place): CompletionItem[] {
  const { workspace, snapshot } = place;
  const found = new Map<string, CompletionItem>();
  for (const { name, kind, type } of near(place)) {
    if (kind !== 'shared' && !/\blayer\b/.test(type)) continue;
    found.set(name, {
      ...item(`${name}`, 'Variable', 'a layer value'),
      insertText: `${name}()`,
      sortText: `0${name}`,
    });
  }
  for (const [name, declaration] of globals(place)) {
    if (declaration.kind === 'block' || (declaration.kind === 'network' && isInTest(place))) {
      const kind = declaration.kind === 'block' ? 'Class' : 'Module';
      found.set(name, { ...applicable({ ...declaredSignature(declaration), name }, kind, '1') });
    }
  }
  for (const op of opNames) {
    if (found.has(op) || !isOpName(op)) continue;
    const entry = applicable(opSignature(op), 'Function', '2');
    found.set(op, isJoin(op) ? { ...entry, insertText: `${op}(_, $0)` } : entry);
  }
  for (const { name, kind, from } of importables(workspace, snapshot.source.path)) {
    if (kind !== 'block' || found.has(name)) continue;
    const { span, text } = importEdit(snapshot, name, from);
    found.set(name, {
      ...item(name, 'Class', `imports it from "${from}"`),
      insertText: `${name}($0)`,
      insertTextFormat: InsertTextFormat.Snippet,
      sortText: `4${name}`,
      additionalTextEdits: [{ range: rangeOf(span), newText: text }],
    });
  }
  return [...found.values()];
}

function isInTest({ cursor }: Place): boolean {
  return cursor.before[cursor.declaration]?.tokenType === t.keyword.test;
}

/** The names of the body, the last of each. */
function near({ cursor }: Place): readonly NearName[] {
  return [...new Map(namesBefore(cursor).map((each) => [each.name, each])).values()];
}

/** What the file declares and imports, but for what is being declared; of broken text also what it had before. */
function globals({ snapshot, cursor }: Place): ReadonlyMap<string, ast.NamedDeclaration> {
  const found = new Map<string, ast.NamedDeclaration>();
  for (const each of [snapshot.good, snapshot])
    for (const [name, { declaration }] of each?.analysis.program.entry.globals ?? [])
      found.set(name, declaration);
  const own = cursor.declaration < 0 ? undefined : cursor.before[cursor.declaration + 1];
  if (own) found.delete(own.image);
  return found;
}

export function tensors(place: Place): CompletionItem[] {
  return near(place)
    .filter(({ kind }) => kind === 'tensor')
    .map(({ name }) => ({ ...item(name, 'Variable', 'a tensor'), sortText: `0${name}` }));
}

/** What a join takes: `_` and the tensors. */
export function joinedTensors(place: Place, call: OpenCall | undefined): CompletionItem[] {
  if (!call || !isOpName(call.callee) || !isJoin(call.callee)) return [];
  return [item('_', 'Variable', 'the tensor that flows'), ...tensors(place)];
}

/** Names with compile-time values, functions, and layers as values. */
export function values(place: Place): CompletionItem[] {
  const found = new Map<string, CompletionItem>();
  for (const { name, kind, type } of near(place)) {
    if (kind === 'tensor') continue;
    found.set(name, { ...item(name, 'Variable', kind === 'parameter' ? type : kind), sortText: `1${name}` });
  }
  for (const [name, declaration] of globals(place)) {
    if (declaration.kind === 'network') continue;
    if (declaration.kind === 'const') {
      found.set(name, { ...item(name, 'Constant', 'const', declaration.doc), sortText: `2${name}` });
    } else if (declaration.kind === 'fn') {
      found.set(name, applicable({ ...declaredSignature(declaration), name }, 'Function', '2'));
    } else {
      found.set(name, {
        ...item(name, 'Class', 'a block as a layer value', declaration.doc),
        sortText: `4${name}`,
      });
    }
  }
  for (const name of functionNames()) {
    if (found.has(name)) continue;
    const entry = item(name, 'Function', 'a built-in function', functionDocs[name]);
    found.set(name, {
      ...entry,
      insertText: `${name}($0)`,
      insertTextFormat: InsertTextFormat.Snippet,
      sortText: `3${name}`,
    });
  }
  for (const op of opNames) {
    if (found.has(op) || !isOpName(op) || isJoin(op)) continue;
    found.set(op, { ...item(op, 'Function', 'a layer as a value', ops[op].doc), sortText: `4${op}` });
  }
  const words = ['true', 'false', 'none', 'not', 'and', 'or', 'in'].map((word) => item(word, 'Keyword', ''));
  return [
    ...found.values(),
    ...words.map((word) => ({ ...word, sortText: `5${word.label}` })),
    ...snippets(valueSnippets),
  ];
}

function functionNames(): readonly (keyof typeof functions)[] {
  return Object.keys(functions).filter((name): name is keyof typeof functions =>
    Object.hasOwn(functions, name),
  );
}

/** The parameters of a call that have no argument yet. */
export function argumentNames(place: Place, call: OpenCall): CompletionItem[] {
  const meaning = calleeNamed(place.snapshot, call.callee);
  if (!meaning) return construct(call);
  if (meaning.kind === 'function') return [];
  const parameters =
    meaning.kind === 'op'
      ? opSignature(meaning.op).parameters.filter(({ name }) => name !== '…')
      : meaning.kind === 'global' && meaning.global.declaration.kind !== 'const'
        ? declaredSignature(meaning.global.declaration).parameters
        : [];
  return parameters
    .filter(({ name }, i) => !call.given.includes(name) && i >= call.index - call.given.length)
    .map(({ name, text, doc }) => argumentItem(name, text, doc));
}

function construct({ callee, given }: OpenCall): CompletionItem[] {
  const names = callee === 'residual' ? ['when', 'join'] : callee === 'parallel' ? ['join'] : [];
  return names
    .filter((name) => !given.includes(name))
    .map((name) => argumentItem(name, `of \`${callee}\``, wordDocs[name]));
}

function argumentItem(name: string, detail: string, doc: string | undefined): CompletionItem {
  return { ...item(name, 'Field', detail, doc), insertText: `${name} = `, sortText: `0${name}` };
}

/** The words that the argument at the cursor may be: `auto`, `same`, `valid`. */
export function literals({ snapshot, cursor }: Place): readonly string[] {
  const call = openCall(cursor);
  const type = call && parameterType(snapshot, call);
  const options = type?.kind === 'union' ? type.options : type ? [type] : [];
  return options.flatMap((option) => (option.kind === 'literal' ? [option.value] : []));
}

function parameterType(snapshot: Snapshot, call: OpenCall): Type | undefined {
  const meaning = calleeNamed(snapshot, call.callee);
  if (!meaning || (meaning.kind !== 'op' && meaning.kind !== 'global')) return undefined;
  const { parameters } = (snapshot.good ?? snapshot).analysis.program;
  const own = meaning.kind === 'global' ? meaning.global.declaration : undefined;
  const infos =
    meaning.kind === 'op'
      ? opParameters(meaning.op)
      : ((own && (snapshot.analysis.program.parameters.get(own) ?? parameters.get(own))) ?? []);
  const info = call.named === undefined ? infos[call.index] : infos.find((each) => each.name === call.named);
  return info?.type;
}

export function joins(): CompletionItem[] {
  return joinNames.map((name) => item(name, 'EnumMember', 'a join', ops[name].doc));
}

export function metrics(place: Place): CompletionItem[] {
  const own = metricNames.map((name) => item(name, 'Keyword', 'a metric', wordDocs[name]));
  return [...own, ...tensors(place)];
}

export function codes(): CompletionItem[] {
  return allCodes.map((code) => item(code, 'EnumMember', registry[code].title));
}

/** The modules that an import could name: the standard library, and the files of the folder that is written. */
export function modules({ snapshot }: Place, written: string): CompletionItem[] {
  const { host, source } = snapshot;
  const library = host.modules(host.stdRoot).map((name) => `std/${name}`);
  const slash = written.lastIndexOf('/');
  const prefix = written.startsWith('.') && slash >= 0 ? written.slice(0, slash + 1) : './';
  const resolution = resolveModule(host, source.path, `${prefix}x`);
  const folder = resolution.kind === 'path' ? folderOf(resolution.path) : folderOf(source.path);
  const files = host
    .modules(folder)
    .filter((name) => `${folder}/${name}.arch` !== source.path)
    .map((name) => `${prefix}${name}`);
  return [...library, ...files].map((name) => item(name, 'Module', 'a module'));
}

/** What the module of an import declares, for the names between its braces. */
export function importedNames({ workspace, snapshot, cursor }: Place, start: number): CompletionItem[] {
  const { host, source } = snapshot;
  const line = /from\s*"([^"\n]*)"/.exec(source.text.slice(start));
  const next = /\b(?:import|const|fn|block|network|test)\b/.exec(source.text.slice(start + 6));
  const isOwn = line && (!next || line.index < next.index + 6);
  const resolution = isOwn ? resolveModule(host, source.path, line[1] ?? '') : undefined;
  const given = new Set(
    cursor.before.filter(({ startOffset }) => startOffset > start).map(({ image }) => image),
  );
  if (resolution?.kind !== 'path') {
    return importables(workspace, source.path)
      .filter(({ name }) => !given.has(name))
      .map(({ name, from }) => item(name, 'Class', from));
  }
  return declarationsOf(workspace, resolution.path).flatMap((each) =>
    given.has(each.name.name)
      ? []
      : [item(each.name.name, each.kind === 'block' ? 'Class' : 'Function', each.kind, each.doc)],
  );
}
