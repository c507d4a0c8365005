import { readFileSync } from 'node:fs';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { format } from '../format/format.ts';
import type { SourceFile } from '../source/source.ts';
import { type ExitCode, exit } from './exit.ts';
import { counted } from './figures.ts';
import { replaceFile } from './replace-file.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readSources } from './sources.ts';
import { unifiedDiff } from './unified-diff.ts';
import { usageError } from './usage.ts';

export interface FmtOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly stdin?: boolean;
  readonly stdinPath?: string;
  readonly width?: number;
  readonly format: ReportFormat;
}

/** `archc fmt`: writes files in the one style of the language, or says which are not in it. */
export async function fmt(args: readonly string[], options: FmtOptions): Promise<ExitCode> {
  if (options.stdin && args.length > 0) return usageError('--stdin reads no files: leave them out.');
  if (options.stdin) return fmtInput(options);
  const { sources, diagnostics } = await readSources(args.length > 0 ? args : ['.']);
  const found = [...diagnostics];
  const out = resultStream(options.format);
  const isWritten = !options.check && !options.diff;
  let changed = 0;
  for (const source of sources) {
    const formatted = format(source, options);
    found.push(...formatted.diagnostics);
    if (formatted.text === source.text) continue;
    const refused = isWritten ? await write(source, formatted.text) : undefined;
    if (refused) {
      found.push(refused);
      continue;
    }
    changed++;
    out.write(options.diff ? unifiedDiff(source.path, source.text, formatted.text) : `${source.path}\n`);
  }
  if (report(found, options.format).length > 0 && options.format === 'text') process.stderr.write('\n');
  process.stderr.write(`${summary(changed, sources.length, isWritten)}\n`);
  return statusOf(found, options, changed > 0);
}

function summary(changed: number, all: number, isWritten: boolean): string {
  if (changed === 0) return `${counted(all, 'file')}: nothing to change`;
  return `${counted(all, 'file')}: ${changed} ${isWritten ? 'formatted' : 'would be formatted'}`;
}

/** From stdin to stdout. Of a text with syntax errors, too, all of it is written. */
async function fmtInput(options: FmtOptions): Promise<ExitCode> {
  const source = { path: options.stdinPath ?? 'stdin', text: await readInput() };
  const { text, diagnostics } = format(source, options);
  const out = resultStream(options.format);
  const isChanged = text !== source.text;
  if (options.diff) out.write(unifiedDiff(source.path, source.text, text));
  else if (!options.check) out.write(text);
  else if (isChanged) out.write(`${source.path}\n`);
  report(diagnostics, options.format);
  return statusOf(diagnostics, options, isChanged);
}

async function readInput(): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function statusOf(found: readonly Diagnostic[], { check }: FmtOptions, isChanged: boolean): ExitCode {
  if (found.some(isError)) return exitCodeOf(found);
  return check && isChanged ? exit.problems : exit.fine;
}

/** What was no UTF-8 would be lost by writing it back. */
async function write({ path, text }: SourceFile, formatted: string): Promise<Diagnostic | undefined> {
  if (text.includes('\uFFFD') && !readFileSync(path).equals(Buffer.from(text)))
    return diagnostic('ARC7001', undefined, { path, reason: 'it is not UTF-8' });
  return replaceFile(path, formatted);
}
