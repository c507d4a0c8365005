import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { matches, readScenario, type Step, writeScenario } from './scenario.ts';

const SCENARIOS = 'test/cli/scenarios';

/** With `UPDATE_SCENARIOS=1` what the commands really do is written into the scenarios; to be read before it is kept. */
const isUpdate = process.env.UPDATE_SCENARIOS === '1';

/** When anything below a folder was changed last. */
function changedAt(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

/** The bundle is what users run, so it is what is tested; it is built when it is older than what it is made of. */
beforeAll(() => {
  const built = statSync('dist/archc.js', { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built < Math.max(changedAt('src'), changedAt('scripts/build.mjs')))
    expect(spawnSync(process.execPath, ['scripts/build.mjs'], { encoding: 'utf8' }).stderr).toBe('');
}, 120_000);

function run(command: string, folder: string): Step {
  const { PATH = '', ...inherited } = process.env;
  const environment = Object.entries(inherited).filter(
    ([name]) => !/COLOR|ARCHC|NODE_|VITEST|^CI$/.test(name),
  );
  const result = spawnSync('bash', ['-c', command], {
    cwd: join(folder, 'work'),
    encoding: 'utf8',
    // Relative to the folder of the project, for scenarios that need its files.
    env: {
      ...Object.fromEntries(environment),
      TERM: 'xterm-256color',
      PATH: `${join(folder, 'bin')}:${PATH}`,
      ARCHC: resolve('.'),
    },
    timeout: 60_000,
  });
  const plain = (text: string) => text.replaceAll(resolve('.'), 'ARCHC');
  return { command, stdout: plain(result.stdout), stderr: plain(result.stderr), status: result.status ?? -1 };
}

describe('the command line', () => {
  for (const name of readdirSync(SCENARIOS).sort()) {
    const path = join(SCENARIOS, name);
    const scenario = readScenario(readFileSync(path, 'utf8'));

    it(`${name.replace(/\.txt$/, '')}: ${scenario.about.split('\n')[0]}`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'archc-cli-'));
      try {
        mkdirSync(join(folder, 'work'));
        mkdirSync(join(folder, 'bin'));
        symlinkSync(resolve('dist/archc.js'), join(folder, 'bin/archc'));
        for (const [file, text] of scenario.files) {
          mkdirSync(join(folder, 'work', dirname(file)), { recursive: true });
          writeFileSync(join(folder, 'work', file), text);
        }
        const found = scenario.steps.map((step) => ({ step, result: run(step.command, folder) }));
        if (isUpdate) {
          const steps = found.map(({ step, result }) => (agree(step, result) ? step : result));
          writeFileSync(path, writeScenario({ ...scenario, steps }));
          return;
        }
        for (const { step, result } of found) if (!agree(step, result)) expect(result).toEqual(step);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

function agree(step: Step, { stdout, stderr, status }: Step): boolean {
  return status === step.status && matches(stdout, step.stdout) && matches(stderr, step.stderr);
}

describe('a scenario', () => {
  it('is refused when it differs in stdout, stderr or status', () => {
    const step = { command: 'x', stdout: 'one [..]\n', stderr: '...\nend\n', status: 1 };
    expect(agree(step, { ...step, stdout: 'one two\n', stderr: 'a\nb\nend\n' })).toBe(true);
    expect(agree(step, { ...step, stdout: 'one two\nthree\n', stderr: 'end\n' })).toBe(false);
    expect(agree(step, { ...step, stdout: 'one two\n', stderr: 'end\nmore\n' })).toBe(false);
    expect(agree(step, { ...step, stdout: 'one two\n', stderr: 'end\n', status: 0 })).toBe(false);
  });
});
