import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format } from '../../src/format/format.ts';
import { formatRange, type Range } from '../../src/format/range.ts';
import { modules } from './modules.ts';
import { noisy } from './noise.ts';

function edited(text: string, range: Range): string {
  const { edits } = formatRange({ path: 'main.arch', text }, range);
  let result = '';
  let done = 0;
  for (const { span, text: replacement } of edits) {
    expect(span.start).toBeGreaterThanOrEqual(done);
    result += text.slice(done, span.start) + replacement;
    done = span.end;
  }
  return result + text.slice(done);
}

/** A text in which `[|` and `|]` stand around the range; gives what formatting the range makes of it. */
function marked(text: string): string {
  const start = text.indexOf('[|');
  const plain = text.replace('[|', '');
  const end = plain.indexOf('|]');
  return edited(plain.replace('|]', ''), { start, end });
}

describe('formatting a range', () => {
  it('takes the statement that holds it, and leaves the others', () => {
    expect(marked('network  n {\n  input x:[8]\n    dense( [|8|])\n  relu( )\n}\n')).toBe(
      'network  n {\n  input x:[8]\n  dense(8)\n  relu( )\n}\n',
    );
  });

  it('takes all statements that it touches', () => {
    expect(marked('network  n {\n  input [|x:[8]\n    dense( |]8)\n  relu( )\n}\n')).toBe(
      'network  n {\n  input x: [8]\n  dense(8)\n  relu( )\n}\n',
    );
  });

  it('goes into nested bodies', () => {
    const text = 'block b( ) {\n  repeat  2 {\n    [|dense(8)->relu()|]\n    tanh( )\n  }\n}\n';
    expect(marked(text)).toBe('block b( ) {\n  repeat  2 {\n    dense(8) -> relu()\n    tanh( )\n  }\n}\n');
  });

  it('takes a declaration whose head it touches', () => {
    expect(marked('const a=1\nblock b([| ) {|]\n dense(8)}\nconst c=1\n')).toBe(
      'const a=1\n\nblock b() {\n  dense(8)\n}\nconst c=1\n',
    );
  });

  it('does nothing between declarations', () => {
    const text = 'const a=1\n\n// note[||]\n\nconst c=1\n';
    expect(marked(text)).toBe(text.replace('[||]', ''));
  });

  it('takes no line at whose beginning it ends', () => {
    expect(marked('[|const  a=1\n|]const  b=2\n')).toBe('const a = 1\nconst  b=2\n');
    expect(marked('block b() {\n[|conv2d( 8 )\n|]relu( )\n}\n')).toBe(
      'block b() {\n  conv2d(8)\nrelu( )\n}\n',
    );
  });

  it('moves broken text as a whole, so that it comes to rest', () => {
    const text = 'network net {\n  input x: [8, 8, 3]\nconv2d(8) @\n  repeat 2 {\n    relu()\n  [|}|]\n}\n';
    const moved = marked(text);
    expect(moved).toBe(
      'network net {\n  input x: [8, 8, 3]\n  conv2d(8) @\n    repeat 2 {\n      relu()\n    }\n}\n',
    );
    const at = moved.indexOf('    }') + 4;
    expect(edited(moved, { start: at, end: at + 1 })).toBe(moved);
  });

  it('takes its comments', () => {
    expect(marked('block b() {\n[|    // own\n  conv2d( 8 )|]\n    // other\n}\n')).toBe(
      'block b() {\n  // own\n  conv2d(8)\n    // other\n}\n',
    );
    expect(marked('const  a=1\n[|   // own\nconst  b = 2|]\n')).toBe('const  a=1\n// own\nconst b = 2\n');
  });

  it('adds and drops commas', () => {
    expect(marked('const a = [|[\n(1, 2),\n(10, 3)]|]\n')).toBe('const a = [\n  ( 1, 2),\n  (10, 3),\n]\n');
    expect(marked('const a = [|(1, 2,)|]\n')).toBe('const a = (1, 2)\n');
  });

  it('of everything does what formatting the text does', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(noisy(modules()), (text) => {
        expect(edited(text, { start: 0, end: text.length })).toBe(format({ path: 'main.arch', text }).text);
      }),
      { numRuns: 100 },
    );
  });
});
