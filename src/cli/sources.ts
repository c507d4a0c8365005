import { isUtf8 } from 'node:buffer';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { diskHost } from '../disk.ts';
import { errorCode, unreadable } from '../runtime/unreadable.ts';
import { folderOf, normalise } from '../source/resolve.ts';
import type { SourceFile } from '../source/source.ts';

export interface Sources {
  readonly sources: readonly SourceFile[];
  /** Files that cannot be read, patterns that match nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads what the command line names: files, patterns (`nets/**\/*.arch`, expanded here so that they work in every
 * shell), and folders, which stand for every .arch file below them but in node_modules. Each file is read once.
 */
export async function readSources(args: readonly string[]): Promise<Sources> {
  const sources = new Map<string, SourceFile>();
  const diagnostics: Diagnostic[] = [];
  for (const argument of args) {
    const paths = await pathsOf(argument.replaceAll('\\', '/'));
    if (paths.length === 0) diagnostics.push(diagnostic('ARC7004', undefined, { pattern: argument }));
    for (const path of paths) {
      if (sources.has(path)) continue;
      const source = readSource(path);
      if ('code' in source) diagnostics.push(source);
      else sources.set(path, source);
    }
  }
  return { sources: [...sources.values()], diagnostics };
}

export function readSource(path: string): SourceFile | Diagnostic {
  try {
    return decode(path, readFileSync(path));
  } catch (failure) {
    const help = errorCode(failure) === 'ENOENT' ? nearFiles(path) : [];
    return diagnostic('ARC7001', undefined, { path, reason: unreadable(failure) }, { help });
  }
}

/** The text of some bytes. Of what is no UTF-8 some would be lost in it, and gone when it is written back. */
export function decode(path: string, bytes: Buffer): SourceFile | Diagnostic {
  if (isUtf8(bytes)) return { path, text: bytes.toString('utf8') };
  return diagnostic('ARC7001', undefined, { path, reason: 'it is not UTF-8' });
}

const MAGIC = /[*?[\]{}]/;

/** The files that an argument stands for, in an order that is the same everywhere. */
async function pathsOf(argument: string): Promise<readonly string[]> {
  const stats = statSync(argument, { throwIfNoEntry: false });
  const isFolder = stats?.isDirectory() === true;
  if (!isFolder && (stats || !MAGIC.test(argument))) return [normalise(argument)];
  const { glob } = await import('tinyglobby');
  const options = { ignore: '**/node_modules/**', expandDirectories: false };
  if (!isFolder) {
    const found = await glob(argument, options);
    return found
      .filter((path) => path.endsWith('.arch'))
      .map(normalise)
      .sort();
  }
  const below = { ...options, cwd: argument };
  const folders = await glob('**', { ...below, onlyDirectories: true });
  // The search passes over a folder that it may not enter; to read it says why.
  const closed = folders
    .map((path) => path.replace(/\/$/, ''))
    .filter((path) => isClosed(`${argument}/${path}`));
  const found = await glob('**/*.arch', below);
  return [...closed, ...found].map((path) => normalise(`${argument}/${path}`)).sort();
}

function isClosed(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return false;
  } catch {
    return true;
  }
}

function nearFiles(path: string): string[] {
  const folder = folderOf(path);
  const prefix = path.startsWith(`${folder}/`) ? `${folder}/` : '';
  return didYouMean(
    path,
    diskHost('')
      .modules(folder)
      .map((name) => `${prefix}${name}.arch`),
  );
}
