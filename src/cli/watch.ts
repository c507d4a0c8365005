import { diskHost } from '../disk.ts';
import type { Host } from '../source/host.ts';
import { folderOf } from '../source/resolve.ts';
import { type ExitCode, exit } from './exit.ts';
import type { ReportFormat } from './report.ts';
import { styled } from './terminal.ts';

/** One turn of a watch; what it reads is watched until the next one. */
export interface Round {
  /** Notes every file that the compiler asks for: imports too, also those that do not exist yet. */
  readonly host: Host;
  /** Notes files that are read otherwise. */
  involve(paths: readonly string[]): void;
}

/** Editors write a file in several steps. */
const SETTLE_MS = 60;

/**
 * Runs a verb now and whenever a file changes that its last round read, or an .arch file in a folder where one of them
 * lies. Ends with Ctrl-C, status 0, whatever the rounds found.
 */
export async function watchRounds(
  args: readonly string[],
  run: (round: Round) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { watch } = await import('chokidar');
  let involved = new Set<string>();
  const isOfInterest = (path: string) => path.endsWith('.arch') || involved.has(path.replaceAll('\\', '/'));
  const watcher = watch([], {
    ignoreInitial: true,
    ignored: (path, stats) =>
      /[\\/]node_modules$/.test(path) || (stats?.isFile() === true && !isOfInterest(path)),
    depth: 0,
  });

  let wake = () => {};
  let ended = false;
  const changed = new Set<string>();
  watcher.on('all', (_, path) => {
    if (!isOfInterest(path)) return;
    changed.add(path);
    wake();
  });
  const end = () => {
    ended = true;
    wake();
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);

  while (!ended) {
    const read = new Set<string>();
    const names = [...changed].sort().join(', ');
    changed.clear();
    header(names === '' ? `watching ${args.join(' ')}` : `changed: ${names}`);
    const involve = (paths: readonly string[]) => {
      for (const path of paths) read.add(path);
    };
    await run({ host: recordingHost(read), involve });
    involved = read;
    watcher.add([...new Set([...read].map(folderOf)), ...args.filter((path) => !path.includes('*'))]);
    if (changed.size === 0 && !ended) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (!ended) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  process.removeListener('SIGINT', end);
  process.removeListener('SIGTERM', end);
  await watcher.close();
  return exit.fine;
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
