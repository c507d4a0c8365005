import { analyse } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diskHost } from '../disk.ts';
import { runTests, type TestResult } from '../language-tests.ts';
import { type ExitCode, exit } from './exit.ts';
import { startProgress } from './progress.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readSources } from './sources.ts';
import { styled } from './terminal.ts';

export interface TestOptions {
  readonly format: ReportFormat;
  /** Only tests whose names contain this, upper and lower case alike. */
  readonly filter?: string;
}

/** `archc test`: runs the language tests of the files, one line a test, what went wrong after the file's lines. */
export async function test(args: readonly string[], options: TestOptions): Promise<ExitCode> {
  const host = diskHost();
  const { sources, diagnostics } = await readSources(args);
  const all: Diagnostic[] = [...diagnostics];
  if (options.format === 'text') report(diagnostics, 'text');
  const out = resultStream(options.format);
  const wanted = (options.filter ?? '').toLowerCase();
  const counts = { passed: 0, failed: 0 };
  const progress = startProgress('testing', sources.length);
  for (const source of sources) {
    await progress.step(source.path);
    const analysis = analyse(host, source);
    const results = runTests(analysis).filter(({ name }) => name.toLowerCase().includes(wanted));
    const found = [...analysis.diagnostics, ...results.flatMap((result) => result.diagnostics)];
    all.push(...found);
    if (results.length > 0 || found.length > 0) progress.stop();
    if (results.length > 0) out.write(`${styled(out, 'strong', source.path)}\n`);
    for (const result of results) {
      counts[result.passed ? 'passed' : 'failed']++;
      out.write(lineOf(result));
    }
    if (options.format === 'text') report(found, 'text');
  }
  progress.stop();
  if (options.format !== 'text') report(all, options.format);
  out.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  const code = exitCodeOf(all);
  if (code !== exit.fine) return code;
  if (wanted !== '' && counts.passed + counts.failed === 0) {
    process.stderr.write(`no test has \`${options.filter}\` in its name\n`);
    return exit.problems;
  }
  return counts.failed > 0 ? exit.problems : exit.fine;

  function lineOf({ name, passed }: TestResult): string {
    return `  ${passed ? styled(out, 'good', 'ok  ') : styled(out, 'bad', 'FAIL')} ${name}\n`;
  }
}
