import { reportBug } from './bug.ts';
import { exit } from './exit.ts';
import { runCommandLine } from './program.ts';

process.on('uncaughtException', (failure) => {
  // Whoever read the output (`| head`) has seen enough. To listen at the streams would make them, which takes 5 ms.
  const closed = 'code' in failure && failure.code === 'EPIPE';
  process.exit(closed ? (process.exitCode ?? exit.fine) : reportBug(failure));
});

runCommandLine(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (failure: unknown) => {
    process.exitCode = reportBug(failure);
  },
);
