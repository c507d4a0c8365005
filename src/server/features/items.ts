import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type * as ast from '../../parser/ast.ts';
import { rangeOf } from '../positions.ts';
import { declaredSignature, type ShownSignature } from '../signatures.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Snippet, wordDocs } from '../words.ts';
import { type Importable, importEdit } from './imports.ts';

export type Kind = keyof typeof CompletionItemKind;

export function item(label: string, kind: Kind, detail: string, doc?: string): CompletionItem {
  return {
    label,
    kind: CompletionItemKind[kind],
    ...(detail !== '' && { detail }),
    ...(doc && { documentation: { kind: MarkupKind.Markdown, value: doc } }),
  };
}

/** Items that come after one another whatever they are called: editors sort by names alone. */
export function inOrder(items: readonly CompletionItem[], rank: string): CompletionItem[] {
  return items.map((each, i) => ({ ...each, sortText: `${rank}${String(i).padStart(2, '0')}` }));
}

export function snippets(all: readonly Snippet[]): CompletionItem[] {
  return all.map(([label, text, detail]) => ({
    ...item(label, 'Snippet', detail, wordDocs[label]),
    insertText: text,
    insertTextFormat: InsertTextFormat.Snippet,
    sortText: `3${label}`,
  }));
}

/** A call, with the cursor between its parentheses if something can be given. */
export function callItem(
  name: string,
  hasParameters: boolean,
): Pick<CompletionItem, 'insertText' | 'insertTextFormat'> {
  return {
    insertText: hasParameters ? `${name}($0)` : `${name}()`,
    insertTextFormat: InsertTextFormat.Snippet,
  };
}

/** What can be written with parentheses. */
export function applicable(signature: ShownSignature, kind: Kind, rank: string): CompletionItem {
  const { name, parameters, result, doc } = signature;
  const list = parameters.map(({ text }) => text).join(', ');
  return {
    ...item(name, kind, `${name}(${list})${result}`, doc),
    ...callItem(name, parameters.length > 0),
    sortText: `${rank}${name}`,
  };
}

const kinds: Readonly<Record<ast.NamedDeclaration['kind'], Kind>> = {
  const: 'Constant',
  fn: 'Function',
  block: 'Class',
  network: 'Module',
};

export function kindOf({ kind }: ast.NamedDeclaration): Kind {
  return kinds[kind];
}

/** Something that another module declares, with the edit that imports it. */
export function importedItem(snapshot: Snapshot, { declaration, from }: Importable): CompletionItem {
  const { name } = declaration.name;
  const shown: CompletionItem =
    declaration.kind === 'const'
      ? item(name, 'Constant', `const ${name}`, declaration.doc)
      : applicable(declaredSignature(declaration), kindOf(declaration), '');
  const doc = `Imports it from \`"${from}"\`.${declaration.doc ? `\n\n${declaration.doc}` : ''}`;
  const { span, text } = importEdit(snapshot, name, from);
  return {
    ...shown,
    labelDetails: { description: from },
    documentation: { kind: MarkupKind.Markdown, value: doc },
    sortText: `6${name}`,
    additionalTextEdits: [{ range: rangeOf(span), newText: text }],
  };
}

/** For clients that know no snippets: the same text, the places of the snippet filled with what they hold at first. */
export function withoutSnippet(entry: CompletionItem): CompletionItem {
  if (entry.insertTextFormat !== InsertTextFormat.Snippet) return entry;
  const insertText = (entry.insertText ?? entry.label)
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d+/g, '');
  return { ...entry, insertText, insertTextFormat: InsertTextFormat.PlainText };
}
