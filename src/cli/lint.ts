import { checkSource } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { summaryLine } from '../diagnostics/render/text.ts';
import { diskHost } from '../disk.ts';
import { applyFixes } from '../lint/edits.ts';
import { isLint } from '../lint/lint.ts';
import type { SourceFile } from '../source/source.ts';
import { type ExitCode, exit } from './exit.ts';
import { counted } from './figures.ts';
import { startProgress } from './progress.ts';
import { replaceFile } from './replace-file.ts';
import { type ReportFormat, report } from './report.ts';
import { readSources } from './sources.ts';

export interface LintOptions {
  readonly fix?: boolean;
  readonly format: ReportFormat;
}

/** One fix may make room for another; what still finds work after so many rounds goes in circles. */
const MOST_ROUNDS = 10;

/** `archc lint`: what is odd in files, as `check` says it too; ends with 1 if there is anything left. */
export async function lint(args: readonly string[], options: LintOptions): Promise<ExitCode> {
  const { sources, diagnostics } = await readSources(args);
  const found: Diagnostic[] = [...diagnostics];
  let fixed = 0;
  const progress = startProgress('linting', sources.length);
  for (const source of sources) {
    await progress.step(source.path);
    const result = options.fix ? await fixSource(source) : { fixed: 0, diagnostics: lintSource(source) };
    fixed += result.fixed;
    found.push(...result.diagnostics);
  }
  progress.stop();
  const reported = report(found, options.format);
  if (reported.length > 0 && options.format === 'text') process.stderr.write('\n');
  const mended = fixed === 0 ? '' : `${counted(fixed, 'place')} mended, `;
  const files = sources.length === 1 ? '' : `${counted(sources.length, 'file')}: `;
  process.stderr.write(`${files}${mended}${summaryLine(reported)}\n`);
  return reported.length > 0 ? exit.problems : exit.fine;
}

function lintSource(source: SourceFile): readonly Diagnostic[] {
  return checkSource(diskHost(), source);
}

/** Applies the fixes after which the program is the same one, and writes the file if there were any. */
async function fixSource(
  source: SourceFile,
): Promise<{ readonly fixed: number; readonly diagnostics: readonly Diagnostic[] }> {
  let current = source;
  let fixed = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = lintSource(current);
    const fixes = found.some(isError) ? [] : found.filter(isLint).flatMap((each) => each.fixes);
    const { text, applied } = applyFixes(
      current,
      fixes.filter((fix) => !fix.changesMeaning),
    );
    if (applied === 0) break;
    fixed += applied;
    current = { path: source.path, text };
  }
  const refused = fixed > 0 ? await replaceFile(source.path, current.text) : undefined;
  if (refused) return { fixed: 0, diagnostics: [refused, ...lintSource(source)] };
  return { fixed, diagnostics: lintSource(current) };
}
