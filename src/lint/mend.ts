import { type Diagnostic, type Fix, isError } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../source/source.ts';
import { applyFixes } from './edits.ts';
import { lazily } from './lazily.ts';
import { isLint } from './lint.ts';

/** One fix may make room for another; what still finds work after so many rounds goes in circles. */
const MOST_ROUNDS = 200;

export interface Checks {
  /** What is wrong with a source. */
  check(source: SourceFile): readonly Diagnostic[];
  /** How many of its tests fail: they build what no network does. */
  failing(source: SourceFile): number;
}

export interface Mended {
  readonly source: SourceFile;
  /** How many fixes were applied. */
  readonly fixed: number;
  /** What is left. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Applies the fixes of lints after which the program is the same one, as often as they make room for others. A fix after
 * which there are errors, or more failing tests, is left out, and a file that has errors is left alone.
 */
export function mend(source: SourceFile, checks: Checks): Mended {
  let mended: Mended = { source, fixed: 0, diagnostics: checks.check(source) };
  const failing = lazily(() => checks.failing(source));
  const attempt: Try = (changed) => {
    const diagnostics = checks.check(changed);
    return isBroken(diagnostics) || checks.failing(changed) > failing() ? undefined : diagnostics;
  };
  for (let round = 0; round < MOST_ROUNDS && !isBroken(mended.diagnostics); round++) {
    const none: Attempt = { fixes: [], result: { ...mended, fixed: 0 } };
    const { result } = withMore(mended.source, none, safeFixes(mended.diagnostics), attempt);
    if (result.fixed === 0) break;
    mended = { ...result, fixed: mended.fixed + result.fixed };
  }
  return mended;
}

/** What is wrong with a changed source; undefined where it is broken. */
type Try = (changed: SourceFile) => readonly Diagnostic[] | undefined;

/** Fixes of one source that break nothing, and what comes of them. */
interface Attempt {
  readonly fixes: readonly Fix[];
  readonly result: Mended;
}

/** Adds fixes to those that are taken: all of them, or those of each half that break nothing. */
function withMore(source: SourceFile, taken: Attempt, more: readonly Fix[], attempt: Try): Attempt {
  if (more.length === 0) return taken;
  const fixes = [...taken.fixes, ...more];
  const { text, applied } = applyFixes(source, fixes);
  if (applied === taken.result.fixed) return taken;
  const mended: SourceFile = { path: source.path, text };
  const diagnostics = attempt(mended);
  if (diagnostics) return { fixes, result: { source: mended, fixed: applied, diagnostics } };
  if (more.length === 1) return taken;
  const half = more.length >> 1;
  const first = withMore(source, taken, more.slice(0, half), attempt);
  return withMore(source, first, more.slice(half), attempt);
}

/** The fixes of lints that leave the program as it is. */
function safeFixes(found: readonly Diagnostic[]): readonly Fix[] {
  return found.filter(isLint).flatMap(({ fixes }) => fixes.filter((fix) => !fix.unsafe));
}

function isBroken(found: readonly Diagnostic[]): boolean {
  return found.some((each) => isError(each) && !isLint(each));
}
