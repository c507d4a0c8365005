import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createProtocolConnection,
  DefinitionRequest,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { packExtension, unpackedExtension } from './vsix.ts';

const folder = mkdtempSync(join(tmpdir(), 'archc-vsix-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the .vsix', () => {
  let path: string;
  let files: ReadonlyMap<string, string>;

  beforeAll(() => {
    path = packExtension();
    files = unpackedExtension(path);
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  });

  const json = (name: string) => JSON.parse(files.get(name) ?? 'null');

  it('is the same, byte for byte, when it is packed again', () => {
    const before = readFileSync(path);
    packExtension();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('has the manifests that Marketplace and editor read', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const manifest = files.get('extension.vsixmanifest') ?? '';
    expect(manifest).toContain(`Id="archc" Version="${version}" Publisher="archc"`);
    expect(manifest).toContain('Id="Microsoft.VisualStudio.Code.Engine" Value="^1.91.0"');
    const endings = [...files.keys()].map((name) => name.slice(name.lastIndexOf('.')));
    const types = files.get('[Content_Types].xml') ?? '';
    for (const ending of new Set(endings)) {
      if (ending !== '.xml') expect(types).toContain(`Extension="${ending}"`);
    }
    for (const [, asset = ''] of manifest.matchAll(/Path="([^"]+)"/g))
      expect([...files.keys()]).toContain(asset);
  });

  it('has every file that the manifest of the extension names', () => {
    const { main, icon, contributes } = json('extension/package.json');
    const named = [
      main,
      icon,
      ...[...contributes.languages].flatMap(({ icon: { light, dark } }) => [light, dark]),
      ...[...contributes.jsonValidation].map(({ url }) => url),
      ...[...contributes.languages].map(({ configuration }) => configuration),
      ...[...contributes.grammars, ...contributes.snippets].map(({ path }) => path),
    ];
    for (const each of named) expect([...files.keys()]).toContain(join('extension', each));
    expect(json('extension/syntaxes/arch.tmLanguage.json').scopeName).toBe(contributes.grammars[0].scopeName);
  });

  it('holds a server that answers outside the repository, by plain Node', async () => {
    const archc = join(folder, 'extension/archc/dist/archc.js');
    const server = spawn(process.execPath, [archc, 'lsp'], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const published = new Promise<readonly unknown[]>((resolve) => {
      connection.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) =>
        resolve(diagnostics),
      );
    });
    connection.listen();
    const { capabilities, serverInfo } = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    expect(serverInfo?.name).toBe('archc');
    expect(capabilities.hoverProvider).toBeTruthy();
    await connection.sendNotification(InitializedNotification.type, {});

    const uri = pathToFileURL(join(folder, 'net.arch')).href;
    const text = readFileSync('test/editor/project/net.arch', 'utf8');
    const textDocument = { uri, languageId: 'arch', version: 1, text };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    expect(await published).toEqual([]);
    const line = text.split('\n').findIndex((each) => each.includes('irblock(oup'));
    const definition = await connection.sendRequest(DefinitionRequest.type, {
      textDocument: { uri },
      position: { line, character: 4 },
    });
    const library = pathToFileURL(join(folder, 'extension/archc/std/mobilenet.arch')).href;
    expect(JSON.stringify(definition)).toContain(library);

    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    expect(await ended).toBe(0);
  });
});
