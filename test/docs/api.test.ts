import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeBlocks } from './blocks.ts';

const samples = codeBlocks('docs/api.md')
  .filter((block) => block.language === 'ts')
  .map(({ line, text }) => ({ line, text, name: `line-${line}.ts` }));

/** Under the root, so that packages are found. */
const folder = mkdtempSync('.samples-');
afterAll(() => rmSync(folder, { recursive: true }));

/** The samples speak of the package by its name; here they are run on its sources. */
function onSources(text: string): string {
  return text
    .replace(/from 'archc\/node'/g, "from '../src/node.ts'")
    .replace(/from 'archc'/g, "from '../src/index.ts'");
}

/** Runs one sample after the other, in one process, since tfjs takes a second to load. */
const RUNNER = `
for (const name of process.argv.slice(2)) {
  console.log('=== ' + name);
  try { await import('./' + name); } catch (failure) { console.log(failure instanceof Error ? failure.stack : failure); }
}
`;

/** What stands behind the arrows, line by line. */
function promised(text: string): readonly string[] {
  return [...text.matchAll(/\/\/ → (.*)$/gm)].map(([, output = '']) => output);
}

describe('docs/api.md', () => {
  const printed = new Map<string, readonly string[]>();

  beforeAll(() => {
    for (const { name, text } of samples) writeFileSync(join(folder, name), onSources(text));
    writeFileSync(join(folder, 'run.mts'), RUNNER);
    const names = samples.map(({ name }) => name);
    const run = [process.execPath, ['--import', 'tsx', join(folder, 'run.mts'), ...names]] as const;
    const output = execFileSync(run[0], run[1], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    for (const part of output.split(/^=== /m).slice(1)) {
      const [name = '', ...lines] = part.split('\n');
      printed.set(
        name,
        lines.filter((line) => line !== ''),
      );
    }
  }, 120_000);

  test('has samples that compile', () => {
    const config = {
      extends: '../tsconfig.json',
      include: ['line-*.ts'],
      compilerOptions: { lib: ['es2023', 'dom'] },
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = ['node_modules/typescript/bin/tsc', '-p', folder];
    expect(() => execFileSync(process.execPath, tsc, { encoding: 'utf8', stdio: 'pipe' })).not.toThrow();
  });

  test.each(samples.map((sample) => [sample.line, sample] as const))(
    'the sample at line %i prints what it says',
    (_, { name, text }) => {
      expect(promised(text).length).toBeGreaterThan(0);
      expect(printed.get(name)).toEqual(promised(text));
    },
  );
});
