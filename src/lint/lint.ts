import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { nodesIn } from '../parser/walk.ts';
import { withoutIgnored } from './ignore.ts';
import { type Levels, type LintCode, levelOf, rules } from './rules.ts';
import type { Subject } from './subject.ts';
import { withUnusedFix } from './unused.ts';

/**
 * What is odd in a file, together with what the checks have found: each lint at its level, without those that comments
 * ask to ignore. In a file with errors no rule looks for more: it would mostly be their echo.
 */
export function lint(
  file: Omit<Subject, 'nodes'>,
  found: readonly Diagnostic[],
  levels: Levels,
): readonly Diagnostic[] {
  const { module } = file;
  const subject: Subject = { ...file, nodes: nodesIn(module) };
  const more = found.some(isError)
    ? []
    : Object.entries(rules).flatMap(([code, rule]) => {
        const off = levelOf(code as LintCode, levels) === 'off';
        return off ? [] : [...rule(subject)];
      });
  const fixable = found.map((each) => withUnusedFix(subject, each));
  return withoutIgnored(module, [...fixable, ...more]).flatMap((each) => atLevel(each, levels));
}

function atLevel(found: Diagnostic, levels: Levels): readonly Diagnostic[] {
  if (!isLint(found)) return [found];
  const level = levelOf(found.code, levels);
  return level === 'off' ? [] : [{ ...found, severity: level }];
}

export function isLint(found: Diagnostic): found is Diagnostic & { readonly code: LintCode } {
  return found.code.startsWith('ARC8');
}
