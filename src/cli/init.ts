import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diagnostic } from '../diagnostics/report.ts';
import { errorCode, unreadable } from '../runtime/unreadable.ts';
import type { ExitCode } from './exit.ts';
import { writeFolder } from './output-folder.ts';
import { exitCodeOf, report } from './report.ts';
import { starterFiles } from './starter.ts';

/** `archc init`: a project to start from, in a folder that is new or empty. */
export async function init(folder: string): Promise<ExitCode> {
  const problem = problemWith(folder) ?? (await writeFolder(folder, starterFiles(), false));
  if (problem) {
    report([problem], 'text');
    return exitCodeOf([problem]);
  }
  for (const name of starterFiles().keys()) process.stdout.write(`${join(folder, name)}\n`);
  process.stderr.write(`Next: archc test ${join(folder, 'net.arch')}\n`);
  return exitCodeOf([]);
}

function problemWith(folder: string) {
  try {
    const [example] = readdirSync(folder).sort();
    if (example === undefined) return undefined;
    const help = ['name a folder that does not exist yet'];
    return diagnostic('ARC7006', undefined, { path: folder, example }, { help });
  } catch (failure) {
    if (errorCode(failure) === 'ENOENT') return undefined;
    const reason = errorCode(failure) === 'ENOTDIR' ? 'it is a file' : unreadable(failure);
    return diagnostic('ARC7002', undefined, { path: folder, reason });
  }
}
