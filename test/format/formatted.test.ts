import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../src/cli/starter.ts';
import { format } from '../../src/format/format.ts';
import { codeBlocks } from '../docs/blocks.ts';
import { sources } from '../parser/mutate.ts';

describe('what we write is in the one style', () => {
  it.each([...sources()])('%s', (path, text) => {
    expect(format({ path, text })).toEqual({ text, diagnostics: [] });
  });

  it.each(codeBlocks('docs/formatter.md').map(({ line, text }) => [line, text] as const))(
    'docs/formatter.md, line %i',
    (_, text) => {
      expect(format({ path: 'sample.arch', text })).toEqual({ text, diagnostics: [] });
    },
  );

  it('the project that `init` starts', () => {
    const text = new TextDecoder().decode(starterFiles().get('net.arch'));
    expect(text).not.toBe('');
    expect(format({ path: 'net.arch', text })).toEqual({ text, diagnostics: [] });
  });
});
