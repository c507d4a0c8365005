import { type ExitCode, exit } from './exit.ts';

/** Says what is wrong with the command line, in the words in which commander says it. */
export function usageError(message: string): ExitCode {
  process.stderr.write(`error: ${message}\n`);
  return exit.usage;
}
