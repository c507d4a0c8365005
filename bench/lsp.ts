// How fast the language server answers, over the protocol and a pipe: `npm run bench:lsp`, or with the number of
// keystrokes behind it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  type Position,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { interleaved } from './processes.ts';
import { project } from './workloads/project.ts';

const keystrokes = Number(process.argv[2] ?? 200);
const starts = 9;
const folder = mkdtempSync(join(tmpdir(), 'archc-lsp-'));
const files = project();

try {
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const lines = [...files.values()].reduce((sum, text) => sum + text.split('\n').length - 1, 0);
  process.stdout.write(
    `${files.size} files, ${lines} lines; ${keystrokes} keystrokes, Node ${process.version}\n\n`,
  );
  const cold = { first: [] as number[], all: [] as number[] };
  for (let i = 0; i < starts; i++) {
    const server = await start(withMistake(files.get('net.arch') ?? ''));
    cold.first.push(server.firstDiagnostics);
    cold.all.push(server.allDiagnostics);
    await server.end();
  }
  const [empty] = interleaved([{ name: 'empty', args: ['-e', '0'] }], starts);
  const server = await start(files.get('net.arch') ?? '');
  const times = await type(server);
  await server.end();
  process.stdout.write(`an empty Node process ${empty?.median.toFixed(1).padStart(16)} ms\n`);
  print('start to first diagnostics', cold.first, 400);
  print('start to all of them', cold.all);
  print('keystroke to diagnostics', times.diagnostics, 60);
  print('completion', times.completion, 30);
  print('hover', times.hover, 30);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print(what: string, times: readonly number[], limit?: number): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const figures = [at(0.5), at(0.95)].map((time) => `${time.toFixed(1).padStart(7)} ms`);
  const verdict = limit === undefined ? '' : `   target ${limit} ms: ${at(0.95) <= limit ? 'met' : 'MISSED'}`;
  process.stdout.write(`${what.padEnd(30)}p50${figures[0]}   p95${figures[1]}${verdict}\n`);
}

function uriOf(name: string): string {
  return pathToFileURL(join(folder, name)).href;
}

type Server = Awaited<ReturnType<typeof start>>;

/** An argument misspelt that only the signature of an imported block can tell. */
function withMistake(text: string): string {
  return text.replace('unit(width, stride = 2)', 'unit(width, strides = 2)');
}

/** Starts the server and opens the network; counts from before the process is there. */
async function start(text: string) {
  const begin = performance.now();
  const child = spawn(process.execPath, ['dist/archc.js', 'lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, (found: readonly Diagnostic[]) => void>();
  client.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) => {
      waiting.get(uri)?.(diagnostics);
      waiting.delete(uri);
    },
  );
  const published = (name: string) =>
    new Promise<readonly Diagnostic[]>((resolve) => waiting.set(uriOf(name), resolve));
  client.listen();
  await client.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
  });
  await client.sendNotification('initialized', {});
  const first = published('net.arch');
  const open = (name: string, text: string) =>
    client.sendNotification('textDocument/didOpen', {
      textDocument: { uri: uriOf(name), languageId: 'arch', version: 1, text },
    });
  await open('net.arch', text);
  const found = await first;
  const firstDiagnostics = performance.now() - begin;
  const isMistaken = text !== files.get('net.arch');
  if (found.some(({ code }) => code === 'ARC2002') !== isMistaken)
    throw new Error(`the first diagnostics are ${JSON.stringify(found)}`);
  await published('net.arch');
  const allDiagnostics = performance.now() - begin;
  return {
    client,
    firstDiagnostics,
    allDiagnostics,
    published,
    open,
    async end() {
      await client.sendRequest('shutdown');
      await client.sendNotification('exit');
      client.dispose();
    },
  };
}

/** Types a statement into one file after the other, character by character, as an editor tells of it. */
async function type(server: Server) {
  const diagnostics: number[] = [];
  const completion: number[] = [];
  const hover: number[] = [];
  const names = [...files.keys()].toReversed();
  for (const name of names) {
    if (name === 'net.arch') continue;
    for (const open of [true, false]) {
      const published = server.published(name);
      if (open) await server.open(name, files.get(name) ?? '');
      await published;
    }
  }
  const statement = '  conv2d(16, kernel = 3, bias = false) -> batch_norm() -> relu()\n';
  let version = 2;
  for (let i = 0; i < keystrokes; i++) {
    const column = i % statement.length;
    const name = names[Math.floor(i / statement.length) % names.length] ?? 'net.arch';
    const text = files.get(name) ?? '';
    const at = text.indexOf('  // end');
    const change = (start: number, end: number, before: string, inserted: string) =>
      server.client.sendNotification('textDocument/didChange', {
        textDocument: { uri: uriOf(name), version: version++ },
        contentChanges: [
          { range: { start: positionIn(before, start), end: positionIn(before, end) }, text: inserted },
        ],
      });
    const before = text.slice(0, at) + statement.slice(0, column) + text.slice(at);
    const now = text.slice(0, at) + statement.slice(0, column + 1) + text.slice(at);
    const published = server.published(name);
    const begin = performance.now();
    await change(at + column, at + column, before, statement[column] ?? '');
    await published;
    diagnostics.push(performance.now() - begin);
    completion.push(await timed(server, 'completion', name, positionIn(now, at + column + 1)));
    hover.push(await timed(server, 'hover', name, positionIn(now, now.indexOf('unit(') + 2)));
    if (column < statement.length - 1) continue;
    const cleared = server.published(name);
    await change(at, at + statement.length, now, '');
    await cleared;
  }
  return { diagnostics, completion, hover };
}

async function timed({ client }: Server, method: string, name: string, position: Position): Promise<number> {
  const begin = performance.now();
  await client.sendRequest(`textDocument/${method}`, { textDocument: { uri: uriOf(name) }, position });
  return performance.now() - begin;
}

function positionIn(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines[lines.length - 1]?.length ?? 0 };
}
