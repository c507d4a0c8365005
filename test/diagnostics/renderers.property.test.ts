import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic, Label } from '../../src/diagnostics/diagnostic.ts';
import { placeOf } from '../../src/diagnostics/place.ts';
import { formats, render } from '../../src/diagnostics/render/render.ts';
import { renderText } from '../../src/diagnostics/render/text.ts';
import { columnsOf } from '../../src/diagnostics/render/width.ts';
import type { SourceFile } from '../../src/source/source.ts';
import { sample } from './samples.ts';

/** Texts that look like a source, and texts that look like nothing: any UTF-16 units, halves of pairs included. */
const character = fc.constantFrom(
  'a',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '(',
  '}',
  '漢',
  '👩‍👩‍👧',
  'e\u0301',
  '\u200b',
  '\ud83d',
  '\r',
);
const text = fc.oneof(
  fc.array(character, { maxLength: 300 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.nat(0xffff), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
);
const offset = fc.oneof(fc.integer({ min: -5, max: 320 }), fc.double(), fc.constantFrom(Number.NaN, 1e300));
const said = fc.string({ unit: 'binary', maxLength: 12 });

const source: fc.Arbitrary<SourceFile> = fc.record({ path: fc.constantFrom('a.arch', 'b/c.arch'), text });
const labelIn = (within: SourceFile): fc.Arbitrary<Label> =>
  fc.record({ span: fc.record({ source: fc.constant(within), start: offset, end: offset }), text: said });

const diagnostic: fc.Arbitrary<Diagnostic> = fc.tuple(source, source).chain(([one, other]) => {
  const label = fc.oneof(labelIn(one), labelIn(one), labelIn(other));
  return fc
    .record({
      message: said,
      primary: fc.option(label, { nil: undefined }),
      labels: fc.array(label, { maxLength: 6 }),
      notes: fc.array(said, { maxLength: 2 }),
      help: fc.array(said, { maxLength: 2 }),
      fixes: fc.array(fc.record({ title: said, edits: fc.array(label, { maxLength: 3 }) }), { maxLength: 2 }),
    })
    .map((parts) => sample(parts));
});

const WIDTH = 60;
/** Gutter, bars, `…` between pieces, a label's text, and what trimming may exceed: double width, tabs, ends of labels. */
const BOUND = 4 * WIDTH + 200;

describe('every renderer', () => {
  it('renders any labels of any text, in every format', () => {
    fc.assert(
      fc.property(diagnostic, (one) => {
        for (const format of formats) expect(render(format, [one]).endsWith('\n')).toBe(true);
        JSON.parse(render('json', [one]));
        JSON.parse(render('sarif', [one]));
        expect(render('github', [one]).split('\n')).toHaveLength(2);
      }),
      { numRuns: 500 },
    );
  });

  it('prints no control characters and keeps lines short', () => {
    fc.assert(
      fc.property(diagnostic, (one) => {
        const lines = renderText([one], { width: WIDTH }).split('\n');
        for (const line of lines) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
          expect(columnsOf(line)).toBeLessThanOrEqual(BOUND);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps lines short whatever their length in the source', () => {
    const long = fc.integer({ min: 0, max: 1_000_000 });
    const huge: SourceFile = { path: 'min.arch', text: 'conv2d(8)\t漢'.repeat(100_000) };
    fc.assert(
      fc.property(fc.array(fc.tuple(long, long), { minLength: 1, maxLength: 4 }), (ranges) => {
        const labels = ranges.map(([start, end]) => ({ span: { source: huge, start, end }, text: 'x' }));
        const lines = renderText([sample({ primary: labels[0], labels: labels.slice(1) })], { width: WIDTH });
        for (const line of lines.split('\n')) expect(line.length).toBeLessThanOrEqual(BOUND);
      }),
      { numRuns: 50 },
    );
  });

  it('underlines exactly the columns of the marked text', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '漢', '\t', '👍', ' '), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(letters, fc.nat(29), fc.nat(29), (all, from, to) => {
        const first = Math.min(from, to, all.length - 1);
        const last = Math.min(Math.max(from, to), all.length - 1);
        const start = all.slice(0, first).join('').length;
        const end = all.slice(0, last + 1).join('').length;
        const marked: SourceFile = { path: 'x', text: all.join('') };
        const rows = renderText([
          sample({ primary: { span: { source: marked, start, end }, text: '' } }),
        ]).split('\n');
        const columns = (parts: readonly string[]): number =>
          parts.reduce((sum, one) => sum + (one === '\t' ? 4 : one === '漢' || one === '👍' ? 2 : 1), 0);
        const marks = '^'.repeat(columns(all.slice(first, last + 1)));
        expect(rows[4]).toBe(`  | ${' '.repeat(columns(all.slice(0, first)))}${marks}`);
      }),
    );
  });
});

describe('a place', () => {
  const here: SourceFile = { path: 'x', text: 'ab\ncd' };
  it.each([
    [4, 1, 1, 4],
    [-3, 99, 0, 5],
    [Number.NaN, 2, 0, 2],
    [7, 9, 5, 5],
  ])('from %d to %d lies from %d to %d', (start, end, first, last) => {
    const place = placeOf({ source: here, start, end });
    expect([place.start.offset, place.end.offset]).toEqual([first, last]);
  });
});
