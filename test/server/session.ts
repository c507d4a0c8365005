import { readdirSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  ProposedFeatures,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { libraryHost, type ServerHost } from '../../src/server/host.ts';
import { createServer } from '../../src/server/server.ts';

const std = fileURLToPath(new URL('../../std', import.meta.url));
export const library: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(std).map((name) => [name.slice(0, -'.arch'.length), readFileSync(`${std}/${name}`, 'utf8')]),
);

/** A client that talks to a server of its own in JSON-RPC, over streams in memory. */
export interface Session {
  readonly client: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** What the server has logged as errors; a test that ends with any has failed. */
  readonly failures: readonly string[];
  readonly shown: readonly string[];
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Opens a file, or gives the one that is open another text. */
  open(path: string, text: string): void;
  isOpen(path: string): boolean;
  change(path: string, text: string): void;
  close(path: string): void;
  /** Asks with the document and, where it is given, a place. */
  ask<R>(method: string, path: string, more?: object): Promise<R>;
  /** The diagnostics of a file that come next; of one that is opened, those that come second are complete. */
  published(path: string, times?: number): Promise<readonly Diagnostic[]>;
  end(): Promise<void>;
}

/** What every editor of today can do. */
const usual: ClientCapabilities = {
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    definition: { linkSupport: true },
    publishDiagnostics: { codeDescriptionSupport: true },
  },
};

/** Starts a server over files that lie in the folder `/work`; those that are opened are the client's. */
export async function startSession(
  files: Readonly<Record<string, string>> = {},
  capabilities: ClientCapabilities = usual,
): Promise<Session> {
  const up = new PassThrough();
  const down = new PassThrough();
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(up),
    new StreamMessageWriter(down),
  );
  createServer(connection, projectHost(files), { delay: 0 });
  connection.listen();

  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const failures: string[] = [];
  const shown: string[] = [];
  const diagnostics = new Map<string, readonly Diagnostic[]>();
  const waiting = new Map<string, (found: readonly Diagnostic[]) => void>();
  client.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    if (type === 1) failures.push(message);
  });
  client.onNotification('window/showMessage', ({ message }: { message: string }) => {
    shown.push(message);
  });
  client.onRequest('window/showMessageRequest', ({ message }: { message: string }) => {
    shown.push(message);
    return null;
  });
  client.onRequest('client/registerCapability', () => null);
  client.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics: found }: { uri: string; diagnostics: Diagnostic[] }) => {
      diagnostics.set(uri, found);
      const tell = waiting.get(uri);
      waiting.delete(uri);
      tell?.(found);
    },
  );
  client.listen();
  const initialized = await client.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: 'file:///work',
    capabilities,
    workspaceFolders: [{ uri: 'file:///work', name: 'work' }],
  });
  void client.sendNotification('initialized', {});

  let version = 1;
  const known = new Set<string>();
  const change = (path: string, text: string) => {
    const textDocument = { uri: uriOf(path), version: version++ };
    void client.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
  };
  return {
    client,
    initialized,
    failures,
    shown,
    diagnostics,
    open(path, text) {
      if (known.has(path)) return change(path, text);
      known.add(path);
      const document = { uri: uriOf(path), languageId: 'arch', version: version++, text };
      void client.sendNotification('textDocument/didOpen', { textDocument: document });
    },
    change,
    isOpen: (path) => known.has(path),
    close(path) {
      known.delete(path);
      void client.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(path) } });
    },
    ask: (method, path, more = {}) =>
      client.sendRequest(`textDocument/${method}`, { textDocument: { uri: uriOf(path) }, ...more }),
    async published(path, times = 1) {
      let found: readonly Diagnostic[] = [];
      for (let i = 0; i < times; i++)
        found = await new Promise((resolve) => waiting.set(uriOf(path), resolve));
      return found;
    },
    async end() {
      await client.sendRequest('shutdown');
      client.dispose();
      connection.dispose();
    },
  };
}

/** The standard library, and files that nobody has opened. */
function projectHost(files: Readonly<Record<string, string>>): ServerHost {
  const host = libraryHost(library);
  const paths = new Map(Object.entries(files).map(([name, text]) => [`/work/${name}`, text]));
  return {
    ...host,
    read: (path) => paths.get(path) ?? host.read(path),
    modules: (folder) => {
      const own = [...paths.keys()]
        .filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.arch'))
        .map((path) => path.slice(folder.length + 1, -'.arch'.length));
      return [...host.modules(folder), ...own];
    },
    folders: (folder) => {
      const below = [...paths.keys()].filter((path) => path.startsWith(`${folder}/`));
      const names = below.map((path) => path.slice(folder.length + 1).split('/'));
      return [...new Set(names.flatMap(([first, ...rest]) => (first && rest.length > 0 ? [first] : [])))];
    },
    filesBelow: (folder) =>
      [...paths.keys()].filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.arch')),
  };
}

export function uriOf(path: string): string {
  return `file:///work/${path}`;
}

/** A text without its cursor marks, and where they were: `‸`, or numbered ones in comments. */
export interface Marked {
  readonly text: string;
  readonly positions: readonly Position[];
  /** The place of the only mark. */
  readonly position: Position;
}

export function marked(source: string): Marked {
  const offsets: number[] = [];
  let text = '';
  for (const piece of source.split(/(‸|\/\*\d\*\/)/)) {
    if (piece === '‸' || /^\/\*\d\*\/$/.test(piece)) offsets.push(text.length);
    else text += piece;
  }
  const positions = offsets.map((offset) => positionIn(text, offset));
  return { text, positions, position: positions[0] ?? { line: 0, character: 0 } };
}

export function positionIn(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines[lines.length - 1]?.length ?? 0 };
}

/** The text after edits of the protocol. */
export function edited(
  text: string,
  edits: readonly { readonly range: { start: Position; end: Position }; readonly newText: string }[],
): string {
  const starts = [0];
  for (const match of text.matchAll(/\n/g)) starts.push(match.index + 1);
  const at = ({ line, character }: Position) => (starts[line] ?? text.length) + character;
  let result = text;
  for (const { range, newText } of [...edits].sort((a, b) => at(b.range.start) - at(a.range.start)))
    result = result.slice(0, at(range.start)) + newText + result.slice(at(range.end));
  return result;
}

/** The text under a range. */
export function textUnder(text: string, { start, end }: { start: Position; end: Position }): string {
  const lines = text.split('\n');
  if (start.line === end.line) return lines[start.line]?.slice(start.character, end.character) ?? '';
  return [
    lines[start.line]?.slice(start.character),
    ...lines.slice(start.line + 1, end.line),
    lines[end.line]?.slice(0, end.character),
  ].join('\n');
}
