import { expect, it } from 'vitest';
import { checkMutations } from './mutations.ts';

it('600 changed examples are checked without a crash or a hang', () => {
  expect(checkMutations(600, 7)).toBeGreaterThan(500);
});
