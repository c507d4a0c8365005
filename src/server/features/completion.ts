import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
} from 'vscode-languageserver';
import { lazily } from '../../lint/lazily.ts';
import { startsDeclaration } from '../../parser/recovery.ts';
import * as t from '../../parser/tokens.ts';
import { type Cursor, cursorAt, openCall, openerOf, tokenBefore, typeBefore } from '../cursor.ts';
import { rangeOf } from '../positions.ts';
import { bodyWord, isCompileTime, isOperator, type Slot, slotAt, statementHead } from '../slot.ts';
import type { Snapshot } from '../snapshot.ts';
import {
  blockSnippets,
  declarationSnippets,
  networkSnippets,
  type Snippet,
  shapeSnippets,
  statementSnippets,
  typeNames,
  valueSnippets,
} from '../words.ts';
import type { Workspace } from '../workspace.ts';
import { importables } from './imports.ts';
import { item, snippets, withoutSnippet } from './items.ts';
import {
  applied,
  argumentNames,
  declarationWord,
  failing,
  ignorable,
  joinedTensors,
  joins,
  literals,
  metrics,
  type Place,
  tensors,
  values,
} from './offered.ts';
import { importedNames, modules } from './offered-modules.ts';

/**
 * What could stand at a place of a file, whether or not the text around it is whole; `typed` is the character that has
 * made the editor ask, where that was not the user.
 */
export function completion(
  workspace: Workspace,
  snapshot: Snapshot,
  offset: number,
  typed?: string,
): CompletionItem[] | CompletionList {
  const { text, path } = snapshot.source;
  const cursor = cursorAt(text, offset);
  const importable = lazily(() => importables(workspace, path, cursor.prefix));
  const place = { workspace, snapshot, cursor, importable };
  const items = offeredAt(place, typed);
  const behind = text.slice(offset).replace(/^\w*/, '');
  const fitted = cursor.inString ? items : items.map((each) => fitting(each, behind));
  const knowsSnippets = workspace.client.textDocument?.completion?.completionItem?.snippetSupport === true;
  const known = knowsSnippets ? fitted : fitted.map(withoutSnippet);
  const isPartial = items.some((each) => each.additionalTextEdits) && !importable().isWhole;
  return isPartial ? { isIncomplete: true, items: known } : known;
}

function offeredAt(place: Place, typed: string | undefined): CompletionItem[] {
  const { cursor, snapshot } = place;
  const { text } = snapshot.source;
  const start = cursor.offset - cursor.prefix.length;
  if (cursor.inComment)
    return /\/\/\s*archc-ignore\s+\w*$/.test(text.slice(0, cursor.offset)) ? ignorable() : [];
  if (cursor.inString) return inString(place, cursor.inString);
  // Nothing has members.
  if (/(?:^|[^.])\.$/.test(text.slice(0, start))) return [];
  const slot = slotAt(text, cursor);
  return typed !== undefined && !isAsked(typed, slot, cursor) ? [] : offeredIn(place, slot);
}

/** Whether a character asks for something where it stands: a `{` for names of an import, not for statements. */
function isAsked(typed: string, { kind }: Slot, cursor: Cursor): boolean {
  if (kind === 'imported' || kind === 'type' || kind === 'output' || kind === 'shape') return true;
  if (typed === '>' || typed === ':') return kind === 'element';
  return kind === 'expression' && typed !== '{' && openCall(cursor) !== undefined;
}

/** The parentheses of a call, the rest of a statement and the `=` of an argument are not written where they stand. */
function fitting(entry: CompletionItem, behind: string): CompletionItem {
  const { insertText = '', label, kind } = entry;
  const isCall = /^[ \t]*\(/.test(behind) && /^\w+\(.*\)$/.test(insertText);
  // A comment, an arrow or a bracket that closes is not the rest of it; a name, a value or a bracket may be.
  const isStatement =
    kind === CompletionItemKind.Snippet && /^\w/.test(label) && /^[ \t]*(?!as\b|for\b)[\w"({[?]/.test(behind);
  const isArgument = /^\s*=(?!=)/.test(behind) && insertText === `${label} = `;
  if (!isCall && !isStatement && !isArgument) return entry;
  const word = /^\w+/.exec(label)?.[0] ?? label;
  return { ...entry, insertText: word, insertTextFormat: InsertTextFormat.PlainText };
}

/** Inside of a string only imports, `fails`, interpolations, and arguments that are one of several words. */
function inString(place: Place, { text, start, end }: NonNullable<Cursor['inString']>): CompletionItem[] {
  if (/(?:^|[^\\])\{[^{}]*$/.test(text) && typeBefore(place.cursor) !== t.From) return values(place);
  const { source } = place.snapshot;
  // Paths and codes have characters that editors do not take for one word, so that all of the text is replaced.
  const range = rangeOf({ source, start, end });
  return wordsOfString(place, text).map((each) => ({ ...each, textEdit: { range, newText: each.label } }));
}

function wordsOfString(place: Place, text: string): CompletionItem[] {
  const { cursor } = place;
  const last = typeBefore(cursor);
  if (last === t.From || (last === t.keyword.import && typeBefore(cursor, 2) !== t.Colon))
    return modules(place, text);
  if (last === t.Fails) return failing();
  return literals(place).map((value) => item(value, 'EnumMember', 'a value of this parameter'));
}

function offeredIn(place: Place, slot: Slot): CompletionItem[] {
  switch (slot.kind) {
    case 'nothing':
      return [];
    case 'words':
      return slot.words.map((word) => item(word, 'Keyword', ''));
    case 'declaration':
      return snippets(
        declarationSnippets.filter(([label]) => label !== 'import' || !isBehindDeclaration(place)),
      );
    case 'imported':
      return importedNames(place, slot.start);
    case 'module':
      return modules(place, '').map(inQuotes);
    case 'code':
      return failing().map(inQuotes);
    case 'type':
      return typeNames.map(([name, detail]) => item(name, 'TypeParameter', detail));
    case 'shape':
      return snippets(shapeSnippets);
    case 'metric':
      return metrics(place);
    case 'output':
      return tensors(place);
    case 'element':
      return bodyOf(place) === 'parallel' ? snippets([PATH]) : [...applied(place), ...snippets(constructs())];
    case 'statement':
      return statements(place);
    case 'expression':
      return expressions(place);
  }
}

function inQuotes(entry: CompletionItem): CompletionItem {
  return { ...entry, insertText: `"${entry.label}"` };
}

const PATH: Snippet = ['path', 'path { $0 }', 'a branch of a parallel'];
const SHORTCUT: Snippet = ['shortcut', 'shortcut {\n  $0\n}', 'the other branch of a residual'];

/** Imports come first. */
function isBehindDeclaration({ cursor }: Place): boolean {
  return cursor.before.some((each) => startsDeclaration(each) && each.tokenType !== t.keyword.import);
}

/** What the body around belongs to, whatever is decided or repeated in it. */
function bodyOf({ cursor }: Place): string | undefined {
  const braces = cursor.open.filter((at) => cursor.before[at]?.tokenType === t.LeftBrace);
  const words = braces.map((brace) => bodyWord(cursor, brace));
  return words.findLast((word) => word === undefined || !['if', 'else', 'for', 'repeat'].includes(word));
}

/** Where a statement may begin or go on. */
function statements(place: Place): CompletionItem[] {
  const { cursor } = place;
  const last = typeBefore(cursor);
  const brace = last === t.RightBrace ? openerOf(cursor, cursor.before.length - 1) : -1;
  const closed = brace < 0 ? undefined : bodyWord(cursor, brace);
  const isTensor =
    last === t.RightBrace
      ? closed === 'residual' || closed === 'parallel' || closed === 'shortcut'
      : (last === t.RightParen || last === t.Underscore) &&
        !isCompileTime(statementHead(place.snapshot.source.text, cursor));
  const more = [
    ...(isTensor ? [item('as', 'Keyword', 'names the tensor')] : []),
    ...(closed === 'residual' ? snippets([SHORTCUT]) : []),
    ...(closed === 'if' ? [item('else', 'Keyword', 'the other case')] : []),
  ];
  if (bodyOf(place) === 'parallel') {
    const compileTime = ['let', 'if', 'for', 'repeat', 'require'];
    return [
      ...snippets([PATH, ...statementSnippets.filter(([label]) => compileTime.includes(label))]),
      ...more,
    ];
  }
  const own = declarationWord(place) === t.keyword.block ? blockSnippets : networkSnippets;
  return [...applied(place), ...tensors(place), ...snippets([...statementSnippets, ...own]), ...more];
}

function constructs(): readonly Snippet[] {
  return statementSnippets.filter(([label]) => label.startsWith('residual') || label === 'parallel');
}

/** A value: an argument of a call, with the names of parameters first, or any other expression. */
function expressions(place: Place): CompletionItem[] {
  const call = openCall(place.cursor);
  const before = tokenBefore(place.cursor);
  const last = before?.tokenType;
  if (call?.named === 'join') return joins();
  const words = literals(place).map((value) => item(`"${value}"`, 'EnumMember', 'a value of this parameter'));
  const begins = last === t.LeftParen || last === t.Comma;
  const names = call && begins ? argumentNames(place, call) : [];
  const joined = last === t.Assign ? [] : joinedTensors(place, call);
  // As an operand it would need parentheses.
  const conditional = before && (isOperator(before) || last === t.keyword.not) ? [] : snippets(valueSnippets);
  return [...names, ...words, ...joined, ...values(place), ...conditional];
}
