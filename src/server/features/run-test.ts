import { renderText } from '../../diagnostics/render/text.ts';
import { testResult } from '../../language-tests.ts';
import type * as ast from '../../parser/ast.ts';
import type { Snapshot } from '../snapshot.ts';

export interface TestOutcome {
  readonly name: string;
  readonly passed: boolean;
  /** For people: one line, or with the errors below it. */
  readonly message: string;
}

/** Runs the test of a name, of several the one at an index; undefined if the file has none. */
export function runTestOf(
  { module, analysis }: Snapshot,
  name: string,
  index: number,
): TestOutcome | undefined {
  const test = testsNamed(module, name)[index];
  if (!test) return undefined;
  const { passed, diagnostics } = testResult(analysis, test);
  if (passed) return { name, passed, message: `“${name}” holds` };
  const why = diagnostics.length > 0 ? renderText(diagnostics) : 'what it uses has errors';
  return { name, passed, message: `“${name}” does not hold\n\n${why}` };
}

export function testsNamed({ declarations }: ast.Module, name: string): readonly ast.TestDeclaration[] {
  return declarations.filter((each) => each.kind === 'test').filter((each) => each.name.name === name);
}
