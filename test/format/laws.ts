import { expect } from 'vitest';
import { format } from '../../src/format/format.ts';
import { parse } from '../../src/parser/parse.ts';
import { archLexer } from '../../src/parser/tokens.ts';

/** What must hold of the formatting of any text. Gives whether the text is free of syntax errors. */
export function expectLaws(text: string, width?: number): boolean {
  const options = width === undefined ? {} : { width };
  const before = { path: 'main.arch', text };
  const once = format(before, options);
  const after = { path: 'main.arch', text: once.text };
  expect(commentsOf(once.text)).toEqual(commentsOf(text));
  expect(tokensOf(once.text)).toEqual(tokensOf(text));
  const isWhole = once.diagnostics.length === 0;
  if (isWhole) {
    expect(treeOf(after)).toEqual(treeOf(before));
    expect(once.text).not.toMatch(/[ \t]\r?$/m);
    expect(once.text).toMatch(/^$|^\S[\s\S]*\S\r?\n$/);
  }
  expect(format(after, options).text).toBe(once.text);
  return isWhole;
}

/** All of them, those too that the parser takes for divisions. */
function commentsOf(text: string): readonly string[] {
  const { groups } = archLexer().tokenize(text);
  return (groups.comments ?? []).map(({ image }) => image.trimEnd());
}

/** The tokens, but for commas in front of a closing bracket; a string that is never closed may end in spaces. */
function tokensOf(text: string): readonly string[] {
  const { tokens, groups } = archLexer().tokenize(text);
  const all = [...tokens, ...(groups.unexpected ?? [])].sort((a, b) => a.startOffset - b.startOffset);
  const images = all.map(({ image }) => image.trimEnd());
  return images.filter((image, i) => image !== ',' || !/^[)\]}]$/.test(images[i + 1] ?? ''));
}

/** The tree without its places and comments. */
function treeOf(source: { readonly path: string; readonly text: string }): string {
  const { module, diagnostics } = parse(source);
  expect(diagnostics).toEqual([]);
  const places = new Set(['span', 'operatorSpan', 'source', 'comments']);
  return JSON.stringify(module, (key, value: unknown) => (places.has(key) ? undefined : value));
}
