import { describe, it } from 'vitest';
import { renderText } from '../../src/diagnostics/render/text.ts';
import { formatGraph } from '../../src/ir/format.ts';
import { expectBaseline, fixtures } from '../baselines.ts';
import { diagnosticsOf, graphOf } from '../program.ts';

describe('the graphs of programs', () => {
  it.each(fixtures('ir').map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    expectBaseline(fixture, 'diagnostics.txt', renderText(diagnosticsOf(fixture.source)));
    expectBaseline(fixture, 'ir.txt', formatGraph(graphOf(fixture.source)));
  });
});
