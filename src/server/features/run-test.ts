import { renderText } from '../../diagnostics/render/text.ts';
import { testResult } from '../../language-tests.ts';
import type { Snapshot } from '../snapshot.ts';

export interface TestOutcome {
  readonly name: string;
  readonly passed: boolean;
  /** For people: one line, or with the errors below it. */
  readonly message: string;
}

/** Runs the test of a name; undefined if the file has none. */
export function runTestOf({ module, analysis }: Snapshot, name: string): TestOutcome | undefined {
  const test = module.declarations.find((each) => each.kind === 'test' && each.name.name === name);
  if (test?.kind !== 'test') return undefined;
  const { passed, diagnostics } = testResult(analysis, test);
  if (passed) return { name, passed, message: `“${name}” holds` };
  const why = diagnostics.length > 0 ? renderText(diagnostics) : 'what it uses has errors';
  return { name, passed, message: `“${name}” does not hold\n\n${why}` };
}
