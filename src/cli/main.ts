import { errorCode } from '../runtime/unreadable.ts';
import { reportBug } from './bug.ts';
import { type ExitCode, exit } from './exit.ts';
import { runCommandLine } from './program.ts';
import { unwritable } from './unwritable.ts';

// What goes wrong with stdout comes here, too: to listen at the stream would make it, which takes 5 ms.
process.on('uncaughtException', (failure) => {
  process.exit(isOfOutput(failure) ? endOfOutput(failure) : reportBug(failure));
});

function isOfOutput(failure: Error): boolean {
  return 'syscall' in failure && failure.syscall === 'write';
}

function endOfOutput(failure: Error): ExitCode | string | number {
  // Whoever read the output (`| head`) has seen enough.
  if (errorCode(failure) === 'EPIPE') return process.exitCode ?? exit.fine;
  process.stderr.write(`error: the output cannot be written: ${unwritable(failure)}\n`);
  return exit.environment;
}

runCommandLine(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (failure: unknown) => {
    process.exitCode = reportBug(failure);
  },
);
