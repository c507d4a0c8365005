import { expect, test } from 'vitest';
import { lowerToOnnx } from '../../../src/lower/onnx/index.ts';
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode } from '../../../src/lower/onnx/model.ts';
import { readModel } from '../../../src/lower/onnx/read.ts';
import { verifyOnnx } from '../../../src/lower/onnx/verify.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { initialise } from '../../../src/weights/initialise.ts';
import { namedWeights } from '../../../src/weights/named.ts';
import { graphOf } from '../../program.ts';

const model = modelOf(`network net {
  input image: [2 * ?h, 8, 4]
  conv2d(6, groups = 2, stride = 2) -> relu6() as half
  half -> global_avg_pool() -> dense(6) -> sigmoid() as gate
  multiply(half, gate) -> conv2d_transpose(2, kernel = 2, stride = 2) -> max_pool2d()
  layer_norm() -> prelu() -> upsample(size = (5, 5)) -> flatten() -> reshape([10, 5])
  slice(1, 3)
}`);

function modelOf(text: string): OnnxModel {
  const graph = graphOf(text);
  const lowered = lowerToOnnx(inferenceGraph(graph, initialise(namedWeights(graph), 3)));
  if ('diagnostics' in lowered) throw new Error('the network is refused');
  return readModel(lowered.files.get('model.onnx') ?? new Uint8Array());
}

test('a model as it is written has no faults', () => {
  expect(verifyOnnx(model)).toEqual([]);
});

type Damage = (graph: OnnxGraph) => Partial<OnnxGraph>;

/** One node changed. */
function node(name: string, change: (node: OnnxNode) => Partial<OnnxNode>): Damage {
  return ({ nodes }) => {
    if (!nodes.some((each) => each.name === name)) throw new Error(`there is no ${name}`);
    return { nodes: nodes.map((each) => (each.name === name ? { ...each, ...change(each) } : each)) };
  };
}

function attribute(name: string, key: string, value: OnnxAttribute): Damage {
  return node(name, ({ attributes }) => ({ attributes: new Map([...attributes, [key, value]]) }));
}

/** An initialiser with other dimensions, and as many bytes. */
function tensor(name: string, dims: readonly number[]): Damage {
  const bytes = new Uint8Array(4 * dims.reduce((product, size) => product * size, 1));
  return ({ initialisers }) => ({
    initialisers: initialisers.map((each) => (each.name === name ? { ...each, dims, bytes } : each)),
  });
}

const ints = (...value: number[]): OnnxAttribute => ({ type: 'ints', value });

const damages: readonly (readonly [what: string, damage: Damage, found: RegExp])[] = [
  ['nodes out of order', ({ nodes }) => ({ nodes: nodes.toReversed() }), /used before it is made/],
  ['a node twice', ({ nodes }) => ({ nodes: [...nodes, ...nodes.slice(-1)] }), /another node has this name/],
  ['a value twice', node('relu6', () => ({ outputs: ['conv2d'] })), /two values are called `conv2d`/],
  ['an input that is gone', () => ({ inputs: [] }), /`image` is used before it is made/],
  [
    'an output that nothing makes',
    ({ outputs }) => ({ outputs: outputs.map((each) => ({ ...each, name: 'no' })) }),
    /nothing makes the output `no`/,
  ],
  ['an unknown operator', node('relu6', () => ({ op: 'Relu6' })), /no operator that archc writes/],
  ['an unknown attribute', attribute('conv2d', 'groups', ints(2)), /no attribute `groups`/],
  ['an attribute of another type', attribute('conv2d', 'group', ints(2)), /`group` is int, not ints/],
  [
    'an operand too many',
    node('sigmoid', ({ inputs }) => ({ inputs: [...inputs, ...inputs] })),
    /cannot take 2 operands/,
  ],
  ['two results', node('sigmoid', () => ({ outputs: ['sigmoid', 'more'] })), /gives one value, not 2/],
  [
    'a kernel for other channels',
    tensor('conv2d.kernel', [6, 3, 3, 3]),
    /3 channels in 2 groups meets 4 channels/,
  ],
  [
    'another number of groups',
    attribute('conv2d', 'group', { type: 'int', value: 1 }),
    /2 channels in 1 groups meets 4/,
  ],
  ['filters that no group takes', tensor('conv2d.kernel', [5, 2, 3, 3]), /5 filters are no multiple of 2/],
  ['a kernel of another size', tensor('conv2d.kernel', [6, 2, 3, 1]), /kernel_shape/],
  ['a bias of another length', tensor('conv2d.bias', [4]), /the bias is \[4\] for 6 filters/],
  ['another stride', attribute('conv2d', 'strides', ints(1, 1)), /declared as/],
  ['another padding', attribute('conv2d', 'pads', ints(1, 1, 1, 3)), /declared as/],
  ['a padding below 0', attribute('conv2d', 'pads', ints(-1, 1, 1, 1)), /below 0/],
  ['a matrix for other columns', tensor('dense.kernel', [6, 5]), /a matrix for 5 inputs meets 6/],
  ['a matrix that is not turned', node('dense', () => ({ attributes: new Map() })), /not turned/],
  [
    'a transposed kernel for other channels',
    tensor('conv2d_transpose.kernel', [5, 2, 2, 2]),
    /5 channels meets 6/,
  ],
  [
    'a pool padded by its window',
    attribute('max_pool2d', 'pads', ints(2, 0, 2, 0)),
    /not smaller than its window/,
  ],
  ['gains for other channels', tensor('layer_norm.gamma', [3]), /the gains are/],
  ['slopes for other channels', tensor('prelu.alpha', [3, 1, 1]), /do not spread|slopes/],
  ['slopes larger than the tensor', tensor('prelu.alpha', [1, 1, 1, 1, 1]), /slopes/],
  ['an order of axes that is none', attribute('layer_norm', 'perm', ints(0, 1, 1, 2)), /is no order/],
  [
    'a gate that does not spread',
    node('multiply', ({ inputs }) => ({ inputs: [inputs[0] ?? '', 'sigmoid'] })),
    /do not spread|declared/,
  ],
  [
    'a tensor without its numbers',
    ({ initialisers }) => ({
      initialisers: initialisers.map((each) => ({ ...each, bytes: each.bytes.slice(4) })),
    }),
    /bytes, but/,
  ],
  [
    'a declaration with another size',
    ({ values }) => ({ values: values.map((each) => ({ ...each, dims: each.dims.toReversed() })) }),
    /is declared as/,
  ],
  [
    'a declaration of another type',
    ({ values }) => ({ values: values.map((each) => ({ ...each, type: 'int64' as const })) }),
    /is declared as int64/,
  ],
  ['a value without a declaration', ({ values }) => ({ values: values.slice(1) }), /are not declared/],
  [
    'a declaration of nothing',
    ({ values }) => ({ values: [...values, { name: 'no', type: 'float32', dims: [] }] }),
    /nothing makes it/,
  ],
  [
    'an output of another size',
    ({ outputs }) => ({ outputs: outputs.map((each) => ({ ...each, dims: [1] })) }),
    /is declared as float32 \[1\]/,
  ],
  [
    'a slice beyond the end',
    node('slice', ({ inputs }) => ({
      inputs: [inputs[0] ?? '', inputs[1] ?? '', inputs[1] ?? '', inputs[3] ?? ''],
    })),
    /nothing is left/,
  ],
  [
    'a shape with other numbers',
    node('flatten', ({ inputs }) => ({ inputs: [inputs[0] ?? '', 'constants/[0,10,5]'] })),
    /declared as/,
  ],
  [
    'a shape that does not hold them',
    node('reshape', ({ inputs }) => ({ inputs: ['sigmoid', inputs[1] ?? ''] })),
    /does not have the numbers/,
  ],
];

test.each(damages)('%s is found', (_, damage, found) => {
  const graph = { ...model.graph, ...damage(model.graph) };
  expect(verifyOnnx({ ...model, graph }).join('\n')).toMatch(found);
});
