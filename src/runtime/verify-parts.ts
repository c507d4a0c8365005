import type { Graph, NodeId } from '../ir/graph.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Target } from '../lower/targets.ts';
import type { WeightValues } from '../weights/tensor.ts';
import { type Cut, cutGraph, type End, endsOf } from './verify-cut.ts';
import type { PresentEngine } from './verify-engines.ts';
import { differenceOf, type Outputs, runTrials, type Trial } from './verify-trials.ts';

/** Makes the files of a target; another one than the compiler's own is for tests. */
export type Lower = (graph: Graph, values: WeightValues, target: Target) => Promise<Lowering>;

/** What computes a network: a target, and the engine that runs it. */
export interface Way {
  readonly target: Target;
  readonly engine: PresentEngine;
}

export interface Suspicion {
  readonly graph: Graph;
  readonly values: WeightValues;
  readonly lower: Lower;
  /** The inputs with which the outputs differ. */
  readonly trial: Trial;
  readonly tolerance: number;
  readonly reference: Way;
  readonly suspect: Way;
}

/**
 * The path of the first part of a network whose result differs between two ways of computing it, where that of the
 * whole does; undefined if no cut of the network tells. The network is cut behind a part and built anew, so that
 * each target optimises what leads there as it does in the whole; halving finds the part behind which results differ
 * while they agree before it.
 */
export async function firstDifferentPart(suspicion: Suspicion): Promise<string | undefined> {
  const { graph, reference, suspect, tolerance } = suspicion;
  const whole = cutGraph(
    graph,
    graph.outputs.map(({ node }) => node),
  );
  const ends = endsOf(graph).filter(({ node }) => whole.nodes.has(node));
  // Stock layers are not optimised: one network with all the results is as good as one for each.
  const nodes = ends.map(({ node }) => node);
  const expected = await compute(suspicion, reference, cutGraph(graph, nodes));
  if (typeof expected === 'string') return undefined;
  const known = new Map<NodeId, boolean>();
  const differs = async ({ node }: End): Promise<boolean> => {
    const found = known.get(node) ?? (await differsBehind(node));
    known.set(node, found);
    return found;
  };
  const differsBehind = async (node: NodeId): Promise<boolean> => {
    const right = expected[nodes.indexOf(node)];
    const found = await compute(suspicion, suspect, cutGraph(graph, [node]));
    return typeof found === 'string' || !right || differenceOf(right, found[0]) > tolerance;
  };
  // Halving takes the parts for a chain. Where branches meet, what differs may still come from before.
  for (let first = await firstOf(ends, differs); ; ) {
    const earlier = first && (await before(graph, ends, first, differs));
    if (!earlier) return first?.path;
    first = earlier;
  }
}

/** The first of some ends that differs, if the last one does: those before it agree, those behind it differ. */
async function firstOf(
  ends: readonly End[],
  differs: (end: End) => Promise<boolean>,
): Promise<End | undefined> {
  const last = ends.at(-1);
  if (!last || !(await differs(last))) return undefined;
  let agreeing = -1;
  let differing = ends.length - 1;
  while (differing - agreeing > 1) {
    const middle = (agreeing + differing) >> 1;
    const end = ends[middle];
    if (end && (await differs(end))) differing = middle;
    else agreeing = middle;
  }
  return ends[differing];
}

/** An end that differs among those that lead to another one directly, or one before it. */
async function before(
  graph: Graph,
  ends: readonly End[],
  { node }: End,
  differs: (end: End) => Promise<boolean>,
): Promise<End | undefined> {
  const waiting = new Set(graph.nodes[node]?.inputs);
  for (const id of waiting) {
    const end = ends.find((each) => each.node === id);
    if (end && (await differs(end))) {
      const { nodes } = cutGraph(graph, [end.node]);
      return firstOf(
        ends.filter((each) => nodes.has(each.node)),
        differs,
      );
    }
    if (!end) for (const input of graph.nodes[id]?.inputs ?? []) waiting.add(input);
  }
  return undefined;
}

async function compute(
  { values, lower, trial }: Suspicion,
  { target, engine }: Way,
  cut: Cut,
): Promise<Outputs[number] | string> {
  const lowered = await lower(cut.graph, values, target);
  if ('diagnostics' in lowered) return lowered.diagnostics[0]?.message ?? '';
  const inputs = cut.inputs.flatMap((i) => trial.inputs[i] ?? []);
  const outputs = await runTrials(engine, lowered, [{ ...trial, inputs }]);
  return typeof outputs === 'string' ? outputs : (outputs[0] ?? []);
}
