import * as vscode from 'vscode';
import type { Archc } from './archc.ts';

type Folder = vscode.WorkspaceFolder | undefined;

/** What is offered without a tasks.json, with its place in the menus. */
const offered = [
  { verb: 'build', group: vscode.TaskGroup.Build },
  { verb: 'test', group: vscode.TaskGroup.Test },
  { verb: 'check', group: vscode.TaskGroup.Build },
] as const;

/** Tasks of the type `archc`: build, test and check a workspace folder, and what a tasks.json defines. */
export function registerTasks(archcOf: (folder: Folder) => Archc): vscode.Disposable {
  return vscode.tasks.registerTaskProvider('archc', {
    provideTasks: () =>
      (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
        offered.map(({ verb, group }) => {
          const task = archcTask({ type: 'archc', verb }, folder, archcOf(folder));
          task.group = group;
          return task;
        }),
      ),
    resolveTask(task) {
      const folder = isFolder(task.scope) ? task.scope : vscode.workspace.workspaceFolders?.[0];
      if (typeof task.definition.verb !== 'string') return undefined;
      return archcTask(task.definition, folder, archcOf(folder), task.name);
    },
  });
}

function archcTask(
  definition: vscode.TaskDefinition,
  folder: Folder,
  { command, args, env }: Archc,
  name = String(definition.verb),
): vscode.Task {
  const verb = String(definition.verb);
  const options = texts(definition.options);
  const files = texts(definition.files);
  const all = [...args, verb, ...options, ...(files.length > 0 ? files : ['.'])];
  const where = folder ? { cwd: folder.uri.fsPath } : {};
  const execution = new vscode.ProcessExecution(command, all, { ...where, env: { ...env } });
  const matcher = options.includes('--watch') ? '$archc-watch' : '$archc';
  const scope = folder ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task(definition, scope, name, 'archc', execution, matcher);
  task.isBackground = options.includes('--watch');
  return task;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function isFolder(scope: vscode.Task['scope']): scope is vscode.WorkspaceFolder {
  return typeof scope === 'object';
}
