import type { Command } from 'commander';
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { zshCompletion } from './completion-zsh.ts';
import { type Completions, completionsOf } from './completions.ts';
import { type ExitCode, exit } from './exit.ts';
import type { Shell } from './shells.ts';

const scripts: Readonly<Record<Shell, (completions: Completions) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `archc completion`: prints the script that completes this very command line in a shell. */
export function completion(program: Command, shell: Shell): ExitCode {
  process.stdout.write(scripts[shell](completionsOf(program)));
  return exit.fine;
}
