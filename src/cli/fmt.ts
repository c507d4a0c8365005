import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { summaryLine } from '../diagnostics/render/text.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { format } from '../format/format.ts';
import { type ExitCode, exit } from './exit.ts';
import { counted } from './figures.ts';
import { replaceFile } from './replace-file.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { decode, readSources } from './sources.ts';
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
  if (options.stdinPath !== undefined) return usageError('--stdin-path names what --stdin reads: add it.');
  const { sources, diagnostics } = await readSources(args.length > 0 ? args : ['.']);
  const found = [...diagnostics];
  const out = resultStream(options.format);
  const isWritten = !options.check && !options.diff;
  let changed = 0;
  for (const source of sources) {
    if (!source.path.endsWith('.arch')) {
      found.push(diagnostic('ARC7007', undefined, { path: source.path }));
      continue;
    }
    const formatted = format(source, options);
    found.push(...formatted.diagnostics);
    if (formatted.text === source.text) continue;
    const refused = isWritten ? await replaceFile(source.path, formatted.text) : undefined;
    if (refused) {
      found.push(refused);
      continue;
    }
    changed++;
    out.write(options.diff ? unifiedDiff(source.path, source.text, formatted.text) : `${source.path}\n`);
  }
  const reported = report(found, options.format);
  if (reported.length > 0 && options.format === 'text') process.stderr.write('\n');
  const done = changed > 0 && `${changed} ${isWritten ? 'formatted' : 'would be formatted'}`;
  const results = [done, reported.length > 0 && summaryLine(reported)].filter((each) => each !== false);
  process.stderr.write(
    `${counted(sources.length, 'file')}: ${results.length > 0 ? results.join(', ') : 'nothing to change'}\n`,
  );
  return statusOf(found, options, changed > 0);
}

/** From stdin to stdout. Of a text with syntax errors, too, all of it is written, and so is what is no text. */
async function fmtInput(options: FmtOptions): Promise<ExitCode> {
  const bytes = await readInput();
  const source = decode(options.stdinPath ?? 'stdin', bytes);
  const out = resultStream(options.format);
  if ('code' in source) {
    if (!options.diff && !options.check) out.write(bytes);
    report([source], options.format);
    return exitCodeOf([source]);
  }
  const { text, diagnostics } = format(source, options);
  const isChanged = text !== source.text;
  if (options.diff) out.write(unifiedDiff(source.path, source.text, text));
  else if (!options.check) out.write(text);
  else if (isChanged) out.write(`${source.path}\n`);
  report(diagnostics, options.format);
  return statusOf(diagnostics, options, isChanged);
}

async function readInput(): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function statusOf(found: readonly Diagnostic[], { check }: FmtOptions, isChanged: boolean): ExitCode {
  if (found.some(isError)) return exitCodeOf(found);
  return check && isChanged ? exit.problems : exit.fine;
}
