import { describe, expect, test } from 'vitest';
import { registry } from '../../src/diagnostics/registry.ts';
import type { Graph, Node } from '../../src/ir/graph.ts';
import type { OpName } from '../../src/ops/attributes.ts';
import { macsOf, nodeWeights, parameterCount, settled, weightsOf } from '../../src/ops/query.ts';
import { isOpName, ops } from '../../src/ops/table.ts';
import { formatType } from '../../src/values/type.ts';
import { attributes, shapeOf } from './apply.ts';

const names = Object.keys(ops).filter(isOpName);

/** Every layer's signature, as the reference writes it. */
function signature(op: OpName): string {
  const written = ops[op].parameters.map(({ name, default: value }) => {
    if (value === undefined) return name;
    if (typeof value === 'object' && value !== null && 'sameAs' in value) return `${name} = ${value.sameAs}`;
    return `${name} = ${value === null ? 'none' : JSON.stringify(value)}`;
  });
  return `${op}(${written.join(', ')})`;
}

test('the signatures', () => {
  expect(names.map(signature).join('\n')).toMatchInlineSnapshot(`
    "input()
    conv2d(filters, kernel = 3, stride = 1, padding = "auto", dilation = 1, groups = 1, bias = true, init = "he_normal", trainable = true)
    depthwise_conv2d(kernel = 3, stride = 1, padding = "auto", dilation = 1, multiplier = 1, bias = true, init = "he_normal", trainable = true)
    conv2d_transpose(filters, kernel = 3, stride = 1, padding = "auto", output_padding = 0, bias = true, init = "he_normal", trainable = true)
    dense(units, bias = true, init = "glorot_uniform", trainable = true)
    batch_norm(eps = 0.00001, decay = 0.9, scale = true, center = true, init = none, trainable = true)
    layer_norm(eps = 0.00001, init = none, trainable = true)
    relu()
    relu6()
    selu()
    silu()
    mish()
    sigmoid()
    tanh()
    hard_sigmoid()
    hard_swish()
    softplus()
    identity()
    softmax()
    leaky_relu(slope = 0.01)
    elu(alpha = 1)
    gelu(approximate = false)
    prelu(init = none, trainable = true)
    max_pool2d(kernel = 2, stride = kernel, padding = 0, ceil = false)
    avg_pool2d(kernel = 2, stride = kernel, padding = 0, ceil = false, count_padding = true)
    global_avg_pool(keep_dims = false)
    global_max_pool(keep_dims = false)
    adaptive_avg_pool2d(size)
    flatten()
    reshape(shape)
    channel_shuffle(groups)
    slice(start, stop)
    layer_scale(value = 0.000001, init = none, trainable = true)
    scale(factor)
    pad(padding, value = 0)
    crop(amount)
    upsample(scale = none, size = none, method = "nearest")
    dropout(rate)
    drop_path(rate)
    normalize(mean, std)
    add()
    multiply()
    concat(axis = -1)
    maximum()
    average()"
  `);
});

test('the types of the parameters', () => {
  const types = new Map<string, Set<string>>();
  for (const op of names) {
    for (const { name, type } of ops[op].parameters) {
      types.set(name, (types.get(name) ?? new Set()).add(formatType(type)));
    }
  }
  expect(Object.fromEntries([...types].map(([name, set]) => [name, [...set]]))).toMatchSnapshot();
});

test('everything is documented in a line', () => {
  for (const op of names) {
    expect(ops[op].doc.length).toBeGreaterThan(5);
    expect(ops[op].doc).not.toContain('\n');
    for (const { doc } of ops[op].parameters) expect(doc.length).toBeGreaterThan(5);
  }
});

test.each([
  'relu',
  'relu6',
  'selu',
  'silu',
  'mish',
  'sigmoid',
  'tanh',
  'hard_sigmoid',
  'hard_swish',
  'softplus',
  'identity',
  'softmax',
  'leaky_relu',
  'elu',
  'gelu',
] as const)('%s leaves every shape as it is', (op) => {
  expect(shapeOf(op, {}, [7, 7, 4])).toEqual([7, 7, 4]);
  expect(shapeOf(op, {}, [10])).toEqual([10]);
});

test("the constants of activations are PyTorch's", () => {
  expect(attributes('leaky_relu')).toEqual({ slope: 0.01 });
  expect(attributes('elu')).toEqual({ alpha: 1 });
  expect(attributes('gelu')).toEqual({ approximate: false });
  expect(shapeOf('scale', { factor: 2 }, [3])).toEqual([3]);
});

test('names of operations', () => {
  expect(isOpName('conv2d')).toBe(true);
  expect(isOpName('conv3d')).toBe(false);
  expect(isOpName('toString')).toBe(false);
});

describe('queries', () => {
  const origin = { source: { path: 'net.arch', text: '' }, start: 0, end: 0 };
  const place = { origin, path: 'x' };
  const image: Node = {
    ...place,
    id: 0,
    op: 'input',
    inputs: [],
    attributes: {},
    shape: [4, 4, 3],
    module: undefined,
  };
  const conv: Node<'conv2d'> = {
    ...place,
    id: 1,
    op: 'conv2d',
    inputs: [0],
    attributes: attributes('conv2d', { filters: 8 }),
    shape: [4, 4, 8],
    module: 0,
  };
  const join: Node = {
    ...place,
    id: 2,
    op: 'concat',
    inputs: [0, 1],
    attributes: attributes('concat'),
    shape: [4, 4, 11],
    module: undefined,
  };
  const graph: Graph = {
    name: 'net',
    nodes: [image, conv, join],
    inputs: [0],
    outputs: [{ name: 'output', node: 2 }],
    modules: [{ path: 'conv2d', node: 1 }],
    parts: [],
  };

  test('find weights and costs of nodes', () => {
    expect(weightsOf(graph, 0).map(({ shape }) => shape)).toEqual([[3, 3, 3, 8], [8]]);
    expect(nodeWeights(graph, image)).toEqual([]);
    expect(parameterCount(weightsOf(graph, 0))).toBe(224);
    expect(macsOf(conv, [[4, 4, 3]], [4, 4, 8])).toBe(3456);
    expect(
      macsOf(
        join,
        [
          [4, 4, 3],
          [4, 4, 8],
        ],
        [4, 4, 11],
      ),
    ).toBe(0);
  });

  test('settle an axis that is counted from the end', () => {
    expect(
      settled(join, [
        [4, 4, 3],
        [4, 4, 8],
      ]),
    ).toMatchObject({ op: 'concat', attributes: { axis: 2 } });
    expect(settled(conv, [[4, 4, 3]])).toBe(conv);
  });
});

test('every code of layers stands in the registry with a title of its own', () => {
  const own = Object.entries(registry).filter(([code]) => code.startsWith('ARC32'));
  expect(own.length).toBe(22);
  expect(new Set(own.map(([, template]) => template.title)).size).toBe(own.length);
});
