import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import type { Span } from '../source/source.ts';
import { withoutIgnored } from './ignore.ts';
import { aboutBuilds, type Levels, type LintCode, levelOf, rules } from './rules.ts';
import { type Material, type Subject, subjectOf } from './subject.ts';
import { withUnusedFix } from './unused.ts';

/**
 * What is odd in a file, together with what the checks have found: each lint at its level, without those that comments
 * ask to ignore. In a file with errors no rule looks for more: it would mostly be their echo.
 */
export function lint(
  material: Material,
  found: readonly Diagnostic[],
  levels: Levels,
): readonly Diagnostic[] {
  const subject = subjectOf(material);
  const isBroken = found.some(isError);
  const isOff = (code: LintCode) => levelOf(code, levels) === 'off';
  const more = isBroken
    ? []
    : Object.entries(rules).flatMap(([code, rule]) => (isOff(code as LintCode) ? [] : [...rule(subject)]));
  const fixable = found.map((each) => withUnusedFix(subject, each));
  const looked = (code: LintCode, at: Span | undefined) =>
    !isBroken && !isOff(code) && (!at || !aboutBuilds.has(code) || isBuilt(subject, at));
  return withoutIgnored(subject, [...fixable, ...more], looked).flatMap((each) => atLevel(each, levels));
}

/** Whether anything of the networks comes from a place. */
function isBuilt({ networks }: Subject, { source, start, end }: Span): boolean {
  return networks.some(({ graph, placeOf }) =>
    graph.nodes.some((node) => {
      const place = placeOf(node);
      return place?.source === source && place.start >= start && place.start < end;
    }),
  );
}

function atLevel(found: Diagnostic, levels: Levels): readonly Diagnostic[] {
  if (!isLint(found)) return [found];
  const level = levelOf(found.code, levels);
  return level === 'off' ? [] : [{ ...found, severity: level }];
}

export function isLint(found: Diagnostic): found is Diagnostic & { readonly code: LintCode } {
  return found.code.startsWith('ARC8');
}
