import { existsSync, lstatSync, type Stats } from 'node:fs';
import { diskHost } from '../disk.ts';
import { errorCode, unreadable } from '../runtime/unreadable.ts';
import type { Host } from '../source/host.ts';
import { folderOf, normalise } from '../source/resolve.ts';
import { type ExitCode, exit } from './exit.ts';
import type { ReportFormat } from './report.ts';
import { isDirectory, MAGIC } from './sources.ts';
import { styled } from './terminal.ts';

/** One turn of a watch; what it reads is watched until the next one. */
export interface Round {
  /** Notes every file that the compiler asks for: imports too, also those that do not exist yet. */
  readonly host: Host;
  /** Notes files that are read otherwise. */
  involve(paths: readonly string[]): void;
}

/** Editors write a file in several steps, and a file that is moved goes a moment after it has come. */
const SETTLE_MS = 130;

/**
 * Runs a verb now and whenever a file changes that its last round read or looked for, or an .arch file comes to a
 * folder that the arguments name. Ends with Ctrl-C, status 0, whatever the rounds found.
 */
export async function watchRounds(
  args: readonly string[],
  run: (round: Round) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { watch } = await import('chokidar');
  const named = args.map((path) => normalise(slashes(path)) || '.');
  let roots: readonly string[] = named.flatMap(rootOf);
  let involved: ReadonlySet<string> = new Set();
  let beside: ReadonlySet<string> = new Set();
  const isBelowRoot = (path: string) => roots.some((root) => root === '.' || path.startsWith(`${root}/`));
  /** What is read, or looked for, or a folder around it: that may come with its files. */
  const isInvolved = (path: string) =>
    involved.has(path) ||
    [...involved, ...roots].some((each) => each === path || each.startsWith(`${path}/`));
  const isOfInterest = (path: string) => isInvolved(path) || (path.endsWith('.arch') && isBelowRoot(path));
  /** All below what the arguments name, as far as they read it, and the folders of what is read elsewhere. */
  const ignored = (given: string, stats?: Stats) => {
    const path = normalise(slashes(given)) || '.';
    if (isInvolved(path) || beside.has(path)) return false;
    if (stats?.isFile()) return !path.endsWith('.arch');
    if (/(?:^|\/)(?:node_modules|\.[^/.][^/]*)$/.test(path)) return true;
    return stats !== undefined && (!isBelowRoot(path) || isLink(path));
  };
  let wake = () => {};
  let ended: ExitCode | undefined;
  const changed = new Set<string>();
  let foldersChanged = false;
  const open = () =>
    watch([], { ignoreInitial: true, ignored })
      .on('all', (what, given) => {
        const path = normalise(slashes(given)) || '.';
        if (!isOfInterest(path)) return;
        foldersChanged ||= what.endsWith('Dir');
        changed.add(path);
        wake();
      })
      .on('error', sayUnwatchable);
  let watcher = open();
  /** What is to be watched once `read` is what the compiler asks for. */
  const follow = (read: ReadonlySet<string>) => {
    involved = read;
    roots = named.flatMap(rootOf);
    beside = new Set([...[...read].map(folderOf), ...roots].map(existing));
    watcher.add([...roots.filter((root) => existsSync(root)), ...beside]);
  };
  /** A folder that goes and comes back under its name is another one, which chokidar does not notice. */
  const startAnew = async () => {
    foldersChanged = false;
    await watcher.close();
    watcher = open();
    const ready = new Promise<void>((resolve) => watcher.once('ready', resolve));
    follow(involved);
    await ready;
  };
  const endWith = (code: ExitCode) => () => {
    ended = code;
    wake();
  };
  const ends = { SIGINT: endWith(exit.fine), SIGTERM: endWith(exit.terminated) };
  process.once('SIGINT', ends.SIGINT);
  process.once('SIGTERM', ends.SIGTERM);
  // Without the folder that paths are relative to, there is nothing left to wait for.
  const here = process.cwd();
  const heartbeat = setInterval(() => {
    if (existsSync(here)) return;
    process.stderr.write(`error: \`${here}\` is gone\n`);
    endWith(exit.environment)();
  }, 1000);

  while (ended === undefined) {
    if (foldersChanged) await startAnew();
    const read = new Set<string>();
    const names = [...changed].sort().join(', ');
    changed.clear();
    header(names === '' ? `watching ${args.join(' ')}` : `changed: ${names}`);
    const involve = (paths: readonly string[]) => {
      for (const path of paths) read.add(normalise(path));
    };
    involve(args.filter((path) => !MAGIC.test(path)));
    await run({ host: recordingHost(read), involve });
    follow(read);
    if (changed.size === 0 && ended === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (ended === undefined) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  process.removeListener('SIGINT', ends.SIGINT);
  process.removeListener('SIGTERM', ends.SIGTERM);
  clearInterval(heartbeat);
  await watcher.close();
  return ended;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** A limit of the system, for one. Of what may not be entered, reading says why. */
function sayUnwatchable(failure: unknown): void {
  const code = errorCode(failure) ?? '';
  if (!['EACCES', 'EPERM', 'ELOOP', 'ENOENT'].includes(code))
    process.stderr.write(`warning: some changes will not be seen: ${unreadable(failure)}\n`);
}

/** The folder that an argument names, or that the files of a pattern lie below. */
function rootOf(path: string): readonly string[] {
  const magic = path.search(MAGIC);
  if (magic >= 0 && !existsSync(path)) return [folderOf(`${path.slice(0, magic)}x`)];
  return isDirectory(path) ? [path] : [];
}

/** A folder, or the nearest above it that there is: there it will show when it comes. */
function existing(folder: string): string {
  const above = folderOf(folder);
  return existsSync(folder) || above === folder ? folder : existing(above);
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** What is wrong with watching in a format: a document for each round would be none that a program can read. */
export function unwatchable(format: ReportFormat): string | undefined {
  return format === 'json' || format === 'sarif'
    ? `\`--format ${format}\` writes one document, and \`--watch\` would write many`
    : undefined;
}

function header(text: string): void {
  const time = new Date().toTimeString().slice(0, 8);
  process.stderr.write(`${styled(process.stderr, 'faint', `── ${time} ${text}`)}\n`);
}

function recordingHost(read: Set<string>): Host {
  const host = diskHost();
  return {
    ...host,
    read(path) {
      const text = host.read(path);
      // Settings are looked for up to the root: folders that have none are not watched for one.
      const isSoughtAbove = text === undefined && /^(\.\.)?\/.*archc\.json$/.test(path);
      if (!isSoughtAbove) read.add(path);
      return text;
    },
  };
}
