import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArchParser } from '../../src/parser/grammar.ts';
import { parse, parseExpression } from '../../src/parser/parse.ts';
import { allTokens, buildLexer } from '../../src/parser/tokens.ts';
import { mutated, numbers, sources } from './mutate.ts';

const fixed = allTokens.flatMap(({ PATTERN }) => (typeof PATTERN === 'string' ? [PATTERN] : []));
const varied = [
  'a',
  'conv2d',
  'residual',
  'shortcut',
  '1',
  '2.5',
  '3M',
  '"s"',
  '"{a + 1}"',
  '?h',
  '_',
  '// c\n',
  '\n',
];
const soup = fc
  .array(fc.constantFrom(...fixed, ...varied), { maxLength: 120 })
  .map((words) => words.join(' '));

/** Every place lies in the text, and a text without a word said is read completely. */
function reads(text: string): void {
  const { module, diagnostics } = parse({ path: 'main.arch', text });
  for (const { primary, labels } of diagnostics) {
    for (const label of [primary, ...labels]) {
      if (!label) continue;
      expect(label.span.start).toBeGreaterThanOrEqual(0);
      expect(label.span.end).toBeLessThanOrEqual(text.length);
      expect(label.span.start).toBeLessThanOrEqual(label.span.end);
    }
  }
  if (diagnostics.length === 0)
    expect(module.incomplete || module.declarations.some((each) => each.broken)).toBe(false);
  else expect(diagnostics.length).toBeLessThan(120);
}

describe('the parser reads any text without an exception', () => {
  it('random text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), reads), { numRuns: 400 });
  });

  it('random tokens', () => {
    fc.assert(fc.property(soup, reads), { numRuns: 1500 });
    fc.assert(
      fc.property(soup, (text) => reads(`block b() { ${text} }`)),
      { numRuns: 1500 },
    );
  });

  it('random expressions', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const { expression, diagnostics } = parseExpression({ path: 'argument', text });
        expect(expression !== undefined || diagnostics.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('changed examples', () => {
    const texts = [...sources().values()];
    const next = numbers(1);
    for (let i = 0; i < 1500; i++) reads(mutated(texts[i % texts.length] ?? '', next));
  });
});

describe('the tables that the parser is built from', () => {
  it('pass the checks of chevrotain', () => {
    expect(() => buildLexer(true)).not.toThrow();
    expect(() => new ArchParser({ validate: true })).not.toThrow();
    expect(buildLexer(true).lexerDefinitionErrors).toEqual([]);
  });
});
