import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/cli/unified-diff.ts';

/** Applies a diff as `patch` does, and refuses one whose lines or counts are not those of the text. */
function patched(text: string, diff: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let done = 0;
  for (const hunk of diff.split(/^(?=@@)/m).slice(1)) {
    const [head = '', ...body] =
      hunk.replaceAll('\n\\ No newline at end of file\n', '\0').match(/[^\n\0]*[\n\0]/g) ?? [];
    const [, from = '', fromCount = '1', , toCount = '1'] =
      /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n$/.exec(head) ?? [];
    const start = Number(fromCount) === 0 ? Number(from) : Number(from) - 1;
    result.push(...lines.slice(done, start));
    done = start;
    let taken = 0;
    let given = 0;
    for (const line of body) {
      const content = line.slice(1).replace('\0', '');
      if (line[0] !== '+') {
        expect(lines[done++]).toBe(content);
        taken++;
      }
      if (line[0] !== '-') {
        result.push(content);
        given++;
      }
    }
    expect([taken, given]).toEqual([Number(fromCount), Number(toCount)]);
  }
  return [...result, ...lines.slice(done)].join('');
}

const texts = fc
  .tuple(fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 30 }), fc.constantFrom('', 'end'))
  .map(([lines, last]) => lines.join('') + last);

describe('a unified diff', () => {
  it('is empty for the same text', () => {
    expect(unifiedDiff('a.arch', 'x\n', 'x\n')).toBe('');
  });

  it('shows three lines around a change, and joins changes that are near', () => {
    const before = [...'abcdefghijklmnop'].map((letter) => `${letter}\n`).join('');
    const after = before.replace('c\n', 'C\n').replace('j\n', '').replace('p\n', 'p');
    expect(unifiedDiff('a.arch', before, after)).toBe(
      [
        ...['--- a.arch', '+++ a.arch', '@@ -1,16 +1,15 @@'],
        ...[' a', ' b', '-c', '+C', ' d', ' e', ' f', ' g', ' h', ' i', '-j', ' k', ' l', ' m', ' n', ' o'],
        ...['-p', '+p', '\\ No newline at end of file', ''],
      ].join('\n'),
    );
  });

  it('ends a name with spaces as `patch` expects it', () => {
    expect(unifiedDiff('a b.arch', 'x\n', 'y\n')).toMatch(/^--- a b\.arch\t\n\+\+\+ a b\.arch\t\n@@/);
  });

  it('of texts that differ everywhere is one change, and takes no time', () => {
    const lines = (write: (i: number) => string) =>
      Array.from({ length: 20_000 }, (_, i) => write(i)).join('\n');
    const [before, after] = [lines((i) => `dense( ${i} )`), `${lines((i) => `dense(${i})`)}\n`];
    expect(patched(before, unifiedDiff('a.arch', before, after))).toBe(after);
  });

  it('makes one text of the other', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(patched(before, unifiedDiff('a.arch', before, after))).toBe(after);
      }),
      { numRuns: 500 },
    );
  });
});
