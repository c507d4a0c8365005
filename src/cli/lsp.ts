import { serveStdio } from '../server/stdio.ts';

/** `archc lsp`: answers an editor on stdin and stdout, and ends when the editor says so. */
export function lsp(): void {
  serveStdio();
}
