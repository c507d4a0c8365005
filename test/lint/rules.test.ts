import { describe, expect, it } from 'vitest';
import { spanText } from '../../src/source/source.ts';
import { diagnosticsOf, written } from '../program.ts';
import { mended, onlyOf, settings, withFixes } from './program.ts';
import { samples } from './samples.ts';

describe.each(Object.entries(samples))('%s', (code, { level, found, at, fine, fixed, chosen }) => {
  const files = level ? settings({ [code]: level }) : {};

  it('is found, and nothing else', () => {
    const only = onlyOf(found, files);
    expect(only).toMatchObject({ code, severity: 'warning' });
    expect(only.primary && spanText(only.primary.span)).toBe(at);
  });

  it.each(fine.map((text) => [text] as const))('is not found in\n%s', (text) => {
    expect(diagnosticsOf(text, files).map(written)).toEqual([]);
  });

  it('has the fixes of the table, after which nothing is found', () => {
    const { source, fixed: count } = mended(found, files);
    expect(source.text).toBe(fixed ?? found);
    expect(count).toBe(fixed === undefined ? 0 : 1);
    expect(onlyOf(found, files).fixes.map(({ unsafe }) => unsafe === true)).toEqual(
      fixed !== undefined ? [false] : chosen !== undefined ? [true] : [],
    );
    const after = fixed ?? chosen;
    if (after === undefined) return;
    expect(withFixes(onlyOf(found, files))).toBe(after);
    expect(diagnosticsOf(after, files).map(written)).toEqual([]);
  });

  it('is ignored by a comment above its line, and by one at the end of it', () => {
    const { primary } = onlyOf(found, files);
    const start = found.lastIndexOf('\n', primary?.span.start ?? 0) + 1;
    const end = found.indexOf('\n', start);
    const comment = `// archc-ignore ${code}: as published`;
    const above = `${found.slice(0, start)}${comment}\n${found.slice(start)}`;
    expect(diagnosticsOf(above, files).map(written)).toEqual([]);
    const behind = `${found.slice(0, end)} ${comment}${found.slice(end)}`;
    // Behind a line of documentation there is no place for one.
    if (!found.slice(start, end).startsWith('///'))
      expect(diagnosticsOf(behind, files).map(written)).toEqual([]);
  });

  it('is nothing when it is off, and an error when it is one', () => {
    expect(diagnosticsOf(found, settings({ [code]: 'off' })).map(written)).toEqual([]);
    expect(onlyOf(found, settings({ [code]: 'error' })).severity).toBe('error');
  });
});
