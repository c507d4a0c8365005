import { setFlagsFromString } from 'node:v8';
import { serveStdio } from '../server/stdio.ts';

/** `archc lsp`: answers an editor on stdin and stdout, and ends when the editor says so. */
export function lsp(): void {
  // The launcher keeps V8 from optimising, which is right for runs of a moment and not for a session of hours.
  setFlagsFromString('--interrupt-budget=135168');
  serveStdio();
}
