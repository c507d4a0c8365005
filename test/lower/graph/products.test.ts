import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  Activation,
  Constant,
  InferenceGraph,
  InferenceNode,
  InferenceOps,
} from '../../../src/ir/inference.ts';
import { graphKernels } from '../../../src/lower/graph/kernels.ts';
import type { Span } from '../../../src/source/source.ts';
import { expectClose } from '../layers/harness.ts';
import { execute, graphFiles, loadGraph, ramp } from './harness.ts';

const origin: Span = { source: { path: 'test.arch', text: 'by hand' }, start: 0, end: 1 };

function constant(name: string, ...shape: number[]): Constant {
  return { name, shape, data: ramp(...shape).data.slice() };
}

const CHANNELS = 6;
const FILTERS = 6;
const window = { stride: [1, 1], padding: [1, 1, 1, 1], dilation: [1, 1] } as const;
const shapes = { map: [4, 5, FILTERS], vector: [FILTERS], sequence: [3, FILTERS] } as const;

/** Each product with the rank of its input; `with` gives it a bias and an activation. */
type Given = { readonly bias: Constant | null; readonly activation: Activation | null };
const products = {
  conv2d: (given: Given) =>
    conv('conv2d', { ...window, ...given, groups: 1, kernel: constant('kernel', 3, 3, CHANNELS, FILTERS) }),
  'conv2d in groups': (given: Given) =>
    conv('conv2d', {
      ...window,
      ...given,
      groups: 2,
      kernel: constant('kernel', 3, 3, CHANNELS / 2, FILTERS),
    }),
  'conv2d, one channel a group': (given: Given) =>
    conv('conv2d', { ...window, ...given, groups: CHANNELS, kernel: constant('kernel', 3, 3, 1, FILTERS) }),
  'conv2d, dilated and strided': (given: Given) =>
    conv(
      'conv2d',
      {
        ...window,
        ...given,
        stride: [2, 2],
        dilation: [2, 2],
        padding: [2, 1, 2, 2],
        groups: 1,
        kernel: constant('kernel', 3, 3, CHANNELS, FILTERS),
      },
      [2, 3, FILTERS],
    ),
  depthwise_conv2d: (given: Given) =>
    conv('depthwise_conv2d', { ...window, ...given, kernel: constant('kernel', 3, 3, CHANNELS, 1) }),
  conv2d_transpose: (given: Given) =>
    conv(
      'conv2d_transpose',
      {
        stride: [2, 3],
        padding: [1, 0, 1, 2],
        outputPadding: [1, 0],
        ...given,
        kernel: constant('kernel', 3, 2, FILTERS, CHANNELS),
      },
      [9, 11, FILTERS],
    ),
  'dense of a vector': (given: Given) => dense(shapes.vector, given),
  'dense of a sequence': (given: Given) => dense(shapes.sequence, given),
  'dense of a map': (given: Given) => dense(shapes.map, given),
  'dense of four axes': (given: Given) => dense([2, 1, 3, FILTERS], given),
} as const;

function conv<Op extends 'conv2d' | 'depthwise_conv2d' | 'conv2d_transpose'>(
  op: Op,
  attributes: InferenceOps[Op],
  shape: readonly number[] = shapes.map,
) {
  return graphWith(
    { name: 'product', op, inputs: ['x'], attributes, shape, origin } as unknown as InferenceNode,
    shapes.map,
  );
}

function dense(shape: readonly number[], given: Given): InferenceGraph {
  const attributes = { ...given, kernel: constant('kernel', FILTERS, FILTERS) };
  return graphWith({ name: 'product', op: 'dense', inputs: ['x'], attributes, shape, origin }, shape);
}

function graphWith(node: InferenceNode, input: readonly number[]): InferenceGraph {
  const nodes: InferenceNode[] = [
    { name: 'x', op: 'input', inputs: [], attributes: {}, shape: input, origin },
    node,
  ];
  return { name: 'by_hand', nodes, inputs: ['x'], outputs: [{ name: 'y', node: 'product' }], parts: [] };
}

/** The same network with the activation as a node of its own. */
function apart(graph: InferenceGraph, activation: Activation): InferenceGraph {
  const [, product] = graph.nodes;
  if (!product) throw new Error('no product');
  const common = { name: 'activation', inputs: ['product'], shape: product.shape, origin };
  const node: InferenceNode = separate(common, activation);
  return { ...graph, nodes: [...graph.nodes, node], outputs: [{ name: 'y', node: 'activation' }] };
}

function separate(
  common: Omit<InferenceNode<'relu'>, 'op' | 'attributes'>,
  activation: Activation,
): InferenceNode {
  switch (activation.op) {
    case 'prelu':
      return { ...common, op: 'prelu', attributes: { alpha: activation.alpha } };
    case 'leaky_relu':
      return { ...common, op: 'leaky_relu', attributes: { slope: activation.slope } };
    case 'elu':
      return { ...common, op: 'elu', attributes: { alpha: 1 } };
    default:
      return { ...common, op: activation.op, attributes: {} };
  }
}

const activations: readonly Activation[] = [
  { op: 'relu' },
  { op: 'relu6' },
  { op: 'sigmoid' },
  { op: 'tanh' },
  { op: 'elu' },
  { op: 'leaky_relu', slope: 0.3 },
  { op: 'prelu', alpha: constant('alpha', FILTERS) },
];

const biases = [null, constant('bias', FILTERS)];

describe.each(['cpu', 'wasm'])(
  'a product with its activation is that with the activation apart, on %s',
  (backend) => {
    beforeAll(async () => {
      expect(await tf.setBackend(backend)).toBe(true);
    });
    afterAll(() => tf.setBackend('cpu'));

    describe.each(Object.entries(products))('%s', (_, make) => {
      test.each(activations)('$op', async (activation) => {
        for (const bias of biases) {
          const input = make({ bias, activation: null }).nodes[0]?.shape ?? [];
          const x = ramp(2, ...input.map((size) => (typeof size === 'number' ? size : 1)));
          const together = await loadGraph(graphFiles(make({ bias, activation })));
          const alone = await loadGraph(graphFiles(apart(make({ bias, activation: null }), activation)));
          const [actual] = execute(together, [x]);
          const [expected] = execute(alone, [x]);
          expect(actual?.shape).toEqual(expected?.shape);
          expectClose(actual?.data ?? [], expected?.data ?? [], 1e-5, 'the output');
        }
      });
    });
  },
);

describe('in one kernel', () => {
  const kernelsOf = (graph: InferenceGraph) => {
    const { modelTopology } = JSON.parse(new TextDecoder().decode(graphFiles(graph).get('model.json')));
    const nodes: readonly { readonly op: string }[] = modelTopology.node;
    return nodes.map(({ op }) => op).filter((op) => op !== 'Const' && op !== 'Placeholder');
  };

  test.each(activations)('$op', (activation) => {
    const bias = constant('bias', FILTERS);
    const fuses = (op: 'conv2d' | 'depthwise_conv2d' | 'dense') => graphKernels.fuses(op, activation);
    const given = { bias, activation };
    expect(kernelsOf(products.conv2d(given)).length).toBe(fuses('conv2d') ? 1 : 2);
    expect(kernelsOf(products.depthwise_conv2d(given)).length).toBe(fuses('depthwise_conv2d') ? 1 : 2);
    expect(kernelsOf(products['dense of a vector'](given)).length).toBe(fuses('dense') ? 1 : 2);
  });
});
