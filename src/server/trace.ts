import type { Instance, Observer } from '../elaborate/observer.ts';
import type { Calls } from '../elaborate/state.ts';
import { type Costs, nodeCosts } from '../ir/costs.ts';
import type { Graph } from '../ir/graph.ts';
import type { Shape } from '../ir/shape.ts';
import type * as ast from '../parser/ast.ts';
import type { SourceFile, Span } from '../source/source.ts';
import type { Value } from '../values/value.ts';
import { remember } from './remember.ts';

/** What flowed behind a statement in one of its turns. */
export interface Turn {
  readonly shape: Shape;
  readonly calls: Calls | undefined;
}

/** What the builds of a file tell of what stands in it. */
export interface Trace {
  readonly statements: Map<ast.Statement, { readonly turns: Turn[]; count: number }>;
  /** By where a name is written. */
  readonly values: Map<number, Value[]>;
  readonly instances: TracedInstance[];
  readonly residuals: Map<ast.ResidualElement, boolean>;
}

export interface TracedInstance extends Instance {
  /** What was built when it was. */
  readonly within: ast.NetworkDeclaration | ast.TestDeclaration;
}

/** So many turns of a statement, and values of a name, are kept; more cannot be shown anyway. */
const KEPT = 64;
/** A build that tells more is not watched to its end: shapes of later statements stay unknown. */
const MOST_TOLD = 500_000;

export function emptyTrace(): Trace {
  return { statements: new Map(), values: new Map(), instances: [], residuals: new Map() };
}

/** Writes down what a build tells of one source. */
export function traceInto(
  trace: Trace,
  source: SourceFile,
  within: ast.NetworkDeclaration | ast.TestDeclaration,
): Observer {
  let told = 0;
  return {
    statement(statement, tensor, calls) {
      if (statement.span.source !== source || !tensor?.shape || told++ > MOST_TOLD) return;
      const known = trace.statements.get(statement) ?? { turns: [], count: 0 };
      trace.statements.set(statement, known);
      known.count++;
      if (known.turns.length < KEPT) known.turns.push({ shape: tensor.shape, calls });
    },
    value(at, value) {
      if (at.source !== source || told++ > MOST_TOLD) return;
      const known = trace.values.get(at.start) ?? [];
      trace.values.set(at.start, known);
      if (known.length < KEPT) known.push(value);
    },
    instance(instance) {
      if (told++ <= MOST_TOLD) trace.instances.push({ ...instance, within });
    },
    residual(element, taken) {
      trace.residuals.set(element, taken || trace.residuals.get(element) === true);
    },
  };
}

/** What each part of a graph costs with everything in it, by path. */
export const costsByPath = remember((graph: Graph): ReadonlyMap<string, Costs> => {
  const sums = new Map<string, { params: number; macs: number | undefined }>();
  for (const [i, costs] of nodeCosts(graph).entries()) {
    const path = graph.nodes[i]?.path ?? '';
    for (let end = path.indexOf('.'); ; end = path.indexOf('.', end + 1)) {
      const part = end < 0 ? path : path.slice(0, end);
      const sum = sums.get(part) ?? { params: 0, macs: 0 };
      sum.params += costs.params;
      sum.macs = sum.macs === undefined || costs.macs === undefined ? undefined : sum.macs + costs.macs;
      sums.set(part, sum);
      if (end < 0) break;
    }
  }
  return sums;
});

export function samePlace(a: Span, b: Span): boolean {
  return a.source === b.source && a.start === b.start && a.end === b.end;
}
