import { diagnostic } from '../diagnostics/report.ts';
import type { Span } from '../source/source.ts';
import type { PathScope } from './path-scope.ts';
import { type Frame, LimitPassed, MAX_CALLS, MAX_NODES, MAX_STEPS, report, STEPS } from './state.ts';

/** Pays for evaluation steps, before they are made; past the limit the build ends with a diagnostic. */
export function spend(frame: Frame, steps: number, at: Span): void {
  frame.build.stepsLeft -= steps;
  if (frame.build.stepsLeft < 0) stepsPassed(frame, at);
}

function stepsPassed(frame: Frame, at: Span): never {
  const limit = `${MAX_STEPS / 1_000_000} million`;
  report(
    frame,
    diagnostic('ARC2201', at, { limit }, { help: ['shorten the lists and loops that this evaluates'] }),
  );
  throw new LimitPassed();
}

/** Called before a node is added, with what it counts beyond a plain one. */
export function checkNodeCount(frame: Frame, at: Span, more = 0): void {
  spend(frame, STEPS.node + more, at);
  if (frame.build.nodes.length < MAX_NODES) return;
  const limit = MAX_NODES.toLocaleString('en-US').replaceAll(',', '_');
  report(
    frame,
    diagnostic('ARC2202', at, { limit }, { help: ['look for a `repeat` or a loop that runs too often'] }),
  );
  throw new LimitPassed();
}

/** Called before a block or function is entered. */
export function checkDepth(frame: Frame, at: Span): void {
  if ((frame.calls?.depth ?? 0) < MAX_CALLS) return;
  report(frame, diagnostic('ARC2203', at, { limit: MAX_CALLS }));
  throw new LimitPassed();
}

/** The frame inside a call; inside a block, `paths` begin with the name of the instance. */
export function enterCall(
  outer: Frame,
  span: Span,
  name: string,
  argumentPlaces: Frame['argumentPlaces'] = nowhere,
  paths: PathScope = outer.paths,
): Frame {
  checkDepth(outer, span);
  spend(outer, paths === outer.paths ? STEPS.call : STEPS.instance, span);
  const { build, order, branch, reuse, record, calls: parent } = outer;
  const calls = { span, name, parent, depth: (parent?.depth ?? 0) + 1 };
  return { build, name, calls, caller: outer, argumentPlaces, paths, order, branch, reuse, record };
}

function nowhere(): undefined {
  return undefined;
}
