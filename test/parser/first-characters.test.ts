import { describe, expect, it } from 'vitest';
import { allTokens, archLexer } from '../../src/parser/tokens.ts';

/** The name of the first token of a text, or the group that keeps it apart. */
function first(text: string): string | undefined {
  const { tokens, groups, errors } = archLexer().tokenize(text);
  expect(errors, JSON.stringify(text)).toEqual([]);
  const kept = Object.entries(groups).find(([, members]) => members.length > 0);
  return tokens[0]?.tokenType.name ?? kept?.[0];
}

describe('the hints of first characters', () => {
  const patterns = allTokens.flatMap((type) =>
    type.PATTERN instanceof RegExp ? [{ type, pattern: type.PATTERN }] : [],
  );

  // Of the characters beyond ASCII the lexer's table tells 255 apart from the next 255 only.
  const characters = [
    ...Array.from({ length: 0x300 }, (_, i) => i),
    ...Array.from({ length: 0xfd }, (_, i) => i * 0x100 + 0x80),
  ];

  it('let every character begin a token whose pattern takes it', () => {
    for (const code of characters) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const character = String.fromCharCode(code);
      const begins = patterns.some(({ pattern }) => new RegExp(`^(?:${pattern.source})`).test(character));
      if (begins && !/[ \t\r\n\uFEFF]/.test(character))
        expect(first(character), `U+${code.toString(16)}`).toBeDefined();
    }
  });

  it.each([
    ['conv2d', 'Identifier'],
    ['_a', 'Identifier'],
    ['?', 'SizeSymbol'],
    ['7', 'NumberLiteral'],
    ['.5', 'NumberLiteral'],
    ['"a"', 'StringLiteral'],
    ["'a'", 'QuotedText'],
    ['`a`', 'QuotedText'],
    ['// a', 'comments'],
    ['#', 'unexpected'],
    ['\u0000', 'unexpected'],
    ['é', 'unexpected'],
    ['中', 'unexpected'],
  ])('%j begins a token', (text, name) => {
    expect(first(text)).toBe(name);
  });
});
