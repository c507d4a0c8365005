import { expect, it } from 'vitest';
import { checkMutations } from '../check/mutations.ts';

it('10,000 changed examples are checked without a crash or a hang', () => {
  expect(checkMutations(10_000, 1)).toBeGreaterThan(8_000);
}, 600_000);
