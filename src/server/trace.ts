import type { Calls } from '../elaborate/environment.ts';
import type { Instance, Observer } from '../elaborate/observer.ts';
import { type Costs, nodeCosts } from '../ir/costs.ts';
import type { Graph } from '../ir/graph.ts';
import type { Shape } from '../ir/shape.ts';
import type * as ast from '../parser/ast.ts';
import type { SourceFile, Span } from '../source/source.ts';
import type { Value } from '../values/value.ts';

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

/** What several builds tell, as one. */
export function mergedTrace(traces: readonly Trace[]): Trace {
  const [only] = traces;
  if (only && traces.length === 1) return only;
  const all = emptyTrace();
  for (const { statements, values, instances, residuals } of traces) {
    for (const [statement, { turns, count }] of statements) {
      const known = all.statements.get(statement) ?? { turns: [], count: 0 };
      all.statements.set(statement, known);
      known.count += count;
      known.turns.push(...turns.slice(0, KEPT - known.turns.length));
    }
    for (const [at, own] of values) {
      const known = all.values.get(at) ?? [];
      all.values.set(at, known);
      known.push(...own.slice(0, KEPT - known.length));
    }
    for (const instance of instances) all.instances.push(instance);
    for (const [element, taken] of residuals)
      all.residuals.set(element, taken || all.residuals.get(element) === true);
  }
  return all;
}

/** Parts of graphs that differ in nothing but places cost the same: such graphs share their modules. */
const known = new WeakMap<Graph['modules'], ReadonlyMap<string, Costs>>();

/** What each part of a graph costs with everything in it, by path; all of it by the empty path. */
export function costsByPath(graph: Graph): ReadonlyMap<string, Costs> {
  const before = known.get(graph.modules);
  if (before) return before;
  const sums = new Map<string, { params: number; macs: number | undefined }>();
  for (const [i, costs] of nodeCosts(graph).entries()) {
    for (const path of prefixes(graph.nodes[i]?.path ?? '')) {
      const sum = sums.get(path) ?? { params: 0, macs: 0 };
      sum.params += costs.params;
      sum.macs = sum.macs === undefined || costs.macs === undefined ? undefined : sum.macs + costs.macs;
      sums.set(path, sum);
    }
  }
  known.set(graph.modules, sums);
  return sums;
}

/** "", "a", "a.b" of "a.b". */
function* prefixes(path: string): Iterable<string> {
  yield '';
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) yield path.slice(0, dot);
  yield path;
}

export function samePlace(a: Span, b: Span): boolean {
  return a.source === b.source && a.start === b.start && a.end === b.end;
}
