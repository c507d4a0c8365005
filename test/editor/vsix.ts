import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';

/** Packs the extension from what is in dist/; gives the path of the .vsix. */
export function packExtension(): string {
  const printed = execFileSync(process.execPath, ['scripts/package-vscode.mjs'], { encoding: 'utf8' });
  const path = /^(\S+\.vsix): \d+ files/.exec(printed)?.[1];
  if (path === undefined) throw new Error(`no .vsix was written: ${printed}`);
  return path;
}

/** The files of a .vsix as texts. */
export function unpackedExtension(path: string): ReadonlyMap<string, string> {
  const files = Object.entries(unzipSync(readFileSync(path)));
  return new Map(files.map(([name, bytes]) => [name, strFromU8(bytes)]));
}
