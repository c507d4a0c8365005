import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
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
  return { ...host, pathOf, uriOf, filesBelow };
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

function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const folders = [folder];
  for (let at = folders.shift(); at !== undefined && found.length < MOST_FILES; at = folders.shift()) {
    for (const entry of entriesOf(at)) {
      const path = `${at}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED.has(entry.name) && !entry.name.startsWith('.')) folders.push(path);
      else if (entry.isFile() && entry.name.endsWith('.arch')) found.push(normalise(path));
    }
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
