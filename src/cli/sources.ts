import { isUtf8 } from 'node:buffer';
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
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
 * shell), and folders, which stand for every .arch file below them but in node_modules and behind links to other
 * folders. Each file is read once, by whatever paths it is named.
 */
export async function readSources(args: readonly string[]): Promise<Sources> {
  const sources: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const argument of args) {
    for (const path of await pathsOf(argument.replaceAll('\\', '/'))) {
      if (typeof path !== 'string') {
        diagnostics.push(path);
        continue;
      }
      const place = realPath(path);
      if (seen.has(place)) continue;
      seen.add(place);
      const source = readSource(path);
      if ('code' in source) diagnostics.push(source);
      else sources.push(source);
    }
  }
  return { sources, diagnostics };
}

/** Where a file really lies; of one that is not there, its path. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
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

/** What makes a pattern of a path. */
export const MAGIC = /[*?[\]{}]/;

/** The files that an argument stands for, in an order that is the same everywhere; or why there are none. */
async function pathsOf(argument: string): Promise<readonly (string | Diagnostic)[]> {
  const isFolder = isDirectory(argument);
  if (!isFolder && (existsSync(argument) || !MAGIC.test(argument))) return [normalise(argument)];
  const found = isFolder ? await filesBelow(argument) : await filesLike(argument);
  if (found.length > 0) return found.map(normalise).sort();
  return [diagnostic('ARC7004', undefined, { path: argument })];
}

/** False for what cannot be looked at: reading it says why. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

const OPTIONS = { ignore: '**/node_modules/**', expandDirectories: false };

async function filesLike(pattern: string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby');
  const found = await glob(pattern, OPTIONS);
  return found.filter((path) => path.endsWith('.arch'));
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  if (isClosed(folder)) return [folder];
  const { glob } = await import('tinyglobby');
  const below = { ...OPTIONS, cwd: folder };
  const folders = await glob('**', { ...below, onlyDirectories: true, followSymbolicLinks: false });
  const own = new Set(['.', ...folders.map((path) => path.replace(/\/$/, ''))]);
  // The search passes over a folder that it may not enter; to read it says why.
  const closed = [...own].filter((path) => isClosed(`${folder}/${path}`));
  const found = await glob('**/*.arch', below);
  return [...closed, ...found.filter((path) => own.has(folderOf(path)))].map((path) => `${folder}/${path}`);
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
