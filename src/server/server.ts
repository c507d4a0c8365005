import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  LSPErrorCodes,
  type Position,
  type RequestHandler,
  ResponseError,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from '../parser/parse.ts';
import { capabilities } from './capabilities.ts';
import { type Checking, startChecking } from './checking.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './features/call-hierarchy.ts';
import { codeActions } from './features/code-actions.ts';
import { codeLenses, RUN_TEST } from './features/code-lens.ts';
import { completion } from './features/completion.ts';
import { formattingEdits, onTypeEdits } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { importsAfterMove } from './features/moved-files.ts';
import { definition, highlights, references } from './features/references.ts';
import { prepareRename, rename } from './features/rename.ts';
import type { Refusal } from './features/rename-refusals.ts';
import { runTestOf, type TestOutcome } from './features/run-test.ts';
import { semanticTokens } from './features/semantic-tokens.ts';
import { signatureHelp } from './features/signature-help.ts';
import { documentLinks, foldingRanges, selectionRange } from './features/structure.ts';
import { documentSymbols, workspaceSymbols } from './features/symbols.ts';
import type { ServerHost } from './host.ts';
import { offsetOf, spanOf } from './positions.ts';
import type { Snapshot } from './snapshot.ts';
import { openWorkspace, snapshotOf, textOf, type Workspace } from './workspace.ts';

export interface ServerOptions {
  /** How long nothing must be typed before a file is checked, in milliseconds; 5 by default. */
  readonly delay?: number;
}

/** The text of a module that is no file of the client's: of the standard library in a browser. */
export const SOURCE_REQUEST = 'archc/source';

/** Answers a client on a connection, with the files of a host; nothing is sent before the connection listens. */
export function createServer(
  connection: Connection,
  host: ServerHost,
  { delay = 5 }: ServerOptions = {},
): void {
  const workspace = openWorkspace(host);
  const checking = startChecking(connection, workspace, delay, () =>
    refresh(connection, workspace.client.workspace),
  );
  connection.onInitialize((params) => {
    workspace.folders = foldersOf(host, params);
    workspace.client = params.capabilities;
    // The parser is built while the client gets ready to open its files.
    setTimeout(() => parse({ path: '', text: '' }), 0);
    return { capabilities, serverInfo: { name: 'archc' } };
  });
  connection.onInitialized(() => {
    const can = workspace.client.workspace;
    if (can?.workspaceFolders) followFolders(connection, workspace);
    if (!can?.didChangeWatchedFiles?.dynamicRegistration) return;
    const watchers = [{ globPattern: '**/*.arch' }, { globPattern: '**/archc.json' }];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  connection.onShutdown(() => checking.stop());
  followFiles(connection, workspace, checking);
  answerAboutPlaces(connection, workspace);
  answerAboutFiles(connection, workspace);
  answerAboutProject(connection, workspace);
}

/** Asks the client to ask again for what it shows beside the sources. */
function refresh(connection: Connection, can: ClientCapabilities['workspace']): void {
  if (can?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh();
  if (can?.semanticTokens?.refreshSupport) connection.languages.semanticTokens.refresh();
  if (can?.codeLens?.refreshSupport) void connection.sendRequest(CodeLensRefreshRequest.type);
}

function foldersOf(host: ServerHost, { workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.map((uri) => host.pathOf(uri));
}

/** Keeps the texts of open files, and checks what changes. */
function followFiles(connection: Connection, workspace: Workspace, checking: Checking): void {
  const { host, open, uris } = workspace;
  const documents = new TextDocuments(TextDocument);
  documents.onDidChangeContent(({ document }) => {
    const path = host.pathOf(document.uri);
    const isNew = !open.has(path);
    open.set(path, document.getText());
    uris.set(path, document.uri);
    if (isNew) checking.opened(path);
    else checking.changed(path);
  });
  documents.onDidClose(({ document }) => {
    const path = host.pathOf(document.uri);
    open.delete(path);
    uris.delete(path);
    checking.closed(path, document.uri);
  });
  documents.listen(connection);
  connection.onDidChangeWatchedFiles(() => {
    for (const path of open.keys()) checking.changed(path);
  });
}

function followFolders(connection: Connection, workspace: Workspace): void {
  const { host } = workspace;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = new Set(removed.map(({ uri }) => host.pathOf(uri)));
    const kept = workspace.folders.filter((folder) => !gone.has(folder));
    workspace.folders = [...kept, ...added.map(({ uri }) => host.pathOf(uri))];
  });
}

interface InFile {
  readonly textDocument: { readonly uri: string };
}

interface AtPlace extends InFile {
  readonly position: Position;
}

function snapshotFor(workspace: Workspace, { textDocument }: InFile): Snapshot | undefined {
  return snapshotOf(workspace, workspace.host.pathOf(textDocument.uri));
}

/** Features that answer for one place of a file. */
function answerAboutPlaces(connection: Connection, workspace: Workspace): void {
  const at =
    <P extends AtPlace, R>(answer: (snapshot: Snapshot, offset: number, params: P) => R | undefined) =>
    (params: P): R | null => {
      const snapshot = snapshotFor(workspace, params);
      return (snapshot && answer(snapshot, offsetOf(snapshot.source, params.position), params)) ?? null;
    };
  connection.onHover(at(hover));
  connection.onCompletion(
    at((snapshot, offset, { context }) => completion(workspace, snapshot, offset, context?.triggerCharacter)),
  );
  connection.onSignatureHelp(at(signatureHelp));
  connection.onDefinition(at((snapshot, offset) => definition(workspace, snapshot, offset)));
  connection.onReferences(
    at((snapshot, offset, { context }) =>
      references(workspace, snapshot, offset, context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(at(highlights));
  connection.onPrepareRename(at((snapshot, offset) => accepted(prepareRename(workspace, snapshot, offset))));
  connection.onRenameRequest(
    at((snapshot, offset, { newName }) => accepted(rename(workspace, snapshot, offset, newName))),
  );
  connection.languages.callHierarchy.onPrepare(
    at((snapshot, offset) => prepareCallHierarchy(workspace, snapshot, offset)),
  );
  connection.onDocumentOnTypeFormatting(
    at(({ source }, _, { position, ch }) => onTypeEdits(source, position, ch)),
  );
  connection.onSelectionRanges((params) => {
    const snapshot = snapshotFor(workspace, params);
    return snapshot
      ? params.positions.map((position) => selectionRange(snapshot, offsetOf(snapshot.source, position)))
      : [];
  });
}

/** Clients show the message of a refused request. */
function accepted<T extends object>(result: T | Refusal | undefined): T | undefined {
  if (result && 'refused' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.refused);
  return result;
}

/** Features that answer for a whole file, or a range of it. */
function answerAboutFiles(connection: Connection, workspace: Workspace): void {
  const { host } = workspace;
  const of =
    <P extends InFile, R>(answer: (snapshot: Snapshot, params: P) => R) =>
    (params: P): R | null => {
      const snapshot = snapshotFor(workspace, params);
      return snapshot ? answer(snapshot, params) : null;
    };
  connection.onDocumentSymbol(of(documentSymbols));
  connection.onFoldingRanges(of(foldingRanges));
  connection.onDocumentLinks(of((snapshot) => documentLinks(host, snapshot)));
  connection.onCodeLens(of((snapshot, { textDocument }) => codeLenses(snapshot, textDocument.uri)));
  connection.onDocumentFormatting(of(({ source }) => formattingEdits(source)));
  connection.onDocumentRangeFormatting(
    of(({ source }, { range }) => formattingEdits(source, spanOf(source, range))),
  );
  connection.languages.inlayHint.on(
    of((snapshot, { range }) => inlayHints(snapshot, spanOf(snapshot.source, range))),
  );
  connection.onCodeAction(
    of((snapshot, { range, context }) => {
      const within = spanOf(snapshot.source, range);
      return codeActions(workspace, snapshot, { within, only: context.only, shown: context.diagnostics });
    }),
  );
  const tokens = (params: InFile, range?: Parameters<typeof spanOf>[1]) => {
    const snapshot = snapshotFor(workspace, params);
    return snapshot ? semanticTokens(snapshot, range && spanOf(snapshot.source, range)) : { data: [] };
  };
  connection.languages.semanticTokens.on((params) => tokens(params));
  connection.languages.semanticTokens.onRange((params) => tokens(params, params.range));
}

/** Features that answer for all files together, and commands. */
function answerAboutProject(connection: Connection, workspace: Workspace): void {
  connection.workspace.onWillRenameFiles(({ files }) => importsAfterMove(workspace, files));
  connection.onWorkspaceSymbol(({ query }) => workspaceSymbols(workspace, query));
  connection.languages.callHierarchy.onIncomingCalls(({ item }) => incomingCalls(workspace, item));
  connection.languages.callHierarchy.onOutgoingCalls(({ item }) => outgoingCalls(workspace, item));
  connection.onExecuteCommand(({ command, arguments: args = [] }): TestOutcome | null => {
    const [uri, name, index = 0] = args;
    if (command !== RUN_TEST || typeof uri !== 'string' || typeof name !== 'string') return null;
    const snapshot = snapshotOf(workspace, workspace.host.pathOf(uri));
    const outcome = snapshot && runTestOf(snapshot, name, index);
    if (!outcome) return null;
    if (outcome.passed) connection.window.showInformationMessage(outcome.message);
    else connection.window.showErrorMessage(outcome.message);
    return outcome;
  });
  const source: RequestHandler<{ readonly uri: string }, string | null, void> = ({ uri }) =>
    textOf(workspace, workspace.host.pathOf(uri)) ?? null;
  connection.onRequest(SOURCE_REQUEST, source);
}
