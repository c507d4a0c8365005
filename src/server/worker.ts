import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { libraryHost } from './host.ts';
import { createServer } from './server.ts';

/** Put in place of the name when the worker is bundled: the texts of the standard library by the names of its modules. */
declare const ARCHC_LIBRARY: Readonly<Record<string, string>>;

declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
createServer(connection, libraryHost(ARCHC_LIBRARY));
connection.listen();
