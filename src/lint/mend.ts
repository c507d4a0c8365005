import { type Diagnostic, type Fix, isError } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../source/source.ts';
import { applyFixes } from './edits.ts';
import { isLint } from './lint.ts';

/** One fix may make room for another; what still finds work after so many rounds goes in circles. */
const MOST_ROUNDS = 10;

export interface Mended {
  readonly text: string;
  /** How many fixes were applied. */
  readonly fixed: number;
  /** What is left. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Applies the fixes of lints after which the program is the same one, as often as they make room for others. A fix after
 * which `check` finds an error is left out, and a file that has errors is left alone.
 */
export function mend(
  source: SourceFile,
  check: (source: SourceFile) => readonly Diagnostic[],
): Mended {
  const begun: Round = { source, diagnostics: check(source), fixed: 0 };
  let round = begun;
  for (let turn = 0; turn < MOST_ROUNDS && !isBroken(round.diagnostics); turn++) {
    const next = withFixes(round, safeFixes(round.diagnostics), check);
    if (next === round) break;
    round = next;
  }
  return { text: round.source.text, fixed: round.fixed, diagnostics: round.diagnostics };
}

interface Round {
  readonly source: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
  readonly fixed: number;
}

/** Applies all fixes of a round; if that breaks the program, those of each half that do not. */
function withFixes(
  round: Round,
  fixes: readonly Fix[],
  check: (source: SourceFile) => readonly Diagnostic[],
): Round {
  const { text, applied } = applyFixes(round.source, fixes);
  if (applied === 0) return round;
  const source: SourceFile = { path: round.source.path, text };
  const diagnostics = check(source);
  if (!isBroken(diagnostics)) return { source, diagnostics, fixed: round.fixed + applied };
  if (fixes.length === 1) return round;
  const half = fixes.length >> 1;
  const first = withFixes(round, fixes.slice(0, half), check);
  // The spans of the other half belong to the text as it was: they wait for the next round.
  return first === round ? withFixes(round, fixes.slice(half), check) : first;
}

/** The fixes of a file that leave the program as it is. */
export function safeFixes(found: readonly Diagnostic[]): readonly Fix[] {
  return found.filter(isLint).flatMap(({ fixes }) => fixes.filter((fix) => !fix.changesMeaning));
}

function isBroken(found: readonly Diagnostic[]): boolean {
  return found.some((each) => isError(each) && !isLint(each));
}
