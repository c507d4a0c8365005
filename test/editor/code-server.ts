import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** VS Code 1.100 with its windows in a browser, from npm; the last one that runs on Node 20. */
const VERSION = '4.100.3';

const cache = resolve('node_modules/.cache');

/**
 * The folder of VS Code's server, installed on first use. Its native modules (terminals, logs on disk) are not built:
 * what is tested works without.
 */
export function installCodeServer(): string {
  const folder = join(cache, `code-server-${VERSION}`);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(unfinished, 'package.json'), '{ "private": true }\n');
    const install = (where: string, ...what: readonly string[]) =>
      execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', ...what], {
        cwd: where,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    try {
      install(unfinished, `code-server@${VERSION}`);
      install(join(unfinished, 'node_modules/code-server/lib/vscode'));
      renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return join(folder, 'node_modules/code-server/lib/vscode');
}

export interface CodeServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface CodeServerOptions {
  /** A folder for settings, extensions and all else that it writes. */
  readonly home: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

function argumentsFor(home: string): readonly string[] {
  const at = (name: string) => join(home, name);
  return [
    join(installCodeServer(), 'out/server-main.js'),
    ...[
      '--extensions-dir',
      at('extensions'),
      '--user-data-dir',
      at('data'),
      '--server-data-dir',
      at('server'),
    ],
    '--accept-server-license-terms',
    ...['--telemetry-level', 'off'],
  ];
}

/** Installs a .vsix as a user would. */
export function installExtension(home: string, vsix: string): string {
  return execFileSync(process.execPath, [...argumentsFor(home), '--install-extension', vsix], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Starts VS Code on a free port of this machine; a page at its URL is a window. */
export async function startCodeServer({ home, settings, env }: CodeServerOptions): Promise<CodeServer> {
  mkdirSync(join(home, 'data/User'), { recursive: true });
  writeFileSync(join(home, 'data/User/settings.json'), JSON.stringify(settings));
  const args = [...argumentsFor(home), '--host', '127.0.0.1', '--port', '0', '--without-connection-token'];
  const server = spawn(process.execPath, args, {
    env: { ...process.env, ...env, HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const port = await new Promise<string>((resolve, reject) => {
    let printed = '';
    server.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
      const found = /listening on (\d+)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    });
    ended.then(() => reject(new Error(`VS Code does not start: ${printed}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.kill();
      await ended;
    },
  };
}
