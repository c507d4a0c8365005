import { type Diagnostic, type Fix, isError } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../source/source.ts';
import { applyFixes } from './edits.ts';
import { isLint } from './lint.ts';

/** One fix may make room for another; what still finds work after so many rounds goes in circles. */
const MOST_ROUNDS = 200;

type Check = (source: SourceFile) => readonly Diagnostic[];

export interface Mended {
  readonly source: SourceFile;
  /** How many fixes were applied. */
  readonly fixed: number;
  /** What is left. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Applies the fixes of lints after which the program is the same one, as often as they make room for others. A fix after
 * which `check` finds an error is left out, and a file that has errors is left alone.
 */
export function mend(source: SourceFile, check: Check): Mended {
  let mended: Mended = { source, fixed: 0, diagnostics: check(source) };
  for (let round = 0; round < MOST_ROUNDS && !isBroken(mended.diagnostics); round++) {
    const none: Attempt = { fixes: [], result: { ...mended, fixed: 0 } };
    const { result } = withMore(mended.source, none, safeFixes(mended.diagnostics), check);
    if (result.fixed === 0) break;
    mended = { ...result, fixed: mended.fixed + result.fixed };
  }
  return mended;
}

/** Fixes of one source that break nothing, and what comes of them. */
interface Attempt {
  readonly fixes: readonly Fix[];
  readonly result: Mended;
}

/** Adds fixes to those that are taken: all of them, or those of each half that break nothing. */
function withMore(source: SourceFile, taken: Attempt, more: readonly Fix[], check: Check): Attempt {
  if (more.length === 0) return taken;
  const fixes = [...taken.fixes, ...more];
  const { text, applied } = applyFixes(source, fixes);
  if (applied === taken.result.fixed) return taken;
  const mended: SourceFile = { path: source.path, text };
  const diagnostics = check(mended);
  if (!isBroken(diagnostics)) return { fixes, result: { source: mended, fixed: applied, diagnostics } };
  if (more.length === 1) return taken;
  const half = more.length >> 1;
  const first = withMore(source, taken, more.slice(0, half), check);
  return withMore(source, first, more.slice(half), check);
}

/** The fixes of lints that leave the program as it is. */
function safeFixes(found: readonly Diagnostic[]): readonly Fix[] {
  return found.filter(isLint).flatMap(({ fixes }) => fixes.filter((fix) => !fix.unsafe));
}

function isBroken(found: readonly Diagnostic[]): boolean {
  return found.some((each) => isError(each) && !isLint(each));
}
