import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../src/cli/program.ts';
import { codeBlocks } from '../docs/blocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'archc-documented-'));
afterAll(() => rmSync(folder, { recursive: true }));

const blocks = (wanted: string) =>
  codeBlocks('docs/editors.md').filter(({ language }) => language === wanted);
const verbs = commandLine(() => {}).commands.map((command) => command.name());

/** What cannot be installed where the tests run is at least well-formed, and starts what exists. */
describe('docs/editors.md', () => {
  it('gives Helix a server and a language', () => {
    const [setup, ...rest] = blocks('toml').map(({ text }) => {
      const reader = 'import json, sys, tomllib; print(json.dumps(tomllib.loads(sys.stdin.read())))';
      return JSON.parse(execFileSync('/usr/bin/python3', ['-c', reader], { input: text, encoding: 'utf8' }));
    });
    expect(setup['language-server'].archc.command).toBe('archc');
    expect(verbs).toContain(setup['language-server'].archc.args[0]);
    expect(setup.language).toMatchObject([{ 'file-types': ['arch'], 'language-servers': ['archc'] }]);
    expect(rest).toHaveLength(1);
  });

  it.each(blocks('lua').map(({ line, text }) => [line, text] as const))(
    'has Lua at line %i that Neovim reads',
    (line, text) => {
      const file = join(folder, `${line}.lua`);
      writeFileSync(file, text);
      const script = `lua local read, why = loadfile('${file}'); io.write(read and 'fine' or why)`;
      const args = ['--headless', '-u', 'NONE', '-i', 'NONE', '-c', script, '-c', 'qall!'];
      expect(execFileSync('nvim', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })).toBe(
        'fine',
      );
    },
  );

  it('names verbs that exist', () => {
    const named = blocks('lua').flatMap(({ text }) => [...text.matchAll(/'archc', '(\w+)'/g)]);
    expect(named.length).toBe(2);
    for (const [, verb] of named) expect(verbs).toContain(verb);
  });
});
