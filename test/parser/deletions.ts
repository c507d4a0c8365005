import { describe, expect, it } from 'vitest';
import { isError } from '../../src/diagnostics/diagnostic.ts';
import { formatTree } from '../../src/parser/format-tree.ts';
import { parse } from '../../src/parser/parse.ts';
import { diagnosticsOf } from '../program.ts';
import { sources, tokenPlaces, without } from './mutate.ts';

/** The tree without places and comments: what the program says. */
function meaning(text: string): string {
  return formatTree(parse({ path: 'main.arch', text }).module).replace(/"\d+-\d+"/g, '""');
}

/** Deletes tokens of the examples, one at a time: every `step`th of them. */
export function describeDeletions(step: number): void {
  describe(`every ${step === 1 ? '' : `${step}th `}token of the examples deleted, one at a time`, () => {
    const counts: number[] = [];
    const silent: string[] = [];

    it.each([...sources()].filter(([path]) => path.startsWith('examples')))('%s', (path, text) => {
      const full = meaning(text);
      for (const [index, token] of tokenPlaces(text).entries()) {
        if (index % step !== 0) continue;
        const changed = without(text, token);
        const { diagnostics } = parse({ path, text: changed });
        counts.push(diagnostics.length);
        if (diagnostics.length > 0 || meaning(changed) === full) continue;
        // It still is a program, but another one: unless it is wrong it must at least not break anything.
        const errors = diagnosticsOf(changed).filter(isError);
        if (errors.length === 0) silent.push(`${path}: ${text.slice(token.start, token.end)}`);
      }
    });

    it('gives one error for one mistake', () => {
      const wrong = counts.filter((count) => count > 0);
      const mean = wrong.reduce((sum, count) => sum + count, 0) / wrong.length;
      expect(wrong.length).toBeGreaterThan(4000 / step);
      expect(mean).toBeLessThan(1.01);
      expect(Math.max(...wrong)).toBeLessThan(5);
    });

    it('is silent only about programs that are right', () => {
      // Two chains instead of one, one number fewer in a list, a sign less: other programs, and right ones.
      const rest = silent.filter((each) => !/: (->|-|[\d_.]+)$/.test(each));
      expect(rest).toEqual([]);
    });
  });
}
