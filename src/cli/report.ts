import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../diagnostics/order.ts';
import type { Code } from '../diagnostics/registry.ts';
import { renderGithub } from '../diagnostics/render/github.ts';
import { renderJson } from '../diagnostics/render/json.ts';
import { renderSarif } from '../diagnostics/render/sarif.ts';
import { renderText } from '../diagnostics/render/text.ts';
import { type ExitCode, exit } from './exit.ts';
import { paintFor, type Stream } from './terminal.ts';
import { version } from './version.ts';

/** How diagnostics are written. */
export const reportFormats = ['text', 'json', 'sarif', 'github'] as const;

export type ReportFormat = (typeof reportFormats)[number];

/**
 * Writes diagnostics: as text to stderr; in the other formats, which programs read, to stdout. A document of `json` or
 * `sarif` is written even when there is nothing wrong. Gives what was written: in order, nothing twice.
 */
export function report(diagnostics: readonly Diagnostic[], format: ReportFormat): readonly Diagnostic[] {
  const sorted = sortDiagnostics(diagnostics);
  write(sorted, format);
  return sorted;
}

function write(sorted: readonly Diagnostic[], format: ReportFormat): void {
  switch (format) {
    case 'text':
      process.stderr.write(renderText(sorted, textOptions()));
      return;
    case 'json':
      process.stdout.write(renderJson(sorted));
      return;
    case 'sarif':
      process.stdout.write(renderSarif(sorted, { version: version() }));
      return;
    case 'github':
      process.stdout.write(renderGithub(sorted));
      return;
  }
}

function textOptions() {
  const paint = paintFor(process.stderr);
  return paint ? { paint } : {};
}

/** Where results go: stdout, unless the diagnostics are written there as a document. */
export function resultStream(format: ReportFormat): Stream {
  return format === 'text' ? process.stdout : process.stderr;
}

/** What is not the fault of the input. */
const environmental: ReadonlySet<Code> = new Set<Code>([
  'ARC7002',
  'ARC7003',
  'ARC7006',
  'ARC7101',
  'ARC7102',
]);

/** The status that the worst of the diagnostics asks for. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  const errors = diagnostics.filter(isError);
  if (errors.some(({ code }) => environmental.has(code))) return exit.environment;
  return errors.length > 0 ? exit.problems : exit.fine;
}
