import { describe, expect, it } from 'vitest';
import type { Constant, InferenceGraph, InferenceNode } from '../../src/ir/inference.ts';
import { verifyInference } from '../../src/ir/verify-inference.ts';
import { inference, nodeOf } from '../passes/programs.ts';

const sound = inference('stem: pad(1) -> conv2d(4)\nprelu() -> scale(2.0) -> flatten() -> dense(2)');

function changed(name: string, change: (node: InferenceNode) => InferenceNode): InferenceGraph {
  return { ...sound, nodes: sound.nodes.map((node) => (node.name === name ? change(node) : node)) };
}

function constant(...shape: number[]): Constant {
  return { name: 'other', shape, data: new Float32Array(shape.reduce((product, size) => product * size, 1)) };
}

const conv = nodeOf(sound, 'conv2d');
const withConv = (attributes: Partial<typeof conv.attributes>) =>
  changed(conv.name, () => ({ ...conv, attributes: { ...conv.attributes, ...attributes } }));
const dense = nodeOf(sound, 'dense');
const affine = nodeOf(sound, 'affine');

describe('the verifier of graphs for inference', () => {
  it('finds nothing wrong with a sound one', () => {
    expect(verifyInference(sound)).toEqual([]);
  });

  it.each<[string, InferenceGraph, string]>([
    ['a name twice', changed('prelu', (node) => ({ ...node, name: 'scale' })), 'the name is not unique'],
    [
      'an input behind its use',
      { ...sound, nodes: sound.nodes.toReversed() },
      'which does not stand before it',
    ],
    [
      'a layer of nothing',
      changed('flatten', (node) => ({ ...node, inputs: [] })),
      'reshape flatten takes nothing',
    ],
    ['an input that takes something', changed('image', (node) => ({ ...node, inputs: ['image'] })), 'image'],
    [
      'a wrong shape',
      changed('stem.pad', (node) => ({ ...node, shape: [8, 6, 4] })),
      'the rule gives [10, 8, 4]',
    ],
    [
      'another count of numbers',
      changed('flatten', (node) => ({ ...node, shape: [7] })),
      'does not fit its inputs',
    ],
    ['a kernel of other channels', withConv({ kernel: constant(3, 3, 5, 4) }), 'where [3, 3, 4, 4] fits'],
    ['a kernel in other groups', withConv({ groups: 2 }), 'where [3, 3, 2, 4] fits'],
    ['another stride than the shape', withConv({ stride: [2, 2] }), 'has the shape [10, 8, 4]'],
    ['a bias of other channels', withConv({ bias: constant(5) }), 'has [5] for its bias where [4] fits'],
    [
      'slopes of other channels',
      withConv({ activation: { op: 'prelu', alpha: constant(1) } }),
      'has [1] for its alpha where [4] fits',
    ],
    [
      'a dense kernel of other channels',
      changed('dense', () => ({ ...dense, attributes: { ...dense.attributes, kernel: constant(7, 2) } })),
      'where [320, 2] fits',
    ],
    [
      'a factor of other channels',
      changed('scale', () => ({ ...affine, attributes: { scale: constant(3), shift: null } })),
      'where [4] fits',
    ],
    [
      'too few numbers',
      withConv({ bias: { ...constant(4), data: new Float32Array(3) } }),
      'has 3 numbers for its bias',
    ],
    [
      'one name for two sets of numbers',
      withConv({ bias: { ...constant(4), name: 'dense.bias' } }),
      'the constant dense.bias of dense has other numbers elsewhere',
    ],
    ['no output', { ...sound, outputs: [] }, 'there is no output'],
    [
      'an output without a node',
      { ...sound, outputs: [{ name: 'y', node: 'z' }] },
      'the output y has no node',
    ],
    ['an input that is a layer', { ...sound, inputs: ['dense'] }, 'the input dense is no input'],
    ['an input that is not listed', { ...sound, inputs: [] }, 'image is not among the inputs'],
    [
      'a part without a result',
      { ...sound, parts: [{ path: 'p', result: 'z' }] },
      'the part p has no result',
    ],
  ])('finds %s', (_, graph, problem) => {
    expect(verifyInference(graph).join('\n')).toContain(problem);
  });
});
