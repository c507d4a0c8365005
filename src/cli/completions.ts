import type { Argument, Command, Option } from 'commander';
import { codes } from '../diagnostics/registry.ts';

/** What the shells are told of a command line; read from the command line itself, so that it cannot go stale. */
export interface Completions {
  readonly options: readonly CompletedOption[];
  readonly verbs: readonly CompletedVerb[];
}

export interface CompletedVerb {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly positions: readonly Position[];
}

export interface CompletedOption {
  /** `-o` and `--output`, those that there are. */
  readonly flags: readonly string[];
  readonly description: string;
  /** May be given again and again. */
  readonly repeats: boolean;
  /** Nothing for a switch. */
  readonly value?: Value;
}

export interface Position {
  readonly name: string;
  readonly value: Value;
  /** Takes all that follow. */
  readonly rest: boolean;
}

export type Value =
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly several: boolean }
  | { readonly kind: 'files' | 'sources' | 'folders' | 'anything' };

/**
 * What the placeholders of usages stand for, as far as they have no choices. Every one is listed, so that a test can
 * tell when a new one is forgotten.
 */
export const placeholders: Readonly<Record<string, Exclude<Value['kind'], 'words'> | 'codes' | 'verbs'>> = {
  a: 'sources',
  b: 'sources',
  code: 'codes',
  dir: 'folders',
  file: 'files',
  files: 'sources',
  k: 'anything',
  'model-or-file': 'files',
  n: 'anything',
  name: 'anything',
  'name=value': 'anything',
  path: 'files',
  picture: 'files',
  text: 'anything',
  verb: 'verbs',
  x: 'anything',
};

export function completionsOf(program: Command): Completions {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const verbs = commands.map((command) => command.name());
  const optionsOf = (command: Command) =>
    help.visibleOptions(command).map((option) => completedOption(option, verbs));
  return {
    options: optionsOf(program),
    verbs: commands.map((command) => ({
      name: command.name(),
      description: command.description(),
      options: optionsOf(command),
      positions: command.registeredArguments.map((argument) => position(argument, verbs)),
    })),
  };
}

function completedOption(option: Option, verbs: readonly string[]): CompletedOption {
  const [, placeholder] = option.flags.match(/[<[](.+?)(?:\.\.\.)?[>\]]/) ?? [];
  const value = placeholder && valueNamed(placeholder, option.argChoices, verbs);
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    description: option.description,
    repeats: option.variadic || placeholder === 'name=value' || isSeveral(value),
    ...(value ? { value } : {}),
  };
}

function position(argument: Argument, verbs: readonly string[]): Position {
  const name = argument.name();
  const value = valueNamed(name, argument.argChoices, verbs);
  const isSource = value.kind === 'files' && argument.description.includes('.arch file');
  const narrowed: Value = isSource && name === 'file' ? { kind: 'sources' } : value;
  return { name, value: narrowed, rest: argument.variadic };
}

/** What is called in the plural takes several of its choices, with commas. */
function valueNamed(name: string, choices: readonly string[] | undefined, verbs: readonly string[]): Value {
  if (choices) return { kind: 'words', words: choices, several: name.endsWith('s') };
  const kind = placeholders[name] ?? 'anything';
  if (kind === 'codes') return { kind: 'words', words: codes, several: false };
  if (kind === 'verbs') return { kind: 'words', words: verbs, several: false };
  return { kind };
}

function isSeveral(value: Value | '' | undefined): boolean {
  return typeof value === 'object' && value.kind === 'words' && value.several;
}
