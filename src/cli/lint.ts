import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { summaryLine } from '../diagnostics/render/text.ts';
import { diskHost } from '../disk.ts';
import { checksWith } from '../language-tests.ts';
import { type Checks, type Mended, mend } from '../lint/mend.ts';
import type { SourceFile } from '../source/source.ts';
import { type ExitCode, exit } from './exit.ts';
import { counted } from './figures.ts';
import { startProgress } from './progress.ts';
import { replaceFile } from './replace-file.ts';
import { exitCodeOf, type ReportFormat, report } from './report.ts';
import { readSources } from './sources.ts';

export interface LintOptions {
  readonly fix?: boolean;
  readonly format: ReportFormat;
}

/** `archc lint`: what is odd in files, as `check` says it too; ends with 1 if there is anything left. */
export async function lint(args: readonly string[], options: LintOptions): Promise<ExitCode> {
  const { sources, diagnostics } = await readSources(args);
  const found: Diagnostic[] = [...diagnostics];
  let fixed = 0;
  const checks = checksWith(diskHost());
  const progress = startProgress('linting', sources.length);
  for (const source of sources) {
    await progress.step(source.path);
    const result = options.fix
      ? await mendFile(source, checks)
      : { fixed: 0, diagnostics: checks.check(source) };
    fixed += result.fixed;
    found.push(...result.diagnostics);
  }
  progress.stop();
  const reported = report(found, options.format);
  if (reported.length > 0 && options.format === 'text') process.stderr.write('\n');
  const mended = fixed === 0 ? '' : `${counted(fixed, 'place')} mended, `;
  const files = sources.length === 1 ? '' : `${counted(sources.length, 'file')}: `;
  process.stderr.write(`${files}${mended}${summaryLine(reported)}\n`);
  const code = exitCodeOf(found);
  return code === exit.fine && reported.length > 0 ? exit.problems : code;
}

/** Applies the fixes after which the program is the same one, and writes the file if there were any. */
async function mendFile(source: SourceFile, checks: Checks): Promise<Pick<Mended, 'fixed' | 'diagnostics'>> {
  const mended = mend(source, checks);
  const refused = mended.fixed > 0 ? await replaceFile(source.path, mended.source.text) : undefined;
  return refused ? { fixed: 0, diagnostics: [refused, ...checks.check(source)] } : mended;
}
