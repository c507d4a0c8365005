import { describe, it } from 'vitest';
import { renderText } from '../../src/diagnostics/render/text.ts';
import { parse } from '../../src/parser/parse.ts';
import { expectBaseline, fixtures } from '../baselines.ts';
import { treeText } from './tree.ts';

describe('syntax baselines', () => {
  it.each(fixtures('syntax'))('$name', (fixture) => {
    const { module, diagnostics } = parse({ path: 'main.arch', text: fixture.source });
    expectBaseline(fixture, 'ast.json', treeText(module));
    expectBaseline(fixture, 'diagnostics.txt', renderText(diagnostics));
  });
});
