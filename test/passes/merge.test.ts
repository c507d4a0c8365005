import { describe, expect, test } from 'vitest';
import type { InferenceGraph } from '../../src/ir/inference.ts';
import { mergeConstants, mergeEqualNodes } from '../../src/passes/merge-equal.ts';
import { mergePadding } from '../../src/passes/merge-padding.ts';
import { mergeReshapes } from '../../src/passes/merge-reshapes.ts';
import { splitPadding } from '../../src/passes/split-padding.ts';
import { withConstants } from '../../src/passes/with-constants.ts';
import {
  able,
  constantCount,
  expectSameNumbers,
  inference,
  inferenceOf,
  linesOf,
  nodeOf,
  plain,
} from './programs.ts';

/** Every constant a copy of its own, under a name of its own. */
function copied(graph: InferenceGraph): InferenceGraph {
  let count = 0;
  const copy = (node: InferenceGraph['nodes'][number]) =>
    withConstants(node, (constant) => ({
      ...constant,
      name: `${constant.name}_${count++}`,
      data: constant.data.slice(),
    }));
  return { ...graph, nodes: graph.nodes.map(copy) };
}

describe('equal constants', () => {
  const shared = inferenceOf(`
    network net {
      input a: [8, 6, 4]
      input b: [8, 6, 4]
      shared tower = conv2d(4)
      shared steps = batch_norm()
      shared slopes = prelu()
      shared normal = layer_norm()
      a -> tower() -> steps() -> slopes() -> normal() as x
      b -> tower() -> steps() -> slopes() -> normal() as y
      add(x, y)
    }
  `);

  test('become one', async () => {
    const apart = copied(shared);
    expect(constantCount(apart)).toBe(14);
    const merged = mergeConstants(apart);
    expect(constantCount(merged)).toBe(7);
    expect(nodeOf(merged, 'conv2d', 'tower_2').attributes.kernel.name).toBe('tower.kernel_0');
    await expectSameNumbers(shared, merged);
  });

  test('only with the same shape and the same numbers', () => {
    const apart = copied(shared);
    const last = nodeOf(apart, 'conv2d', 'tower_2').attributes.kernel.data;
    last[77] = (last[77] ?? 0) + 1;
    expect(constantCount(mergeConstants(apart))).toBe(8);
  });

  test('nothing is made anew where all differ', () => {
    expect(mergeConstants(shared)).toBe(shared);
  });
});

describe('equal nodes', () => {
  test('become the first, and then what is made of them', async () => {
    const before = inferenceOf(`
      network net {
        input x: [8, 6, 4]
        shared tower = conv2d(4)
        x -> tower() -> relu() -> pad(1) as a
        x -> tower() -> relu() -> pad(1) as b
        x -> max_pool2d(3, stride = 1, padding = 0) -> tanh() -> pad(2) as c
        add(a, b) -> conv2d(4, padding = "valid") as d
        add(d, d)
      }
    `);
    const after = mergeEqualNodes(before);
    expect(linesOf(after).filter((line) => !/max_pool|tanh/.test(line))).toEqual([
      'conv2d tower <- x',
      'relu relu <- tower',
      'pad pad <- relu',
      'add add <- pad, pad',
      'conv2d conv2d <- add',
      'add add_2 <- conv2d, conv2d',
    ]);
    await expectSameNumbers(before, after);
  });

  test('of joins in any order, but not of concat', () => {
    const before = inference(`
      tanh() as a
      image -> relu() as b
      maximum(a, b) as c
      maximum(b, a) as d
      concat(a, b) as e
      concat(b, a) as f
      concat(c, d, e, f)
    `);
    expect(linesOf(mergeEqualNodes(before)).slice(2)).toEqual([
      'maximum maximum <- tanh, relu',
      'concat concat <- tanh, relu',
      'concat concat_2 <- relu, tanh',
      'concat concat_3 <- maximum, maximum, concat, concat_2',
    ]);
  });

  test.each([
    ['other attributes', 'pad(1) as a\nimage -> pad(1, value = 1.0) as b\nadd(a, b)'],
    ['other weights', 'conv2d(4) as a\nimage -> conv2d(4) as b\nadd(a, b)'],
    [
      'other shapes',
      'reshape([6, 8, 4]) -> global_max_pool() as a\nimage -> reshape([8, 4, 6]) -> reshape([192]) as b\noutput a, b',
    ],
  ])('not with %s', (_, text) => {
    const before = inference(text);
    expect(mergeEqualNodes(before)).toBe(before);
  });

  test('two outputs may be one node', async () => {
    const before = inference('relu() as a\nimage -> relu() as b\noutput a, b');
    const after = mergeEqualNodes(before);
    expect(after.outputs).toEqual([
      { name: 'a', node: 'relu' },
      { name: 'b', node: 'relu' },
    ]);
    await expectSameNumbers(before, after);
  });
});

describe('shapes in a row', () => {
  test('are the last one', async () => {
    const before = inference('reshape([6, 8, 4]) -> flatten() -> reshape([4, 48]) -> dense(3)');
    const after = mergeReshapes(before);
    expect(linesOf(after)).toEqual(['reshape reshape_2 <- image', 'dense dense <- reshape_2']);
    await expectSameNumbers(before, after);
  });

  test('are none where the last is the first', async () => {
    const before = inference('flatten() -> reshape([8, 6, 4]) -> tanh()');
    const after = mergeReshapes(before);
    expect(linesOf(after)).toEqual(['tanh tanh <- image']);
    await expectSameNumbers(before, after);
  });

  test('stay where both are asked for', () => {
    const before = inference('flatten() as a\nreshape([48, 4]) as b\noutput a, b');
    expect(linesOf(mergeReshapes(before))).toEqual(['reshape flatten <- image', 'reshape reshape <- image']);
  });
});

describe('padding', () => {
  test('of zeros in front becomes that of the convolution', async () => {
    const before = inference('pad((1, 2, 0, 3)) -> conv2d(5, stride = 2)');
    const after = mergePadding(before);
    expect(linesOf(after)).toEqual(['conv2d conv2d <- image']);
    expect(nodeOf(after, 'conv2d').attributes.padding).toEqual([2, 3, 1, 4]);
    await expectSameNumbers(before, after);
  });

  test.each([
    ['another value', 'pad(1, value = 0.5) -> conv2d(5)'],
    ['a transposed convolution', 'pad(1) -> conv2d_transpose(5)'],
    ['a pool', 'pad(1) -> max_pool2d()'],
  ])('not with %s', (_, text) => {
    const before = inference(text);
    expect(mergePadding(before)).toBe(before);
  });

  test('stays for others who take it', async () => {
    const before = inference(
      'pad(1) as x\nx -> conv2d(5, padding = 0) as a\nx -> max_pool2d(3, stride = 1) as b\nconcat(a, b)',
    );
    const after = mergePadding(before);
    expect(linesOf(after).slice(0, 2)).toEqual(['pad pad <- image', 'conv2d conv2d <- image']);
    await expectSameNumbers(before, after);
  });

  test('"same" is in numbers where the size is known', async () => {
    const same = 'conv2d(5, stride = 2, padding = "same") -> pad(1) -> depthwise_conv2d(padding = "same")';
    const before = inference(same, '[7, 8, 4]');
    const after = mergePadding(before);
    expect(nodeOf(after, 'conv2d').attributes.padding).toEqual([1, 1, 0, 1]);
    expect(nodeOf(after, 'depthwise_conv2d').attributes.padding).toEqual([2, 2, 2, 2]);
    await expectSameNumbers(before, after);
    const open = inference('conv2d(5, stride = 2, padding = "same")', '[?h, ?w, 4]');
    expect(mergePadding(open)).toBe(open);
  });

  test('is a step of its own where convolutions have no numbers for it, one for all who need it', async () => {
    const before = inference(
      'image -> conv2d(5, stride = 2) as a\nimage -> conv2d(5, stride = 2) as b\nadd(a, b)',
    );
    const after = splitPadding(before, plain);
    expect(linesOf(after)).toEqual([
      'pad conv2d.pad <- image',
      'conv2d conv2d <- conv2d.pad',
      'conv2d conv2d_2 <- conv2d.pad',
      'add add <- conv2d, conv2d_2',
    ]);
    await expectSameNumbers(before, after);
    expect(splitPadding(before, able)).toBe(before);
  });

  test.each([
    ['"same" begins elsewhere', 'conv2d(5, padding = (2, 0, 1, 1))'],
    ['"same" begins elsewhere on the other axis', 'depthwise_conv2d(padding = (1, 1, 0, 2))'],
    ['"same" has fewer windows', 'conv2d(5, stride = 2, padding = (0, 3, 0, 3))'],
  ])('is a step of its own where %s', async (_, text) => {
    const before = inference(text);
    const after = splitPadding(before, plain);
    expect(after.nodes.map(({ op }) => op)[1]).toBe('pad');
    await expectSameNumbers(before, after);
  });

  test.each([
    ['"same" gives the same windows', 'conv2d(5) -> depthwise_conv2d(kernel = 5)'],
    ['"same" begins with the same window', 'conv2d(5, stride = 2, padding = (0, 1, 0, 1))'],
    ['nothing is padded', 'conv2d(5, padding = 0)'],
  ])('not where %s', (_, text) => {
    const before = inference(text);
    expect(splitPadding(before, plain)).toBe(before);
  });
});
