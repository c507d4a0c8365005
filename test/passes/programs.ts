import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { constantsOf } from '../../src/ir/constants.ts';
import type { InferenceGraph, InferenceNode } from '../../src/ir/inference.ts';
import { verifyInference } from '../../src/ir/verify-inference.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import type { Kernels } from '../../src/passes/kernels.ts';
import type { Tensor } from '../../src/weights/tensor.ts';
import { relativeError } from '../conformance/compare.ts';
import { sizesOf } from '../generate/check.ts';
import { execute, lowerAndLoad, type Numbers, ramp } from '../lower/graph/harness.ts';
import { someValues } from '../lower/layers/harness.ts';
import { body, graphOf } from '../program.ts';

/** The body of a network over one input, as it is before any pass; weights are some numbers of both signs. */
export function inference(text: string, input = '[8, 6, 4]'): InferenceGraph {
  return inferenceOf(body(text, input));
}

export function inferenceOf(text: string): InferenceGraph {
  const graph = graphOf(text);
  return inferenceGraph(graph, someValues(graph));
}

/** Kernels that fuse and pad everything, and have no hard activations. */
export const able: Kernels = {
  lacks: new Set(['hard_sigmoid', 'hard_swish']),
  fuses: () => true,
  explicitPadding: true,
};

/** Kernels that do nothing but what their name says. */
export const plain: Kernels = { lacks: new Set(), fuses: () => false, explicitPadding: false };

/** The nodes behind the inputs, a line each: `conv2d+relu b <- image`. */
export function linesOf(graph: InferenceGraph): readonly string[] {
  return graph.nodes.filter(({ op }) => op !== 'input').map(lineOf);
}

function lineOf({ name, op, inputs, attributes }: InferenceNode): string {
  const fused = 'activation' in attributes && attributes.activation ? `+${attributes.activation.op}` : '';
  return `${op}${fused} ${name} <- ${inputs.join(', ')}`;
}

export function opsOf(graph: InferenceGraph): readonly string[] {
  return graph.nodes.map(({ op }) => op).filter((op) => op !== 'input');
}

/** The node of a name with the operation that it must have. */
export function nodeOf<Op extends InferenceNode['op']>(
  graph: InferenceGraph,
  op: Op,
  name?: string,
): InferenceNode & { readonly op: Op } {
  const found = graph.nodes.find(
    (node): node is InferenceNode & { readonly op: Op } =>
      node.op === op && (name === undefined || node.name === name),
  );
  if (!found) throw new Error(`there is no ${op} ${name ?? ''} in\n${linesOf(graph).join('\n')}`);
  return found;
}

/** How many constants a graph has. */
export function constantCount(graph: InferenceGraph): number {
  return new Set(graph.nodes.flatMap((node) => constantsOf(node).map(([, constant]) => constant))).size;
}

/** Sums in another order, and numbers rounded once more, of the largest number. */
const ROUNDING = 1e-5;

/**
 * Both graphs are sound, have the same inputs, outputs and parts, and give the same numbers for all of them in tfjs.
 * Parts of another graph may be called by another name, so they are compared by their paths.
 */
export async function expectSameNumbers(
  before: InferenceGraph,
  after: InferenceGraph,
  tolerance = ROUNDING,
  floor = 0,
): Promise<void> {
  expect(verifyInference(before)).toEqual([]);
  expect(verifyInference(after)).toEqual([]);
  expect(after.inputs).toEqual(before.inputs);
  expect(after.outputs.map(({ name }) => name)).toEqual(before.outputs.map(({ name }) => name));
  expect(after.parts.map(({ path }) => path)).toEqual(before.parts.map(({ path }) => path));
  const inputs = before.inputs.map((name) => {
    const node = before.nodes.find((each) => each.name === name);
    return ramp(2, ...sizesOf(node?.shape ?? []));
  });
  const [expected, found] = [await numbersOf(before, inputs), await numbersOf(after, inputs)];
  expect(found.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  expected.forEach(({ data }, i) => {
    // Numbers beyond 32 bits say nothing more.
    if (!Array.from(data).every(Number.isFinite)) return;
    const path = [...before.outputs.map(({ name }) => name), ...before.parts.map((part) => part.path)][i];
    expect(relativeError(found[i]?.data ?? [], data, floor), `the difference of ${path}`).toBeLessThanOrEqual(
      tolerance,
    );
  });
}

/** Of the outputs, then of the parts. */
async function numbersOf(graph: InferenceGraph, inputs: readonly Tensor[]): Promise<readonly Numbers[]> {
  if (tf.getBackend() !== 'cpu') await tf.setBackend('cpu');
  const paths = graph.parts.map(({ path }) => path);
  const model = await lowerAndLoad(graph);
  const outputs = execute(model, inputs);
  const parts = paths.length === 0 ? [] : execute(model, inputs, paths);
  model.dispose();
  return [...outputs, ...parts];
}
