import { reportBug } from './bug.ts';
import { exit } from './exit.ts';
import { runCommandLine } from './program.ts';

for (const stream of [process.stdout, process.stderr]) {
  // Whoever read the output (`| head`) has seen enough.
  stream.on('error', (failure: NodeJS.ErrnoException) => {
    if (failure.code === 'EPIPE') process.exit(process.exitCode ?? exit.fine);
    throw failure;
  });
}
process.on('uncaughtException', (failure) => process.exit(reportBug(failure)));

runCommandLine(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (failure: unknown) => {
    process.exitCode = reportBug(failure);
  },
);
