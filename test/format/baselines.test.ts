import { describe, expect, it } from 'vitest';
import { format } from '../../src/format/format.ts';
import { expectBaseline, fixtures } from '../baselines.ts';
import { expectLaws } from './laws.ts';

describe('format baselines', () => {
  it.each(fixtures('format'))('$name', (fixture) => {
    const { text } = format({ path: 'main.arch', text: fixture.source });
    expectBaseline(fixture, 'formatted.arch', text);
    expect(expectLaws(fixture.source)).toBe(fixture.name !== 'syntax_errors');
  });
});
