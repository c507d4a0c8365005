import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bashCompletion } from '../../src/cli/completion-bash.ts';
import { completionsOf, placeholders } from '../../src/cli/completions.ts';
import { commandLine } from '../../src/cli/program.ts';
import {
  afterComma,
  afterSeveral,
  checkCompletion,
  completionCases,
  completionFiles,
  plainWords,
} from './completions.ts';

const folder = mkdtempSync(join(tmpdir(), 'archc-completion-'));
const program = commandLine(() => {});

beforeAll(() => {
  for (const file of completionFiles) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  writeFileSync(join(folder, 'archc.bash'), bashCompletion(completionsOf(program)));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The options of a verb that its help lists. */
function shown(command: Command): readonly Option[] {
  return command.options.filter(({ hidden }) => !hidden);
}

/** What bash has in COMPREPLY, with the words of the line split as readline splits them. */
function completedByBash(line: string): readonly string[] {
  const words = line.split(/ |(=)/).filter((word) => word !== undefined);
  const script = `source archc.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _archc
    for word in "\${COMPREPLY[@]}"; do printf '%s\\n' "$word"; done`;
  const result = spawnSync('bash', ['--norc', '-uc', script, 'bash', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(result.stderr).toBe('');
  return plainWords(result.stdout.split('\n'));
}

describe('archc completion bash', () => {
  it.each([...completionCases, afterComma, afterSeveral].map((each) => [each.line, each] as const))(
    '%s',
    (line, wanted) => {
      checkCompletion(completedByBash(line), wanted);
    },
  );

  it('completes the value behind an equals sign, which bash makes a word of its own', () => {
    expect(completedByBash('archc build --target=g')).toEqual(['graph']);
    expect(completedByBash('archc build --target=graph ne')).toEqual(['net.arch', 'nets']);
    const script =
      'source archc.bash; COMP_WORDS=(archc check --format =); COMP_CWORD=3; _archc; printf "%s\\n"';
    const { stdout } = spawnSync('bash', ['--norc', '-c', `${script} "$\{COMPREPLY[@]}"`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout).toBe('text\njson\nsarif\ngithub\n');
  });

  it('completes files with an equals sign, and leaves to bash what it expands', () => {
    expect(completedByBash('archc check k=')).toEqual(['v.arch']);
    expect(completedByBash('archc diff k=v.arch ne')).toEqual(['net.arch', 'nets']);
    expect(completedByBash('archc check "$HOME/ne')).toEqual([]);
  });

  it('is registered for the command', () => {
    const { stdout } = spawnSync('bash', ['--norc', '-c', 'source archc.bash; complete -p archc'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout).toBe('complete -F _archc archc\n');
  });
});

describe('what the shells are told', () => {
  const { verbs, options } = completionsOf(program);

  it('has every verb that is not hidden, and every option of it', () => {
    const visible = program
      .createHelp()
      .visibleCommands(program)
      .map((command) => command.name());
    expect(verbs.map(({ name }) => name)).toEqual(visible);
    expect(visible).not.toContain('measure');
    for (const command of program.commands) {
      const verb = verbs.find(({ name }) => name === command.name());
      const flags = verb?.options.flatMap((option) => option.flags) ?? [];
      if (verb) expect(flags).toEqual(expect.arrayContaining(shown(command).map(({ long }) => long)));
    }
  });

  it('knows what each placeholder of a usage stands for', () => {
    const unknown = program.commands
      .filter((command) => verbs.some(({ name }) => name === command.name()))
      .flatMap((command) => [
        ...command.registeredArguments
          .filter(({ argChoices }) => !argChoices)
          .map((argument) => argument.name()),
        ...command.options
          .filter(({ argChoices }) => !argChoices)
          .map(({ flags }) => flags.match(/[<[](.+?)(?:\.\.\.)?[>\]]/)?.[1])
          .filter((name) => name !== undefined),
      ])
      .filter((name) => !(name in placeholders));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('gives a flag a value in all verbs or in none, as fish goes by the flag alone', () => {
    const all = [...options, ...verbs.flatMap((verb) => verb.options)];
    const taking = new Set(all.filter(({ value }) => value).flatMap(({ flags }) => flags));
    const switches = all.filter(({ value }) => !value).flatMap(({ flags }) => flags);
    expect(switches.filter((flag) => taking.has(flag))).toEqual([]);
  });

  it('follows a command line that changes', () => {
    const other = new Command('archc').helpCommand(false);
    other.command('paint').addOption(new Option('--colour <name>').choices(['red', 'blue']));
    const [paint] = completionsOf(other).verbs;
    expect(paint?.options[0]).toMatchObject({
      flags: ['--colour'],
      value: { kind: 'words', words: ['red', 'blue'], several: false },
    });
  });
});
