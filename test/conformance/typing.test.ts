import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { typeThrough } from '../server/typing.ts';

/** After how many characters the server is asked: one, unless ARCHC_TYPING_STEP says otherwise. */
const step = Number(process.env.ARCHC_TYPING_STEP ?? 1);
const examples = readdirSync('examples').filter((name) => name.endsWith('.arch'));

describe('the language server while an example is typed', () => {
  it.each(examples)('%s', { timeout: 3_600_000 }, async (name) => {
    await typeThrough(readFileSync(`examples/${name}`, 'utf8'), step);
  });
});
