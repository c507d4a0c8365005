import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** A clone to run the commands in, so that what they write goes with it. */
const clone = mkdtempSync(join(tmpdir(), 'archc-readme-'));
afterAll(() => rmSync(clone, { recursive: true, force: true }));
for (const part of ['std', 'examples', 'dist', 'docs', 'package.json'])
  cpSync(join(root, part), join(clone, part), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));

/** The text blocks of a kind, without their fences. */
function blocks(kind: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] ?? '',
  );
}

function run(command: string) {
  const args = command.split(' ').slice(2);
  const { stdout, stderr } = spawnSync(process.execPath, [join(clone, 'dist/archc.js'), ...args], {
    cwd: clone,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { stdout, stderr };
}

describe('README.md', () => {
  it('shows examples/digits.arch as it is', () => {
    expect(blocks('arch')[0]).toBe(readFileSync(join(root, 'examples/digits.arch'), 'utf8'));
  });

  it('shows what its first command prints', () => {
    const [command] = blocks('sh').map((block) => /npx archc .*/.exec(block)?.[0] ?? '');
    const { stdout } = run(command ?? '');
    expect(blocks('text')[0]).toBe(stdout);
  });

  // The programs that it shows are files called after their networks.
  for (const block of blocks('arch')) {
    const [, name] = /^network (\w+)/m.exec(block) ?? [];
    if (name) writeFileSync(join(clone, `${name}.arch`), block);
  }

  it.each(blocks('console').map((block) => [block.split('\n')[0]?.slice(2) ?? '', block] as const))(
    '%s',
    (command, block) => {
      const { stdout, stderr } = run(command);
      expect(`$ ${command}\n${stdout}${stderr}`).toBe(block);
    },
  );
});
