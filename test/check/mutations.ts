import { expect } from 'vitest';
import { isError } from '../../src/diagnostics/diagnostic.ts';
import { mutated, numbers, sources } from '../parser/mutate.ts';
import { diagnosticsOf } from '../program.ts';

/** A program that runs into the limits of evaluation takes seconds on a machine that is busy; more than this hangs. */
const LONGEST_MS = 30_000;

/** Checks randomly changed examples through the whole compiler; gives how many of them were wrong. */
export function checkMutations(count: number, seed: number): number {
  const texts = [...sources()].filter(([path]) => path.startsWith('examples'));
  const next = numbers(seed);
  let wrong = 0;
  for (let i = 0; i < count; i++) {
    const [path, text] = texts[i % texts.length] ?? ['', ''];
    const changed = mutated(text, next);
    const begun = performance.now();
    try {
      if (diagnosticsOf(changed).some(isError)) wrong++;
    } catch (error) {
      throw new Error(`${path}, change ${i} of seed ${seed}:\n${changed}`, { cause: error });
    }
    expect(performance.now() - begun, changed).toBeLessThan(LONGEST_MS);
  }
  return wrong;
}
