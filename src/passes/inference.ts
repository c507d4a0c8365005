import type { Graph, Node, NodeId } from '../ir/graph.ts';
import type { Constant, InferenceGraph, InferenceNode } from '../ir/inference.ts';
import { nodeOf } from '../ops/query.ts';
import type { WeightValues } from '../weights/tensor.ts';
import { type Constants, channelSteps } from './steps.ts';

/**
 * The graph for inference as it follows from a network and its weights, nothing optimised: one node for each, called by
 * its path. Batch statistics, preprocessing and factors become `affine`; what acts in training only, `identity`.
 * @throws Error where `values` lacks a weight.
 */
export function inferenceGraph(graph: Graph, values: WeightValues): InferenceGraph {
  const paths = graph.nodes.map(({ path }) => path);
  const pathOf = (id: NodeId) => paths[id] ?? nodeOf(graph, id).path;
  const constants = constantsOf(graph, values);
  return {
    name: graph.name,
    nodes: graph.nodes.map((node) => inferenceNode(node, node.inputs.map(pathOf), constants)),
    inputs: graph.inputs.map(pathOf),
    outputs: graph.outputs.map(({ name, node }) => ({ name, node: pathOf(node) })),
    parts: graph.parts.map(({ path, result }) => ({ path, result: pathOf(result) })),
  };
}

function constantsOf(graph: Graph, values: WeightValues): Constants {
  const known = new Map<string, Constant>();
  const once = (name: string, make: () => Omit<Constant, 'name'>) => {
    const constant = known.get(name) ?? { name, ...make() };
    known.set(name, constant);
    return constant;
  };
  const owner = (node: Node) =>
    (node.module === undefined ? undefined : graph.modules[node.module]?.path) ?? node.path;
  return {
    weight: (node, name) =>
      once(`${owner(node)}.${name}`, () => {
        const tensor = values.get(`${owner(node)}.${name}`);
        if (!tensor) throw new Error(`no values were given for the weight ${owner(node)}.${name}`);
        return { shape: tensor.shape, data: tensor.data };
      }),
    made: (node, name, make) =>
      once(`${owner(node)}.${name}`, () => {
        const data = make();
        return { shape: [data.length], data };
      }),
  };
}

function inferenceNode(node: Node, inputs: readonly string[], constants: Constants): InferenceNode {
  const { path: name, shape, origin } = node;
  const base = { name, inputs, shape, origin } as const;
  const product = (bias: boolean) => ({
    kernel: constants.weight(node, 'kernel'),
    bias: bias ? constants.weight(node, 'bias') : null,
    activation: null,
  });
  switch (node.op) {
    case 'conv2d': {
      const { stride, padding, dilation, groups, bias } = node.attributes;
      return { ...base, op: 'conv2d', attributes: { ...product(bias), stride, padding, dilation, groups } };
    }
    case 'depthwise_conv2d': {
      const { stride, padding, dilation, bias } = node.attributes;
      return { ...base, op: 'depthwise_conv2d', attributes: { ...product(bias), stride, padding, dilation } };
    }
    case 'conv2d_transpose': {
      const { stride, padding, outputPadding, bias } = node.attributes;
      if (padding === 'same') throw new Error(`the padding of ${name} is not in numbers`);
      const attributes = { ...product(bias), stride, padding, outputPadding };
      return { ...base, op: 'conv2d_transpose', attributes };
    }
    case 'dense':
      return { ...base, op: 'dense', attributes: product(node.attributes.bias) };
    case 'batch_norm':
    case 'normalize':
    case 'scale':
    case 'layer_scale':
      return { ...base, op: 'affine', attributes: channelSteps(node, constants) };
    case 'layer_norm': {
      const [gamma, beta] = [constants.weight(node, 'gamma'), constants.weight(node, 'beta')];
      return { ...base, op: 'layer_norm', attributes: { gamma, beta, eps: node.attributes.eps } };
    }
    case 'prelu':
      return { ...base, op: 'prelu', attributes: { alpha: constants.weight(node, 'alpha') } };
    case 'flatten':
    case 'reshape':
      return { ...base, op: 'reshape', attributes: {} };
    case 'dropout':
    case 'drop_path':
      return { ...base, op: 'identity', attributes: {} };
    default: {
      const { id, path, module, ...rest } = node;
      return { ...rest, ...base };
    }
  }
}
