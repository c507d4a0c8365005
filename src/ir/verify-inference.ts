import { isProblem } from '../ops/definition.ts';
import { product } from '../ops/rules.ts';
import { constantsOf, sameNumbers } from './constants.ts';
import type { Constant, InferenceGraph, InferenceNode } from './inference.ts';
import { inferredShape } from './inference-shapes.ts';
import { equalShapes, formatShape, type Shape } from './shape.ts';
import type { Size } from './size.ts';

/**
 * What is wrong with a graph for inference, in words; empty for a sound one. What the targets rely on: names are
 * unique, inputs stand before their use, shapes are what the rules of the operations give, constants fit the channels
 * they meet, and one name of a constant stands for one set of numbers. A finding is a bug of the compiler.
 */
export function verifyInference(graph: InferenceGraph): readonly string[] {
  const problems: string[] = [];
  const shapes = new Map<string, Shape>();
  for (const node of graph.nodes) {
    const called = `${node.op} ${node.name}`;
    if (shapes.has(node.name)) problems.push(`${called}: the name is not unique`);
    problems.push(...verifyNode(node, shapes).map((problem) => `${called} ${problem}`));
    shapes.set(node.name, node.shape);
  }
  return [...problems, ...verifyEnds(graph), ...verifyNames(graph)];
}

function verifyNode(node: InferenceNode, shapes: ReadonlyMap<string, Shape>): readonly string[] {
  const inputs: Shape[] = [];
  for (const name of node.inputs) {
    const shape = shapes.get(name);
    if (!shape) return [`takes ${name}, which does not stand before it`];
    inputs.push(shape);
  }
  if (node.op === 'input') return inputs.length > 0 ? ['takes tensors'] : [];
  if (inputs.length === 0) return ['takes nothing'];
  const misfits = [...verifyLengths(node), ...verifyChannels(node, inputs)];
  if (misfits.length > 0) return misfits;
  const shape = inferredShape(node, inputs);
  if (isProblem(shape)) return ['does not fit its inputs'];
  if (equalShapes(shape, node.shape)) return [];
  return [`has the shape ${formatShape(node.shape)}, and the rule gives ${formatShape(shape)}`];
}

function verifyLengths(node: InferenceNode): readonly string[] {
  return constantsOf(node)
    .filter(([, { shape, data }]) => data.length !== product(shape))
    .map(([what, { shape, data }]) => `has ${data.length} numbers for its ${what} of [${shape.join(', ')}]`);
}

/** Constants against the channels that come in and go out. */
function verifyChannels(node: InferenceNode, [input = []]: readonly Shape[]): readonly string[] {
  const channels = input[input.length - 1] ?? 0;
  return expected(node, channels, node.shape[node.shape.length - 1] ?? 0).flatMap(
    ([what, { shape }, wanted]) => {
      const fits = shape.length === wanted.length && shape.every((size, i) => size === wanted[i]);
      return fits ? [] : [`has [${shape.join(', ')}] for its ${what} where ${formatShape(wanted)} fits`];
    },
  );
}

type Expected = readonly (readonly [what: string, constant: Constant, wanted: Shape])[];

function expected(node: InferenceNode, channels: Size, outputs: Size): Expected {
  switch (node.op) {
    case 'conv2d': {
      const { kernel, groups } = node.attributes;
      const [height = 0, width = 0, , filters = 0] = kernel.shape;
      const each = typeof channels === 'number' ? channels / groups : channels;
      return [['kernel', kernel, [height, width, each, filters]], ...steps(node, outputs)];
    }
    case 'depthwise_conv2d': {
      const { kernel } = node.attributes;
      const [height = 0, width = 0, , multiplier = 0] = kernel.shape;
      return [['kernel', kernel, [height, width, channels, multiplier]], ...steps(node, outputs)];
    }
    case 'conv2d_transpose': {
      const { kernel } = node.attributes;
      const [height = 0, width = 0, filters = 0] = kernel.shape;
      return [['kernel', kernel, [height, width, filters, channels]], ...steps(node, outputs)];
    }
    case 'dense': {
      const { kernel } = node.attributes;
      return [['kernel', kernel, [channels, kernel.shape[1] ?? 0]], ...steps(node, outputs)];
    }
    case 'affine':
      return constantsOf(node).map(([what, each]) => [what, each, [each.data.length === 1 ? 1 : channels]]);
    case 'layer_norm':
    case 'prelu':
      return constantsOf(node).map(([what, each]) => [what, each, [channels]]);
    default:
      return [];
  }
}

type ProductNode = InferenceNode<'conv2d' | 'depthwise_conv2d' | 'conv2d_transpose' | 'dense'>;

/** What follows the product with the kernel. */
function steps({ attributes: { bias, activation } }: ProductNode, outputs: Size): Expected {
  return [
    ...(bias ? [['bias', bias, [outputs]] as const] : []),
    ...(activation?.op === 'prelu' ? [['alpha', activation.alpha, [outputs]] as const] : []),
  ];
}

function verifyEnds(graph: InferenceGraph): readonly string[] {
  const problems: string[] = [];
  const ops = new Map(graph.nodes.map(({ name, op }) => [name, op]));
  if (graph.outputs.length === 0) problems.push('there is no output');
  for (const { name, node } of graph.outputs) {
    if (!ops.has(node)) problems.push(`the output ${name} has no node`);
  }
  for (const input of graph.inputs) {
    if (ops.get(input) !== 'input') problems.push(`the input ${input} is no input`);
  }
  for (const [name, op] of ops) {
    if (op === 'input' && !graph.inputs.includes(name)) problems.push(`${name} is not among the inputs`);
  }
  for (const { path, result } of graph.parts) {
    if (!ops.has(result)) problems.push(`the part ${path} has no result`);
  }
  return problems;
}

/** One name, one set of numbers: targets write a constant once under its name. */
function verifyNames(graph: InferenceGraph): readonly string[] {
  const problems: string[] = [];
  const known = new Map<string, Constant>();
  for (const node of graph.nodes) {
    for (const [, constant] of constantsOf(node)) {
      const other = known.get(constant.name) ?? constant;
      if (!sameNumbers(other, constant))
        problems.push(`the constant ${constant.name} of ${node.name} has other numbers elsewhere`);
      known.set(constant.name, other);
    }
  }
  return problems;
}
