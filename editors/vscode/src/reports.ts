import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { type Archc, runArchc } from './archc.ts';

const SCHEME = 'archc-report';

/** What archc prints about a file, as a text in an editor. */
interface Report {
  readonly title: string;
  /** What colours it best. */
  readonly language: string;
  verb(file: string): readonly string[];
}

const reports: Readonly<Record<string, Report>> = {
  'archc.summary': {
    title: 'summary',
    language: 'plaintext',
    verb: (file) => ['summary', file, '--depth', '2'],
  },
  'archc.showGraph': { title: 'graph', language: 'arch', verb: (file) => ['build', file, '--emit', 'ir'] },
};

/** Commands that show a report of the file being edited; it is made anew whenever an .arch file is saved. */
export function registerReports(archcOf: (file: vscode.Uri) => Archc): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => reportText(uri, archcOf),
  });
  const saving = vscode.workspace.onDidSaveTextDocument(({ languageId }) => {
    if (languageId !== 'arch') return;
    for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === SCHEME) changed.fire(uri);
  });
  const commands = Object.keys(reports).map((command) =>
    vscode.commands.registerCommand(command, (file?: vscode.Uri) => showReport(command, file)),
  );
  return vscode.Disposable.from(changed, provider, saving, ...commands);
}

async function showReport(command: string, given: vscode.Uri | undefined): Promise<void> {
  const file = given ?? vscode.window.activeTextEditor?.document.uri;
  if (file?.scheme !== 'file') {
    vscode.window.showErrorMessage('archc reads files from disk: save this one first.');
    return;
  }
  // The command line reads the disk.
  await vscode.workspace.textDocuments.find((each) => each.uri.toString() === file.toString())?.save();
  const report = reports[command];
  if (!report) return;
  const path = `/${basename(file.fsPath)}: ${report.title}`;
  const uri = vscode.Uri.from({ scheme: SCHEME, path, query: file.toString(), fragment: command });
  const plain = await vscode.workspace.openTextDocument(uri);
  const document = await vscode.languages.setTextDocumentLanguage(plain, report.language);
  const beside = { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true };
  await vscode.window.showTextDocument(document, beside);
}

async function reportText(uri: vscode.Uri, archcOf: (file: vscode.Uri) => Archc): Promise<string> {
  const file = vscode.Uri.parse(uri.query, true);
  const report = reports[uri.fragment];
  if (!report) return '';
  try {
    const verb = report.verb(basename(file.fsPath));
    const { status, stdout, stderr } = await runArchc(archcOf(file), verb, dirname(file.fsPath));
    return status === 0 ? stdout : `${stdout}${stderr}`;
  } catch (failure) {
    return `archc cannot be started: ${failure instanceof Error ? failure.message : String(failure)}\n`;
  }
}
