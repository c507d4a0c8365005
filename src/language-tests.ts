import { type Analysis, analyse, checkSource } from './compile.ts';
import { type Diagnostic, isError } from './diagnostics/diagnostic.ts';
import { diagnostic } from './diagnostics/report.ts';
import { buildTest } from './elaborate/build.ts';
import type { Checks } from './lint/mend.ts';
import type * as ast from './parser/ast.ts';
import type { Host } from './source/host.ts';

/** How a language test went. */
export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  /** Why it did not pass. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the tests of a source (LANGUAGE §9). One with a syntax error, or that uses something broken, does not pass. */
export function runTests(analysis: Analysis): readonly TestResult[] {
  const tests = analysis.program.entry.tree.declarations.filter((declaration) => declaration.kind === 'test');
  return tests.map((test) => testResult(analysis, test));
}

/** What fixes must leave as it is: a source without errors, and its tests. */
export function checksWith(host: Host): Checks {
  return {
    check: (source) => checkSource(host, source),
    failing: (source) => runTests(analyse(host, source)).filter(({ passed }) => !passed).length,
  };
}

/** Runs one of them. */
export function testResult(analysis: Analysis, test: ast.TestDeclaration): TestResult {
  const { program, constants } = analysis;
  const name = test.name.name;
  const atDefinition = program.errorsOf(test);
  // What is said of a broken declaration is said in the diagnostics of the source.
  const sound = program.isSound(test) && !constants.diagnostics.some(isError);
  if (!sound && atDefinition.length === 0) return { name, passed: false, diagnostics: [] };
  const errors = sound ? buildTest(program, constants, test).diagnostics.filter(isError) : atDefinition;
  if (!test.fails) return { name, passed: errors.length === 0, diagnostics: errors };

  const code = test.fails.name;
  if (errors.length === 0) {
    return {
      name,
      passed: false,
      diagnostics: [diagnostic('ARC4101', test.fails.span, { test: name, code })],
    };
  }
  const others = errors.filter((error) => !error.code.startsWith(code));
  if (others.length === 0) return { name, passed: true, diagnostics: [] };
  const found = [...new Set(others.map((error) => error.code))].join(' and ');
  const mismatch = diagnostic('ARC4102', test.fails.span, { test: name, code, found });
  return { name, passed: false, diagnostics: [mismatch, ...others] };
}
