import { describe, it } from 'vitest';
import { renderText } from '../../src/diagnostics/render/text.ts';
import { formatTree } from '../../src/parser/format-tree.ts';
import { parse } from '../../src/parser/parse.ts';
import { expectBaseline, fixtures } from '../baselines.ts';

describe('syntax baselines', () => {
  it.each(fixtures('syntax'))('$name', (fixture) => {
    const { module, diagnostics } = parse({ path: 'main.arch', text: fixture.source });
    expectBaseline(fixture, 'ast.json', formatTree(module));
    expectBaseline(fixture, 'diagnostics.txt', renderText(diagnostics));
  });
});
