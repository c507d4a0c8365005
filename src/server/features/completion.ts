import { type CompletionItem, InsertTextFormat } from 'vscode-languageserver';
import { endsOperand } from '../../parser/limits.ts';
import { isName } from '../../parser/recovery.ts';
import * as t from '../../parser/tokens.ts';
import { type Cursor, cursorAt, openCall, tokenBefore, typeBefore } from '../cursor.ts';
import { rangeOf } from '../positions.ts';
import type { Snapshot } from '../snapshot.ts';
import {
  declarationSnippets,
  networkSnippets,
  type Snippet,
  shapeSnippets,
  statementSnippets,
  typeNames,
} from '../words.ts';
import type { Workspace } from '../workspace.ts';
import {
  applied,
  argumentNames,
  codes,
  importedNames,
  item,
  joinedTensors,
  joins,
  type Kind,
  literals,
  metrics,
  modules,
  type Place,
  snippets,
  tensors,
  values,
} from './offered.ts';

/** What could stand at a place of a file, whether or not the text around it is whole. */
export function completion(workspace: Workspace, snapshot: Snapshot, offset: number): CompletionItem[] {
  const { text } = snapshot.source;
  const cursor = cursorAt(text, offset);
  if (cursor.inComment) return [];
  const place = { workspace, snapshot, cursor };
  if (cursor.inString) return inString(place, cursor.inString);
  const behind = text.slice(offset).replace(/^\w*/, '');
  return outsideStrings(place).map((each) => fitting(each, behind));
}

/** The parentheses of a call, and the `=` of an argument, are not written where they stand already. */
function fitting(entry: CompletionItem, behind: string): CompletionItem {
  const { insertText = '', label } = entry;
  const isCall = behind.startsWith('(') && /^\w+\(.*\)$/.test(insertText);
  const isArgument = /^\s*=(?!=)/.test(behind) && insertText === `${label} = `;
  if (!isCall && !isArgument) return entry;
  return { ...entry, insertText: label, insertTextFormat: InsertTextFormat.PlainText };
}

function outsideStrings(place: Place): CompletionItem[] {
  const { cursor } = place;
  const inImport = importAround(cursor);
  if (inImport) return importedNames(place, inImport.start);
  if (cursor.declaration < 0 || isBehindDeclaration(place)) return atTop(place);
  const { before, declaration } = cursor;
  const word = before[declaration]?.tokenType;
  const innermost = before[cursor.open[cursor.open.length - 1] ?? -1]?.tokenType;
  const inBody = cursor.open.some((at) => before[at]?.tokenType === t.LeftBrace);
  const hasBody = word === t.keyword.block || word === t.keyword.network || word === t.keyword.test;
  if (!inBody && isTypePlace(cursor)) return snippetless(typeNames, 'TypeParameter');
  if (hasBody && innermost === t.LeftBrace) return inBraces(place, word === t.keyword.block);
  return inExpression(place);
}

/** Whether a `const` or `fn`, which no brace closes, is done on a line before. */
function isBehindDeclaration({ cursor, snapshot }: Place): boolean {
  const { before, declaration, open, offset, prefix } = cursor;
  const word = before[declaration]?.tokenType;
  const last = tokenBefore(cursor);
  if ((word !== t.keyword.const && word !== t.keyword.fn) || open.length > 0 || !last) return false;
  const between = snapshot.source.text.slice(last.startOffset + last.image.length, offset - prefix.length);
  return endsOperand(last) && between.includes('\n');
}

/** Inside of a string only imports, `fails` and arguments that are one of several words know what could stand. */
function inString(place: Place, { text, start, end }: NonNullable<Cursor['inString']>): CompletionItem[] {
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
  if (last === t.Fails) return codes();
  return literals(place).map((value) => item(value, 'EnumMember', 'a value of this parameter'));
}

/** An `import {` whose braces are open. */
function importAround({ before, open }: Cursor): { readonly start: number } | undefined {
  const at = open[open.length - 1] ?? -1;
  const word = before[at - 1];
  return word?.tokenType === t.keyword.import ? { start: word.startOffset } : undefined;
}

function atTop(place: Place): CompletionItem[] {
  const { cursor } = place;
  const last = typeBefore(cursor);
  if (last === t.From) return modules(place, '').map((each) => ({ ...each, insertText: `"${each.label}"` }));
  const isWaiting = last === t.keyword.import || (last === t.RightBrace && isImportEnd(cursor));
  if (isWaiting && last === t.RightBrace) return [item('from', 'Keyword', 'the module')];
  return isWaiting ? [] : snippets(declarationSnippets);
}

/** Whether the last `}` closes the names of an import that goes on. */
function isImportEnd({ before }: Cursor): boolean {
  for (let i = before.length - 2; i >= 0; i--) {
    const type = before[i]?.tokenType;
    if (type === t.LeftBrace) return before[i - 1]?.tokenType === t.keyword.import;
    if (type === t.RightBrace) return false;
  }
  return false;
}

/** Behind `name:` in parentheses of a declaration, behind `|` there, and behind the `->` of a function. */
function isTypePlace(cursor: Cursor): boolean {
  const last = typeBefore(cursor);
  const word = cursor.before[cursor.declaration]?.tokenType;
  const inParameters = cursor.open.length >= 1;
  if (last === t.Arrow && word === t.keyword.fn) return true;
  return inParameters && (last === t.Colon || last === t.Bar);
}

/** Where a statement may begin or go on. */
function inBraces(place: Place, isBlock: boolean): CompletionItem[] {
  const { cursor } = place;
  const last = typeBefore(cursor);
  if (last === t.keyword.let || last === t.keyword.as || last === t.keyword.input) return [];
  if (last === t.keyword.for || last === t.Shared) return [];
  if (last === t.keyword.expect) return metrics(place);
  if (last === t.keyword.output) return tensors(place);
  if (last === t.Comma && isBehind(cursor, t.keyword.output)) return tensors(place);
  if (last === t.Colon && typeBefore(cursor, 3) === t.keyword.input) return snippets(shapeSnippets);
  if (last === t.Arrow || last === t.Colon) return [...applied(place), ...snippets(constructs())];
  if (isOperand(cursor)) return inExpression(place);
  const start = [...statementSnippets, ...(isBlock ? [] : networkSnippets)];
  const more = isBehindCall(cursor) ? [item('as', 'Keyword', 'names the tensor')] : [];
  const shortcut = snippets([['shortcut', 'shortcut {\n  $0\n}', 'the other branch of a residual']]);
  const path = snippets([['path', 'path { $0 }', 'a branch of a parallel']]);
  return [
    ...applied(place),
    ...tensors(place),
    ...snippets(start),
    ...path,
    ...more,
    ...(last === t.RightBrace ? [...shortcut, item('else', 'Keyword', 'the other case')] : []),
  ];
}

function constructs(): readonly Snippet[] {
  return statementSnippets.filter(([label]) => label.startsWith('residual') || label === 'parallel');
}

/** Whether an operator, or a word that takes an expression, stands before the cursor. */
function isOperand(cursor: Cursor): boolean {
  const last = tokenBefore(cursor)?.tokenType;
  if (!last) return false;
  const words = ['require', 'if', 'then', 'repeat', 'in', 'and', 'or', 'not', 'else'] as const;
  return (
    last === t.Assign ||
    words.some((word) => t.keyword[word] === last) ||
    (last.CATEGORIES?.includes(t.Infix) ?? false)
  );
}

function isBehindCall(cursor: Cursor): boolean {
  const last = typeBefore(cursor);
  return last === t.RightParen || last === t.RightBrace || last === t.Underscore;
}

/** Whether the names since a word are nothing but a list. */
function isBehind({ before }: Cursor, word: (typeof t.keyword)['output']): boolean {
  for (let i = before.length - 1; i >= 0; i--) {
    const type = before[i]?.tokenType;
    if (type === word) return true;
    if (!type || !(isName(type) || type === t.Comma)) return false;
  }
  return false;
}

/** A value: an argument of a call, with the names of parameters first, or any other expression. */
function inExpression(place: Place): CompletionItem[] {
  const call = openCall(place.cursor);
  const last = typeBefore(place.cursor);
  if (call?.named === 'join') return joins();
  const words = literals(place).map((value) => item(`"${value}"`, 'EnumMember', 'a value of this parameter'));
  const begins = last === t.LeftParen || last === t.Comma;
  const names = call && begins ? argumentNames(place, call) : [];
  const sizes = place.cursor.before.length > 0 && last !== t.Assign ? joinedTensors(place, call) : [];
  return [...names, ...words, ...sizes, ...values(place)];
}

function snippetless(names: readonly (readonly [string, string])[], kind: Kind): CompletionItem[] {
  return names.map(([name, detail]) => item(name, kind, detail));
}
