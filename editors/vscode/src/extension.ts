import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions } from 'vscode-languageclient/node';
import { findArchc } from './archc.ts';
import { registerReports } from './reports.ts';
import { registerTasks } from './tasks.ts';

/** What other extensions, and tests, get: the client, once the server has answered. */
export interface ArchcExtension {
  readonly client: () => LanguageClient;
}

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<ArchcExtension> {
  const archcOf = (folder: vscode.WorkspaceFolder | undefined) => findArchc(context, folder);
  const restart = async () => {
    if (client?.needsStop()) await client.stop();
    client = languageClient(context);
    // Without a server, the commands and tasks are there all the same.
    await client.start().catch((failure: unknown) => {
      const why = failure instanceof Error ? failure.message : String(failure);
      vscode.window.showErrorMessage(`The language server of archc does not start: ${why}`);
    });
  };
  context.subscriptions.push(
    registerReports((file) => archcOf(vscode.workspace.getWorkspaceFolder(file))),
    registerTasks(archcOf),
    vscode.commands.registerCommand('archc.restartServer', restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('archc.server.path')) return restart();
      return undefined;
    }),
  );
  await restart();
  return {
    client() {
      if (!client) throw new Error('the extension is not active');
      return client;
    },
  };
}

export async function deactivate(): Promise<void> {
  if (client?.needsStop()) await client.stop();
}

/** One server for the window, the archc of its first folder. */
function languageClient(context: vscode.ExtensionContext): LanguageClient {
  const { command, args, env } = findArchc(context, vscode.workspace.workspaceFolders?.[0]);
  const server = { command, args: [...args, 'lsp'], options: { env: { ...process.env, ...env } } };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: 'file', language: 'arch' },
      { scheme: 'untitled', language: 'arch' },
    ],
  };
  return new LanguageClient('archc', 'archc', server, options);
}
