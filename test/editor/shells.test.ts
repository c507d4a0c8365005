import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fishCompletion } from '../../src/cli/completion-fish.ts';
import { zshCompletion } from '../../src/cli/completion-zsh.ts';
import { completionsOf } from '../../src/cli/completions.ts';
import { commandLine } from '../../src/cli/program.ts';
import {
  afterComma,
  afterSeveral,
  checkCompletion,
  completionCases,
  completionFiles,
  plainWords,
} from '../cli/completions.ts';

const folder = mkdtempSync(join(tmpdir(), 'archc-shells-'));

beforeAll(() => {
  for (const file of completionFiles) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  const completions = completionsOf(commandLine(() => {}));
  writeFileSync(join(folder, 'archc.zsh'), zshCompletion(completions));
  writeFileSync(join(folder, 'archc.fish'), fishCompletion(completions));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(shell: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const result = spawnSync(shell, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, TERM: 'dumb', ...env },
    timeout: 30_000,
  });
  if (result.error) throw result.error;
  expect(result.stderr).toBe('');
  return result.stdout;
}

describe('archc completion fish', () => {
  /** fish offers a word and, behind a tab, what it is. */
  function completed(line: string): readonly string[] {
    const offers = run('fish', ['--no-config', '-c', 'source archc.fish; complete -C $line'], { line }).split(
      '\n',
    );
    return plainWords(offers.map((each) => each.split('\t')[0] ?? ''));
  }

  it.each([...completionCases, afterComma, afterSeveral].map((each) => [each.line, each] as const))(
    '%s',
    (line, wanted) => {
      checkCompletion(completed(line), wanted);
    },
  );

  it('completes the value behind an equals sign', () => {
    expect(completed('archc build --target=g')).toEqual(['--target=graph']);
  });
});

describe('archc completion zsh', () => {
  /** A terminal with zsh in it, where the line is typed and Tab pressed; gives what is offered then. */
  const script = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell 'autoload -U compinit; compinit -D; source archc.zsh; zstyle ":completion:*" list-prompt ""
      zstyle ":completion:*" menu no
      offered() {
        local -a words
        compadd() {
          if [[ " \${@[1,(i)(-|--)]} " == *" -"[OAD]" "* ]]; then builtin compadd "$@"; return; fi
          builtin compadd -O words "$@"
          print -rl -- $words >> offered
          builtin compadd "$@"
        }
        zle expand-or-complete
        unfunction compadd
        print -rn -- $BUFFER > buffer
        : > done
      }
      zle -N offered; bindkey "^I" offered; : > ready'
    for ((i = 0; i < 200; i++)); do [[ -e ready ]] && break; sleep 0.05; done
    zpty -w -n shell "$line"$'\\t'
    for ((i = 0; i < 200; i++)); do [[ -e done ]] && break; sleep 0.05; done
    zpty -d shell
  `;

  function completed(line: string): { readonly offers: readonly string[]; readonly buffer: string } {
    for (const name of ['offered', 'buffer', 'done', 'ready']) rmSync(join(folder, name), { force: true });
    run('zsh', ['-f', '-c', script], { line });
    const read = (name: string) => {
      try {
        return readFileSync(join(folder, name), 'utf8');
      } catch {
        return '';
      }
    };
    return { offers: plainWords(read('offered').split('\n')), buffer: read('buffer') };
  }

  it.each(completionCases.map((each) => [each.line, each] as const))('%s', (line, wanted) => {
    checkCompletion(completed(line).offers, wanted);
  });

  it('completes behind a comma and behind an equals sign', () => {
    // zsh adds another comma, which goes away with the next blank.
    expect(completed(afterComma.line).buffer).toBe('archc build --target layers,onnx,');
    expect(completed('archc build --target=g').buffer).toBe('archc build --target=graph,');
  });
});
