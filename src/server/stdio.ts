import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { pageOf } from '../diagnostics/pages.ts';
import { diskHost } from '../disk.ts';
import { normalise } from '../source/resolve.ts';
import type { ServerHost } from './host.ts';
import { createServer } from './server.ts';

/** Serves the client at stdin and stdout until it says goodbye. */
export function serveStdio(): void {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  createServer(connection, diskServerHost());
  connection.listen();
}

/** The files of this machine, by absolute paths. */
export function diskServerHost(): ServerHost {
  const files = diskHost();
  const host = diskHost(slashes(resolve(files.stdRoot)));
  // The pages lie beside the standard library.
  const pages = uriOf(normalise(`${host.stdRoot}/../docs/diagnostics`));
  return { ...host, pathOf, uriOf, filesBelow, folders, pageOf: (code) => pageOf(code, pages) };
}

function pathOf(uri: string): string {
  // What is not saved yet has no path: it is its own.
  if (!uri.startsWith('file:')) return uri;
  try {
    return normalise(slashes(fileURLToPath(uri)));
  } catch {
    return uri;
  }
}

function uriOf(path: string): string {
  return /^(?:\/|[A-Za-z]:\/)/.test(path) ? pathToFileURL(path).href : path;
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** A project of more files is searched no further. */
const MOST_FILES = 2000;
const SKIPPED = new Set(['node_modules', 'build', 'dist']);

/** Links are followed, each folder once: they may lead in circles. */
function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const queue = [folder];
  const seen = new Set<string>();
  for (let at = queue.shift(); at !== undefined && found.length < MOST_FILES; at = queue.shift()) {
    const place = realPath(at);
    if (place === undefined || seen.has(place)) continue;
    seen.add(place);
    for (const { name, kind } of entriesOf(at)) {
      const path = `${at}/${name}`;
      if (kind === 'folder') queue.push(path);
      else if (name.endsWith('.arch')) found.push(normalise(path));
    }
  }
  return found;
}

function folders(folder: string): readonly string[] {
  return entriesOf(folder).flatMap(({ name, kind }) => (kind === 'folder' ? [name] : []));
}

interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** What lies in a folder, or what its links lead to; not what belongs to tools. */
function entriesOf(folder: string): readonly Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry): Entry[] => {
      const { name } = entry;
      const kind = entry.isSymbolicLink() ? kindOf(`${folder}/${name}`) : kindOfEntry(entry);
      const isSkipped = kind === 'folder' && (SKIPPED.has(name) || name.startsWith('.'));
      return kind && !isSkipped ? [{ name, kind }] : [];
    });
  } catch {
    return [];
  }
}

function kindOf(path: string): Entry['kind'] | undefined {
  try {
    return kindOfEntry(statSync(path));
  } catch {
    return undefined;
  }
}

function kindOfEntry(entry: Pick<Stats, 'isFile' | 'isDirectory'>): Entry['kind'] | undefined {
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : undefined;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
