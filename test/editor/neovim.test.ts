import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks } from '../docs/blocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'archc-neovim-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Session {
  readonly problem?: string;
  readonly filetype: string;
  readonly broken: readonly { line: number; column: number; code: string; message: string; source: string }[];
  readonly mended: readonly unknown[];
  readonly hover: { contents: { value: string } };
  readonly definition: unknown;
  readonly library: unknown;
  readonly hints: readonly { position: { line: number }; label: string }[];
  readonly completion: { items: readonly { label: string }[] } | readonly { label: string }[];
  readonly renamed: readonly string[];
  readonly renamed_elsewhere: readonly string[];
  readonly formatted: string;
}

/** The set-up that docs/editors.md gives to Neovim of every age. */
function documentedSetup(): string {
  const found = codeBlocks('docs/editors.md').find(
    ({ language, text }) => language === 'lua' && text.includes('start_client'),
  );
  if (!found) throw new Error('docs/editors.md has no set-up for Neovim');
  return found.text;
}

describe('Neovim with the set-up of docs/editors.md', () => {
  let session: Session;

  beforeAll(() => {
    const project = join(folder, 'project');
    cpSync('test/editor/project', project, { recursive: true });
    writeFileSync(join(project, 'archc.json'), '{}\n');
    // The set-up speaks of `archc`, as an installed package has it.
    symlinkSync(resolve('dist/archc.js'), join(folder, 'archc'));
    chmodSync('dist/archc.js', 0o755);
    writeFileSync(join(folder, 'init.lua'), documentedSetup());
    const script = resolve('test/editor/neovim.lua');
    const { stderr, error } = spawnSync(
      'nvim',
      ['--headless', '-n', '-i', 'NONE', '-u', join(folder, 'init.lua'), '-c', `luafile ${script}`],
      {
        cwd: project,
        encoding: 'utf8',
        timeout: 90_000,
        env: {
          ...process.env,
          PATH: `${folder}:${process.env.PATH}`,
          HOME: folder,
          XDG_CONFIG_HOME: folder,
          XDG_STATE_HOME: folder,
          XDG_CACHE_HOME: folder,
          RESULT: join(folder, 'result.json'),
        },
      },
    );
    if (error) throw error;
    try {
      session = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
    } catch {
      throw new Error(`Neovim left no result: ${stderr}`);
    }
    expect(session.problem).toBeUndefined();
  });

  it('knows the files by their ending', () => {
    expect(session.filetype).toBe('arch');
  });

  it('shows what is wrong, and no more once it is mended', () => {
    expect(session.broken).toEqual([
      {
        line: 2,
        column: 13,
        code: 'ARC2002',
        source: 'archc',
        message: expect.stringContaining('`strid`'),
      },
    ]);
    expect(session.mended).toEqual([]);
  });

  it('shows signature, documentation and shapes on hover', () => {
    const { value } = session.hover.contents;
    expect(value).toContain('block halve(oup: int)');
    expect(value).toContain('Halves what it is given.');
    expect(value).toContain('[16, 16, 16]');
  });

  it('goes to definitions, into the standard library as well', () => {
    expect(JSON.stringify(session.definition)).toContain('/project/net.arch');
    expect(JSON.stringify(session.library)).toContain('/std/mobilenet.arch');
  });

  it('has the shape behind each statement as a hint', () => {
    const shapes = session.hints.map(({ position, label }) => `${position.line}: ${JSON.stringify(label)}`);
    expect(shapes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^10: .*16, 16, 16/),
        expect.stringMatching(/^11: .*8, 8, 24/),
      ]),
    );
  });

  it('completes layers', () => {
    const items = 'items' in session.completion ? session.completion.items : session.completion;
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['conv2d', 'conv2d_transpose']));
  });

  it('renames a block in every file that uses it', () => {
    expect(session.renamed).toContain('block shrink(oup: int) {');
    expect(session.renamed).toContain('  shrink(16)');
    expect(session.renamed_elsewhere).toContain('import { shrink } from "./net"');
    expect(session.renamed_elsewhere).toContain('  shrink(4)');
  });

  it('formats', () => {
    expect(session.formatted).toBe('const A = 1');
  });
});
