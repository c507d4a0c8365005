import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type ArgumentValue, compile } from '../../src/api.ts';
import { type Comparison, compareGraphs, type PartChange } from '../../src/diff/compare.ts';
import { diskHost } from '../../src/disk.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { body, graphOf } from '../program.ts';

function example(file: string, set: Readonly<Record<string, ArgumentValue>> = {}): Graph {
  const path = fileURLToPath(new URL(`../../examples/${file}.arch`, import.meta.url));
  return compile(diskHost(), path).network({ set }).graph;
}

/** Everything that is not the same, a line each: `+ path`, `- path`, `~ path: what before > after; …`. */
function changes({ parts, details }: Comparison): readonly string[] {
  const lines: string[] = [];
  const visit = ({ change, before, after, details, parts }: PartChange) => {
    if (change === 'added') lines.push(`+ ${after?.path}`);
    if (change === 'removed') lines.push(`- ${before?.path}`);
    if (change !== 'changed') return;
    const told = details.map((each) => `${each.what} ${each.before} > ${each.after}`).join('; ');
    if (told !== '') lines.push(`~ ${after?.path}: ${told}`);
    for (const part of parts) visit(part);
  };
  for (const part of parts) visit(part);
  return [...lines, ...details.map(({ what, before, after }) => `${what}: ${before} > ${after}`)];
}

const differences = (before: string, after: string) =>
  changes(compareGraphs(graphOf(body(before)), graphOf(body(after))));

describe('what differs between two networks', () => {
  test('nothing, in a network and itself', () => {
    for (const file of ['mobilenet_v2', 'densenet', 'googlenet']) {
      const comparison = compareGraphs(example(file), example(file));
      expect(comparison.isEqual).toBe(true);
      expect(changes(comparison)).toEqual([]);
    }
  });

  test('an argument of a layer, and the shapes that follow from it', () => {
    expect(differences('conv2d(16) -> relu()', 'conv2d(24, stride = 2) -> relu()')).toEqual([
      '~ conv2d: filters 16 > 24; stride 1x1 > 2x2; output [32, 32, 16] > [16, 16, 24]',
      '~ relu: output [32, 32, 16] > [16, 16, 24]',
    ]);
  });

  test('an argument that changes no shape and no cost', () => {
    expect(differences('batch_norm()', 'batch_norm(eps = 0.001)')).toEqual([
      '~ batch_norm: eps 0.00001 > 0.001',
    ]);
    expect(differences('avg_pool2d(2)', 'avg_pool2d(2, count_padding = false)')).toEqual([
      '~ avg_pool2d: count_padding true > false',
    ]);
  });

  test('a layer of the same family is a change, any other one is removed and added', () => {
    expect(differences('conv2d(8) -> relu()', 'conv2d(8) -> silu()')).toEqual(['~ silu: layer relu > silu']);
    expect(differences('conv2d(8) -> relu()', 'conv2d(8) -> max_pool2d(1)')).toEqual([
      '- relu',
      '+ max_pool2d',
    ]);
  });

  test('a block that was put in between leaves those behind it what they were', () => {
    const program = (units: readonly number[]) => {
      const stack = units.map((filters) => `separable_conv(${filters})`).join('\n');
      return graphOf(`import { separable_conv } from "std/layers"\n${body(stack)}`);
    };
    const comparison = compareGraphs(program([8, 16, 32, 64]), program([8, 16, 24, 32, 64]));
    expect(changes(comparison)[0]).toBe('+ separable_conv_3');
    // The block behind it takes more channels; the last one is as it was, under another counter.
    expect(comparison.parts.map(({ change }) => change)).toEqual([
      'same',
      'same',
      'same',
      'added',
      'changed',
      'same',
    ]);
    expect(comparison.parts.at(-1)?.before?.path).toBe('separable_conv_4');
    expect(comparison.parts.at(-1)?.after?.path).toBe('separable_conv_5');
  });

  test('a tensor that comes from elsewhere', () => {
    const network = (skip: string) => `conv2d(8) as a
      relu() as b
      silu() -> conv2d(8) as c
      add(c, ${skip})`;
    expect(differences(network('a'), network('b'))).toEqual([
      '~ add: inputs conv2d_2, conv2d > conv2d_2, relu',
    ]);
  });

  test('a step that was taken out of the way explains the tensor behind it', () => {
    expect(differences('conv2d(8) -> relu() -> conv2d(4)', 'conv2d(8) -> conv2d(4)')).toEqual(['- relu']);
  });

  test('labels and outputs', () => {
    expect(differences('stem: conv2d(8) -> relu()', 'entry: conv2d(8) -> relu()')).toEqual([
      '~ entry: label stem > entry',
    ]);
    const outputs = (names: string) => `conv2d(8) as a\nrelu() as b\n_ -> silu() as c\noutput ${names}`;
    expect(differences(outputs('a, b, c'), outputs('b, a, c'))).toEqual([
      'outputs: a = conv2d, b = relu, c = silu > b = relu, a = conv2d, c = silu',
    ]);
  });

  test('weights that are shared', () => {
    const shared = 'shared half = conv2d(8)\nhalf() -> relu() -> half()';
    const own = 'half: conv2d(8)\nrelu()\nhalf: conv2d(8)';
    const comparison = compareGraphs(graphOf(body(shared)), graphOf(body(own)));
    expect(comparison.isEqual).toBe(false);
    expect(changes(comparison).join('\n')).toContain('weights those of half > its own');
  });

  test('symbolic sizes', () => {
    const network = (input: string) => graphOf(body('max_pool2d(2) -> conv2d(4)', input));
    const comparison = compareGraphs(network('[2 * ?h, 2 * ?w, 3]'), network('[4 * ?h, 2 * ?w, 3]'));
    expect(comparison.costs.after.macs).toBeUndefined();
    expect(changes(comparison)).toEqual([
      '~ image: output [2 * ?h, 2 * ?w, 3] > [4 * ?h, 2 * ?w, 3]',
      '~ max_pool2d: output [?h, ?w, 3] > [2 * ?h, ?w, 3]',
      '~ conv2d: output [?h, ?w, 4] > [2 * ?h, ?w, 4]',
    ]);
  });
});

describe('whole networks', () => {
  test('another activation changes activations and nothing else', () => {
    const comparison = compareGraphs(example('mobilenet_v2'), example('mobilenet_v2_silu'));
    expect(comparison.costs.before).toEqual(comparison.costs.after);
    const leaves = changes(comparison).filter((line) => !/: (label|block) /.test(line));
    // 17 blocks with two activations each, but for the first, which has one; the stem and the head.
    expect(leaves.filter((line) => line.includes('layer relu6 > silu')).length).toBe(35);
    expect(leaves.filter((line) => !line.includes('layer relu6 > silu'))).toEqual([]);
  });

  test('half of the channels: every block stands for itself', () => {
    const comparison = compareGraphs(example('mobilenet_v2'), example('mobilenet_v2', { width: 0.5 }));
    for (const part of comparison.parts) expect(part.before?.path).toBe(part.after?.path);
    expect(comparison.costs.after).toEqual({ params: 1_968_680, macs: 97_131_840 });
    const kinds = comparison.parts.map(({ change }) => change);
    // The head keeps its 1280 filters but takes half as many channels; what stands behind it is the same.
    expect(kinds).toEqual(['same', ...Array(19).fill('changed'), 'same', 'same', 'same']);
    expect(changes(comparison).at(-1)).toBe('~ head.conv2d: input [7, 7, 320] > [7, 7, 160]');
  });

  test('fewer classes change the last layer', () => {
    expect(changes(compareGraphs(example('mobilenet_v2'), example('mobilenet_v2', { classes: 10 })))).toEqual(
      ['~ dense: units 1000 > 10; output [1000] > [10]'],
    );
  });
});
