import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExitCode, exit } from './exit.ts';
import { version } from './version.ts';

/** Says that archc has failed, and what to send to whom; the stack goes to a file, or with `ARCHC_DEBUG` to stderr. */
export function reportBug(failure: unknown): ExitCode {
  const command = `archc ${process.argv.slice(2).join(' ')}`;
  const message = failure instanceof Error ? failure.message : String(failure);
  const stack = failure instanceof Error ? (failure.stack ?? message) : message;
  const versions = `archc ${version()}, Node ${process.version}, ${process.platform} ${process.arch}`;
  const details = `${command}\n${versions}\n\n${stack}\n`;
  const lines = [
    `archc has failed: ${message.split('\n')[0]}`,
    'This is a bug in archc, not in your program. Please report it with:',
    `  the command   ${command}`,
    `  the versions  ${versions}`,
    `  the details   ${process.env.ARCHC_DEBUG ? 'below' : keep(details)}`,
    '  the .arch files that it was given',
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  if (process.env.ARCHC_DEBUG) process.stderr.write(`\n${stack}\n`);
  return exit.bug;
}

function keep(details: string): string {
  const path = join(tmpdir(), `archc-bug-${process.pid}.txt`);
  try {
    writeFileSync(path, details);
    return path;
  } catch {
    return 'set ARCHC_DEBUG=1 and run it again';
  }
}
