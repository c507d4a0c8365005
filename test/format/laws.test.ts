import { describe, expect, it } from 'vitest';
import { sources } from '../parser/mutate.ts';
import { expectLaws } from './laws.ts';
import { testRandomTexts } from './random.ts';

describe('formatted once is formatted; the tree, the tokens and the comments stay', () => {
  it.each([...sources()])('%s', (_, text) => {
    for (const width of [undefined, 80, 40, 1]) expect(expectLaws(text, width)).toBe(true);
  });

  testRandomTexts(Number(process.env.ARCHC_RUNS ?? 200), Number(process.env.ARCHC_SEED ?? 20));
});
