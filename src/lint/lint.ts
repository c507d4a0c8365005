import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import type { Span } from '../source/source.ts';
import { keepingComments } from './edits.ts';
import { withoutIgnored } from './ignore.ts';
import { aboutBuilds, type Levels, type LintCode, levelOf, rules } from './rules.ts';
import { type Material, type OtherBuilds, type Subject, subjectOf } from './subject.ts';
import { withUnusedFixes } from './unused.ts';

/**
 * What is odd in a file, together with what the checks have found: each lint at its level, without those that comments
 * ask to ignore. In a file with errors no rule looks for more: it would mostly be their echo.
 */
export function lint(
  material: Material,
  found: readonly Diagnostic[],
  levels: Levels,
  others: () => OtherBuilds,
): readonly Diagnostic[] {
  const subject = subjectOf(material);
  const isBroken = found.some(isError);
  const isOff = (code: LintCode) => levelOf(code, levels) === 'off';
  const more = isBroken ? [] : oddIn(subject, isOff);
  const odd = more.some(isAboutBuilds) ? alsoWithOthers(more, material, others(), isOff) : more;
  const all = [...withUnusedFixes(subject, found), ...odd].map((each) => withSafeFixes(subject, each));
  const looked = (code: LintCode, at: Span | undefined) =>
    !isBroken && !isOff(code) && (!at || !aboutBuilds.has(code) || isBuilt(subject, at));
  return withoutIgnored(subject, all, looked).flatMap((each) => atLevel(each, levels));
}

function oddIn(subject: Subject, isOff: (code: LintCode) => boolean): readonly Diagnostic[] {
  return Object.entries(rules).flatMap(([code, rule]) => (isOff(code as LintCode) ? [] : [...rule(subject)]));
}

/** What is odd in the networks as they stand, and not put right by other arguments or in tests. */
function alsoWithOthers(
  found: readonly Diagnostic[],
  material: Material,
  { graphs, residuals }: OtherBuilds,
  isOff: (code: LintCode) => boolean,
): readonly Diagnostic[] {
  if (graphs.length === 0) return found;
  const taken = new Map(material.residuals);
  for (const [element, isTaken] of residuals) taken.set(element, isTaken || taken.get(element) === true);
  const all = { ...material, graphs: [...material.graphs, ...graphs], residuals: taken };
  const again = new Set(oddIn(subjectOf(all), isOff).map(placeKey));
  return found.filter((each) => !isAboutBuilds(each) || again.has(placeKey(each)));
}

function placeKey({ code, primary }: Diagnostic): string {
  return `${code} ${primary?.span.start} ${primary?.span.end}`;
}

function isAboutBuilds(found: Diagnostic): boolean {
  return isLint(found) && aboutBuilds.has(found.code);
}

function withSafeFixes({ module: { comments } }: Subject, found: Diagnostic): Diagnostic {
  if (found.fixes.length === 0) return found;
  return { ...found, fixes: found.fixes.map((fix) => keepingComments(fix, comments)) };
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
