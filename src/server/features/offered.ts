import type { CompletionItem } from 'vscode-languageserver';
import { opParameters } from '../../check/calls.ts';
import { joins as joinNames } from '../../check/chains.ts';
import { functions } from '../../check/functions.ts';
import { isJoin, isOpName, opNames } from '../../check/lookup.ts';
import { metrics as metricNames } from '../../check/words.ts';
import { codes as allCodes, registry } from '../../diagnostics/registry.ts';
import { lintCodes } from '../../lint/config.ts';
import { ops } from '../../ops/table.ts';
import type * as ast from '../../parser/ast.ts';
import * as t from '../../parser/tokens.ts';
import type { Type } from '../../values/type.ts';
import type { Value } from '../../values/value.ts';
import { type Cursor, type OpenCall, openCall } from '../cursor.ts';
import { type NearName, namesBefore } from '../near-names.ts';
import { remember } from '../remember.ts';
import { declaredSignature, functionDocs, opSignature } from '../signatures.ts';
import { networkBuilds, type Snapshot, testBuilds } from '../snapshot.ts';
import { wordDocs } from '../words.ts';
import type { Workspace } from '../workspace.ts';
import { calleeNamed } from './callees.ts';
import type { Importables } from './imports.ts';
import { applicable, callItem, importedItem, inOrder, item, kindOf } from './items.ts';

/** Where something is to be completed. */
export interface Place {
  readonly workspace: Workspace;
  readonly snapshot: Snapshot;
  readonly cursor: Cursor;
  /** What other modules declare, worked out when it is asked for. */
  readonly importable: () => Importables;
}

/** The word that begins the declaration around. */
export function declarationWord({ cursor }: Place): (typeof t.keyword)[keyof typeof t.keyword] | undefined {
  return cursor.before[cursor.declaration]?.tokenType;
}

// ─── what is applied ─────────────────────────────────────────────────────────────────────────────────────────────

/** Layers, joins, blocks and layer values, to be applied to what flows; what is declared elsewhere brings its import. */
export function applied(place: Place): CompletionItem[] {
  const found = new Map<string, CompletionItem>();
  const isTest = declarationWord(place) === t.keyword.test;
  const isApplied = (kind: ast.NamedDeclaration['kind']) =>
    kind === 'block' || (kind === 'network' && isTest);
  const layerValue = (name: string) => ({
    ...item(name, 'Variable', 'a layer value'),
    ...callItem(name, false),
    sortText: `0${name}`,
  });
  const all = globals(place);
  const layers = layerValuesOf(place.snapshot.good ?? place.snapshot);
  for (const { name, kind, type } of near(place)) {
    const isLayer = kind === 'parameter' ? takesLayer(type) : kind === 'value' && layers.has(name);
    if (isLayer || kind === 'shared') found.set(name, layerValue(name));
  }
  for (const [name, declaration] of all) {
    if (declaration.kind === 'const' && layers.has(name)) found.set(name, layerValue(name));
    if (declaration.kind !== 'const' && isApplied(declaration.kind))
      found.set(name, applicable({ ...declaredSignature(declaration), name }, kindOf(declaration), '1'));
  }
  for (const op of opNames) {
    if (found.has(op) || !isOpName(op)) continue;
    const entry = applicable(opSignature(op), 'Function', '2');
    found.set(op, isJoin(op) ? { ...entry, insertText: `${op}(_, $0)` } : entry);
  }
  return [...found.values(), ...imported(place, found, isApplied)];
}

/** A parameter may be applied if it may be a layer, alone or in a union. */
function takesLayer(type: string): boolean {
  return /^(?:[^()[\]]*\|)?\s*layer\s*(?:\||$)/.test(type);
}

/** The names of a file that stand for layer values in what it builds: constants, `let`s, what loops go over. */
const layerValuesOf = remember((snapshot: Snapshot): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const [{ name }, value] of snapshot.analysis.constants.values)
    if (isLayer(value)) found.add(name.name);
  for (const { trace } of [networkBuilds(snapshot), testBuilds(snapshot)])
    for (const [start, values] of trace.values) {
      const [name] = /^\w+/.exec(snapshot.source.text.slice(start, start + 100)) ?? [];
      if (name !== undefined && values.some(isLayer)) found.add(name);
    }
  return found;
});

function isLayer(value: Value): boolean {
  return typeof value === 'object' && value?.kind === 'layer';
}

/** What the modules around declare, and nothing here is called. */
function imported(
  place: Place,
  found: ReadonlyMap<string, CompletionItem>,
  isWanted: (kind: ast.NamedDeclaration['kind']) => boolean,
): CompletionItem[] {
  const { snapshot } = place;
  const own = snapshot.analysis.program.entry.globals;
  return place
    .importable()
    .all.filter(
      ({ declaration: { kind, name } }) => isWanted(kind) && !found.has(name.name) && !own.has(name.name),
    )
    .map((each) => importedItem(snapshot, each));
}

/** The names of the body, the last of each. */
function near({ snapshot, cursor }: Place): readonly NearName[] {
  const names = namesBefore(snapshot.source.text, cursor);
  return [...new Map(names.map((each) => [each.name, each])).values()];
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
  return inOrder([item('_', 'Variable', 'the tensor that flows'), ...tensors(place)], '0');
}

// ─── values ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Names with compile-time values, functions, and layers as values. */
export function values(place: Place): CompletionItem[] {
  const found = new Map<string, CompletionItem>();
  for (const { name, kind, type } of near(place)) {
    if (kind === 'tensor') continue;
    found.set(name, { ...item(name, 'Variable', kind === 'parameter' ? type : kind), sortText: `1${name}` });
  }
  for (const [name, declaration] of globals(place)) {
    if (found.has(name) || declaration.kind === 'network') continue;
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
    found.set(name, { ...entry, ...callItem(name, true), sortText: `3${name}` });
  }
  for (const op of opNames) {
    if (found.has(op) || !isOpName(op) || isJoin(op)) continue;
    found.set(op, { ...item(op, 'Function', 'a layer as a value', ops[op].doc), sortText: `4${op}` });
  }
  const words = ['true', 'false', 'none', 'not'].map((word) => item(word, 'Keyword', ''));
  return [
    ...found.values(),
    ...words.map((word) => ({ ...word, sortText: `5${word.label}` })),
    ...imported(place, found, (kind) => kind === 'fn' || kind === 'const'),
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
  const items = parameters
    .filter(({ name }, i) => !call.given.includes(name) && i >= call.index - call.given.length)
    .map(({ name, text, doc }) => argumentItem(name, text, doc));
  return inOrder(items, '0');
}

function construct({ callee, given }: OpenCall): CompletionItem[] {
  const names = callee === 'residual' ? ['when', 'join'] : callee === 'parallel' ? ['join'] : [];
  const left = names.filter((name) => !given.includes(name));
  return inOrder(
    left.map((name) => argumentItem(name, `of \`${callee}\``, wordDocs[name])),
    '0',
  );
}

function argumentItem(name: string, detail: string, doc: string | undefined): CompletionItem {
  return { ...item(name, 'Field', detail, doc), insertText: `${name} = ` };
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

// ─── words ───────────────────────────────────────────────────────────────────────────────────────────────────────

export function joins(): CompletionItem[] {
  return joinNames.map((name) => item(name, 'EnumMember', 'a join', ops[name].doc));
}

/** What `expect` compares: in a block, the shape of the flow or of a tensor. */
export function metrics(place: Place): CompletionItem[] {
  const isBlock = declarationWord(place) === t.keyword.block;
  const names = metricNames.filter((name) => name === 'shape' || !isBlock);
  return [...names.map((name) => item(name, 'Keyword', 'a metric', wordDocs[name])), ...tensors(place)];
}

/** What a test may be expected to fail with; errors of syntax never count. */
export function failing(): CompletionItem[] {
  return allCodes
    .filter((code) => /^ARC[1-4]/.test(code))
    .map((code) => item(code, 'EnumMember', registry[code].title));
}

/** Lints that a comment may ignore; a reason is due behind the colon. */
export function ignorable(): CompletionItem[] {
  return lintCodes
    .filter((code) => !code.startsWith('ARC89'))
    .map((code) => ({ ...item(code, 'EnumMember', registry[code].title), insertText: `${code}: ` }));
}
