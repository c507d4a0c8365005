import { expect } from 'vitest';
import type { CompletionItem, Hover } from 'vscode-languageserver/node';
import { positionIn, startSession } from './session.ts';

/**
 * Types a text from nothing, one character after the other, and asks for everything that an editor asks for on the
 * way: at every `step`th character from `first` on.
 */
export async function typeThrough(text: string, step: number, first = 0): Promise<void> {
  const session = await startSession();
  const options = { tabSize: 2, insertSpaces: true };
  session.open('net.arch', '');
  for (let length = first; length <= text.length; length += step) {
    const typed = text.slice(0, length);
    session.change('net.arch', typed);
    const position = positionIn(typed, length);
    const items = await session.ask<CompletionItem[] | null>('completion', 'net.arch', { position });
    expect(items, `completion behind ${length} characters`).toBeInstanceOf(Array);
    const hover = await session.ask<Hover | null>('hover', 'net.arch', { position });
    if (hover) expect(hover.contents).toMatchObject({ kind: 'markdown' });
    // In turn, since each alone takes its time.
    const range = { start: { line: 0, character: 0 }, end: position };
    const others: readonly (readonly [string, object])[] = [
      ['signatureHelp', { position }],
      ['inlayHint', { range }],
      ['definition', { position }],
      ['documentSymbol', {}],
      ['semanticTokens/full', {}],
      ['codeAction', { range: { start: position, end: position }, context: { diagnostics: [] } }],
      ['codeLens', {}],
      ['onTypeFormatting', { position, ch: typed.endsWith('}') ? '}' : '\n', options }],
      ['documentHighlight', { position }],
      ['foldingRange', {}],
      ['selectionRange', { positions: [position] }],
      ['documentLink', {}],
      ['references', { position, context: { includeDeclaration: true } }],
      ['prepareCallHierarchy', { position }],
    ];
    const turn = Math.floor(length / step) % others.length;
    const [method, more] = others[turn] ?? ['documentSymbol', {}];
    await session.ask(method, 'net.arch', more);
  }
  expect(session.failures).toEqual([]);
  await session.end();
}
