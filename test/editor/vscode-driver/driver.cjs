// Runs inside VS Code beside the extension that is tested: uses the editor's own commands, and writes what they gave to
// the file that ARCHC_EDITOR_RESULT names.
const { writeFileSync } = require('node:fs');
const vscode = require('vscode');

exports.activate = async () => {
  const result = { version: vscode.version };
  try {
    await session(result);
  } catch (failure) {
    result.problem = failure instanceof Error ? failure.stack : String(failure);
  }
  writeFileSync(process.env.ARCHC_EDITOR_RESULT, JSON.stringify(result));
};

async function session(result) {
  const [folder] = vscode.workspace.workspaceFolders;
  const at = (name) => vscode.Uri.joinPath(folder.uri, name);
  const ask = (command, ...args) => vscode.commands.executeCommand(`vscode.${command}`, ...args);

  const extension = vscode.extensions.getExtension('archc.archc');
  const broken = await vscode.workspace.openTextDocument(at('broken.arch'));
  result.language = broken.languageId;
  await vscode.window.showTextDocument(broken);
  await until('the extension is active', () => extension.isActive);
  await until('the first diagnostics', () => vscode.languages.getDiagnostics(broken.uri).length > 0);
  result.broken = vscode.languages.getDiagnostics(broken.uri).map(({ code, message, source, range }) => {
    return { code: typeof code === 'object' ? code.value : code, message, source, line: range.start.line };
  });
  const whole = new vscode.Range(0, 0, broken.lineCount, 0);
  result.fixes = (await ask('executeCodeActionProvider', broken.uri, whole)).map(({ title }) => title);

  const document = await vscode.workspace.openTextDocument(at('net.arch'));
  await vscode.window.showTextDocument(document);
  const place = (text) => document.positionAt(document.getText().indexOf(text) + 1);
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const hovers = await ask('executeHoverProvider', document.uri, place('halve(16)'));
  result.hover = hovers.flatMap(({ contents }) => contents.map(({ value }) => value)).join('\n');
  const library = await ask('executeDefinitionProvider', document.uri, place('irblock(oup'));
  result.library = library.map((each) => (each.targetUri ?? each.uri).path);
  const hints = await ask('executeInlayHintProvider', document.uri, all);
  result.hints = hints.map(({ position, label }) => {
    const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('');
    return `${position.line}: ${text}`;
  });
  const { items } = await ask('executeCompletionItemProvider', document.uri, place('alve(16)'));
  result.completion = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  const symbols = await ask('executeDocumentSymbolProvider', document.uri);
  result.symbols = symbols.map(({ name }) => name);
  const lenses = await ask('executeCodeLensProvider', document.uri, 20);
  result.lenses = lenses.map(({ command }) => command?.title);
  const { command: run } = lenses.find(({ command }) => command?.command === 'archc.runTest');
  result.test = await vscode.commands.executeCommand(run.command, ...run.arguments);
  const renames = await ask('executeDocumentRenameProvider', document.uri, place('halve(16)'), 'shrink');
  result.renames = renames.entries().map(([uri, edits]) => [uri.path.split('/').pop(), edits.length]);
  const tokens = await ask('provideDocumentSemanticTokens', document.uri);
  result.semanticTokens = tokens.data.length / 5;

  const untidy = await vscode.workspace.openTextDocument({ language: 'arch', content: 'const   A=1\n' });
  const formatting = await ask('executeFormatDocumentProvider', untidy.uri, { tabSize: 2, insertSpaces: true });
  const edit = new vscode.WorkspaceEdit();
  edit.set(untidy.uri, formatting);
  await vscode.workspace.applyEdit(edit);
  result.formatted = untidy.getText();

  result.tasks = (await vscode.tasks.fetchTasks({ type: 'archc' })).map(({ name, execution, problemMatchers }) => {
    return { name, args: execution.args.slice(1), problemMatchers };
  });

  await vscode.window.showTextDocument(document);
  result.summary = await report('archc.summary');
  await vscode.window.showTextDocument(document);
  result.graph = await report('archc.showGraph');
  result.reports = vscode.window.visibleTextEditors.flatMap(({ document: { fileName, languageId, uri } }) =>
    uri.scheme === 'archc-report' ? [`${fileName} (${languageId})`] : [],
  );
  await vscode.commands.executeCommand('archc.restartServer');
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const again = await ask('executeHoverProvider', document.uri, place('halve(16)'));
  result.restarted = again.length > 0;
}

async function report(command) {
  await vscode.commands.executeCommand(command);
  const shown = vscode.window.visibleTextEditors.filter(({ document }) => document.uri.fragment === command);
  return shown.map(({ document }) => document.getText()).join('\n');
}

async function until(what, holds) {
  const end = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within 30 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
