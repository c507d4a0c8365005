import { warning } from '../template.ts';

/** ARC8: lint. */
export const lint = {
  ARC8001: warning<{ name: string }>('unused import', ({ name }) => `the import \`${name}\` is never used`),
  ARC8002: warning<{ name: string }>('unused value', ({ name }) => `the value \`${name}\` is never used`),
  ARC8003: warning<{ name: string }>('unused tensor', ({ name }) => `the tensor \`${name}\` is never used`),
  ARC8004: warning<{ name: string }>(
    'unused parameter',
    ({ name }) => `the parameter \`${name}\` is never used`,
  ),
};
