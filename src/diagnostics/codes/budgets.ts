import { error } from '../template.ts';

/** ARC4: expectations and language tests. */
export const budgets = {
  ARC4001: error<{ what: string; expected: string; found: string }>(
    'unexpected shape',
    ({ what, expected, found }) => `${what} was expected to be ${expected}, and is ${found}`,
  ),
  ARC4002: error<{ operator: string; expected: string; found: string }>(
    'parameters against budget',
    ({ operator, expected, found }) => `expected params ${operator} ${expected}, measured ${found}`,
  ),
  ARC4003: error<{ operator: string; expected: string; found: string }>(
    'multiply-accumulates against budget',
    ({ operator, expected, found }) => `expected macs ${operator} ${expected}, measured ${found}`,
  ),
  ARC4004: error<{ symbols: string }>(
    'macs of symbolic sizes',
    ({ symbols }) => `the multiply-accumulates depend on ${symbols}`,
  ),
  ARC4005: error<{ given: number; axes: number }>('sizes given to macs', ({ given, axes }) => {
    const sizes = given === 1 ? 'one size' : `${given} sizes`;
    const has = axes === 0 ? 'no symbolic axes' : axes === 1 ? 'one symbolic axis' : `${axes} symbolic axes`;
    return `\`macs\` was given ${sizes}, but the inputs have ${has}`;
  }),
  ARC4006: error<{ size: number; axis: string }>(
    'impossible size given to macs',
    ({ size, axis }) => `no value of the symbols makes the axis ${axis} equal to ${size}`,
  ),
  ARC4101: error<{ test: string; code: string }>(
    'test that should fail',
    ({ test, code }) => `"${test}" should fail with ${code}, but nothing is wrong in it`,
  ),
  ARC4102: error<{ test: string; code: string; found: string }>(
    'test that fails otherwise',
    ({ test, code, found }) => `"${test}" should fail with ${code}, and fails with ${found}`,
  ),
};
