import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { programs } from '../generate/programs.ts';
import { mutated, numbers, sources } from '../parser/mutate.ts';
import { expectLaws } from './laws.ts';
import { modules } from './modules.ts';
import { DIVISIONS, noisy } from './noise.ts';

const widths = fc.constantFrom(undefined, 80, 40, 1);
const LONGEST_MS = 1_800_000;

/** Tests that the laws hold of so many random texts of three kinds each. */
export function testRandomTexts(runs: number, seed: number): void {
  const kinds = { 'random networks': programs(), 'random texts of the grammar': modules() };
  it.each(Object.entries(kinds))(
    '%s, with comments and white space anywhere',
    (_, texts) => {
      let whole = 0;
      fc.assert(
        fc.property(noisy(texts), widths, (text, width) => {
          if (expectLaws(text, width)) whole++;
        }),
        { numRuns: runs, seed },
      );
      expect(whole).toBeGreaterThan(runs / 2);
    },
    LONGEST_MS,
  );

  it(
    'comments that read as divisions anywhere',
    () => {
      let broken = 0;
      fc.assert(
        fc.property(noisy(fc.oneof(programs(), modules()), DIVISIONS), widths, (text, width) => {
          if (!expectLaws(text, width)) broken++;
        }),
        { numRuns: runs, seed },
      );
      expect(broken).toBeGreaterThan(runs / 4);
    },
    LONGEST_MS,
  );

  it(
    'changed examples, most of them with syntax errors',
    () => {
      const texts = [...sources().values()];
      const next = numbers(seed);
      for (let i = 0; i < runs; i++) {
        const text = mutated(texts[i % texts.length] ?? '', next);
        try {
          expectLaws(text);
        } catch (error) {
          throw new Error(`change ${i} of seed ${seed}:\n${text}`, { cause: error });
        }
      }
    },
    LONGEST_MS,
  );
}
