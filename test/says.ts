import { describe, expect, it } from 'vitest';
import { diagnosticsOf, written } from './program.ts';

/** A program and everything that is said about it, with the help behind it; nothing where it is right. */
export type Says = readonly [source: string, says: readonly string[]];

export function describeSays(title: string, cases: readonly Says[]): void {
  describe(title, () => {
    it.each(cases)('%s', (source, says) => {
      const said = diagnosticsOf(source).flatMap((each) => [
        written(each),
        ...each.help.map((help) => `help: ${help}`),
      ]);
      expect(said).toEqual(says);
    });
  });
}
