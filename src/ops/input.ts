import type { OpAttributes } from './attributes.ts';
import type { OpDefinition } from './definition.ts';
import { BARE, COSTLESS, WEIGHTLESS } from './rules.ts';

export const input: OpDefinition<OpAttributes['input']> = {
  doc: 'A tensor from outside. Its shape is declared, not inferred.',
  takes: 'none',
  ...BARE,
  ...WEIGHTLESS,
  ...COSTLESS,
  shape: () => {
    throw new Error('the shape of an input is declared, not inferred');
  },
};
