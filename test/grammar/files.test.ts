import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { grammarFiles } from '../../scripts/grammar/files.ts';

describe('the files of grammar/', () => {
  it.each(Object.entries(grammarFiles()))('%s is what `npm run grammar` writes', (path, text) => {
    expect(readFileSync(path, 'utf8') === text, `${path} is stale: run \`npm run grammar\``).toBe(true);
  });

  it('the railroad page needs nothing beside it', () => {
    const page = grammarFiles()['grammar/railroad.html'] ?? '';
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).not.toContain('<script');
    for (const [, rule] of page.matchAll(/href="#(\w+)"/g)) expect(page).toContain(`<h2 id="${rule}">`);
  });
});
