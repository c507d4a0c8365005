import { mentionedNames } from '../check/mentions.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { type Span, spanText } from '../source/source.ts';
import { isUnknown } from '../values/value.ts';
import { evaluate, evaluateBool } from './evaluate.ts';
import type { ArgumentPlaces } from './made-layers.ts';
import { type Frame, report, type Site } from './state.ts';

/** Ends the instance whose requirement failed: nothing in it can be trusted any more. Caught where it began. */
export class Refused extends Error {
  readonly calls: Frame['calls'];
  constructor(calls: Frame['calls']) {
    super();
    this.calls = calls;
  }
}

/**
 * A requirement. When it fails, the fault is the caller's: the primary place is the argument that the condition
 * speaks of, or the call; the line of the rule is the second label.
 */
export function runRequire(site: Site, statement: ast.RequireStatement): void {
  const holds = evaluateBool(site, statement.condition, 'a requirement');
  if (holds !== false) return;
  const { frame } = site;
  const message = statement.message ? evaluate({ ...site, sizes: true }, statement.message) : undefined;
  const said =
    typeof message === 'string' && !isUnknown(message)
      ? message
      : `\`${spanText(statement.condition.span)}\` does not hold`;
  const names = mentionedNames(statement.condition);
  const caller = frame.calls;
  const argument = caller && firstArgument(names, frame.argumentPlaces);
  const place: Span = argument ?? caller?.span ?? statement.condition.span;
  const labels = caller ? [{ span: statement.span, text: 'the rule' }] : [];
  report(
    frame.caller ?? frame,
    diagnostic(ruleCode(names), place, { block: frame.name, message: said }, { labels }),
  );
  throw new Refused(frame.calls);
}

/**
 * Two rules of mobile blocks have codes of their own: the stride rule (a condition on `stride` alone), and the
 * residual rule (a condition on a parameter `residual`).
 */
function ruleCode(names: ReadonlySet<string>): 'ARC3100' | 'ARC3101' | 'ARC3103' {
  if (names.has('residual')) return 'ARC3103';
  return names.has('stride') && names.size === 1 ? 'ARC3101' : 'ARC3100';
}

function firstArgument(names: ReadonlySet<string>, places: ArgumentPlaces): Span | undefined {
  for (const name of names) {
    const place = places(name);
    if (place) return place;
  }
  return undefined;
}
