import { setFlagsFromString } from 'node:v8';
import { serveStdio } from '../server/stdio.ts';

/** By then the first files are checked, in milliseconds. */
const STARTED = 2000;

/** `archc lsp`: answers an editor on stdin and stdout, and ends when the editor says so. */
export function lsp(): void {
  serveStdio();
  // V8's own patience, which the launcher has raised: code that runs for hours is worth optimising.
  setTimeout(() => setFlagsFromString('--interrupt-budget=135168'), STARTED).unref();
}
