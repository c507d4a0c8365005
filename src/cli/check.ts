import { checkSource } from '../compile.ts';
import { summaryLine } from '../diagnostics/render/text.ts';
import { diskHost } from '../disk.ts';
import type { ExitCode } from './exit.ts';
import { counted } from './figures.ts';
import { startProgress } from './progress.ts';
import { exitCodeOf, type ReportFormat, report } from './report.ts';
import { readSources } from './sources.ts';
import { usageError } from './usage.ts';
import { type Round, unwatchable, watchRounds } from './watch.ts';

export interface CheckOptions {
  readonly format: ReportFormat;
  readonly watch?: boolean;
}

/** `archc check`: everything that is wrong with the files, and with each of their networks that can be built as it is. */
export async function check(args: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const misuse = options.watch ? unwatchable(options.format) : undefined;
  if (misuse !== undefined) return usageError(misuse);
  if (options.watch) return watchRounds(args, (round) => checkOnce(args, options, round));
  return checkOnce(args, options);
}

async function checkOnce(args: readonly string[], options: CheckOptions, round?: Round): Promise<ExitCode> {
  const host = round?.host ?? diskHost();
  const { sources, diagnostics } = await readSources(args);
  round?.involve(sources.map(({ path }) => path));
  const found = [...diagnostics];
  const progress = startProgress('checking', sources.length);
  for (const source of sources) {
    await progress.step(source.path);
    found.push(...checkSource(host, source));
  }
  progress.stop();
  const reported = report(found, options.format);
  if (reported.length > 0 && options.format === 'text') process.stderr.write('\n');
  process.stderr.write(
    `${sources.length === 1 ? '' : `${counted(sources.length, 'file')}: `}${summaryLine(reported)}\n`,
  );
  return exitCodeOf(found);
}
