import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';

/** A command line of archc that is there: verbs are put behind `args`. */
export interface Archc {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The archc for files of a folder: that of the setting, else that of the workspace, so that the editor says what the
 * project's own builds say, else that of the extension.
 */
export function findArchc(
  context: vscode.ExtensionContext,
  folder: vscode.WorkspaceFolder | undefined,
): Archc {
  const bundled = context.asAbsolutePath(join('archc', 'dist', 'archc.js'));
  if (!vscode.workspace.isTrusted) return archcAt(bundled);
  const chosen = vscode.workspace.getConfiguration('archc', folder).get('server.path', '');
  const root = folder?.uri.fsPath;
  if (chosen !== '') return archcAt(root === undefined || isAbsolute(chosen) ? chosen : join(root, chosen));
  const installed = root === undefined ? undefined : join(root, 'node_modules', 'archc', 'dist', 'archc.js');
  return archcAt(installed !== undefined && existsSync(installed) ? installed : bundled);
}

/** A script is run by the Node that runs the extension; in a desktop VS Code, that is Electron. */
function archcAt(path: string): Archc {
  if (!/\.[cm]?js$/.test(path)) return { command: path, args: [], env: {} };
  return { command: process.execPath, args: [path], env: { ELECTRON_RUN_AS_NODE: '1' } };
}

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Large networks have graphs of many megabytes. */
const MOST_OUTPUT = 2 ** 28;

/** Runs a verb to its end. Rejects if archc cannot be started. */
export function runArchc(
  { command, args, env }: Archc,
  verb: readonly string[],
  cwd: string,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env, NO_COLOR: '1' }, maxBuffer: MOST_OUTPUT };
    execFile(command, [...args, ...verb], options, (failure, stdout, stderr) => {
      if (failure && typeof failure.code !== 'number') reject(failure);
      else resolve({ status: Number(failure?.code ?? 0), stdout, stderr });
    });
  });
}
