import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/diagnostics/render/json.ts';
import { at, elsewhere, mismatch, net, unplaced } from './samples.ts';

describe('the json renderer', () => {
  it('keeps to its documented shape', async () => {
    await expect(renderJson([mismatch, elsewhere, unplaced])).toMatchFileSnapshot(
      '../fixtures/render/report.json',
    );
  });

  it('gives offsets that cut the marked text out of the source', () => {
    const [found] = JSON.parse(renderJson([mismatch])).diagnostics;
    expect(net.text.slice(found.range.start.offset, found.range.end.offset)).toBe('inp = 32');
    expect(net.text.split('\n')[found.range.start.line - 1]?.slice(found.range.start.column - 1)).toMatch(
      /^inp = 32/,
    );
    expect(found.range.end.column - found.range.start.column).toBe('inp = 32'.length);
  });

  it('gives edits that can be applied', () => {
    const [found] = JSON.parse(renderJson([mismatch])).diagnostics;
    const [edit] = found.fixes[0].edits;
    const mended =
      net.text.slice(0, edit.range.start.offset) + edit.text + net.text.slice(edit.range.end.offset);
    expect(mended).toBe(net.text.replace('inp = 32, ', ''));
    expect(edit.path).toBe(at(net, 'inp').source.path);
  });

  it('says which edits leave the program what it is', () => {
    const [fix] = mismatch.fixes;
    const fixes = fix ? [fix, { ...fix, unsafe: true as const }] : [];
    const [found] = JSON.parse(renderJson([{ ...mismatch, fixes }])).diagnostics;
    expect(found.fixes.map(({ safe }: { safe: boolean }) => safe)).toEqual([true, false]);
  });

  it('has a page for each code, under the address it is given', () => {
    const [found] = JSON.parse(renderJson([unplaced], { pages: 'https://example.org/codes' })).diagnostics;
    expect(found.url).toBe('https://example.org/codes/ARC3101.md');
    expect(found).toMatchObject({ path: null, range: null });
  });

  it('is a document without diagnostics too', () => {
    expect(JSON.parse(renderJson([]))).toEqual({ version: 1, diagnostics: [] });
  });
});
