import { describe, it } from 'vitest';
import { renderText } from '../../src/diagnostics/render/text.ts';
import { expectBaseline, fixtures } from '../baselines.ts';
import { diagnosticsOf } from '../program.ts';

describe('check baselines', () => {
  it.each(fixtures('check'))('$name', (fixture) => {
    expectBaseline(fixture, 'diagnostics.txt', renderText(diagnosticsOf(fixture.source, fixture.files)));
  });
});
