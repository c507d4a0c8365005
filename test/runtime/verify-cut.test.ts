import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/api.ts';
import { diskHost } from '../../src/disk.ts';
import { formatGraph } from '../../src/ir/format.ts';
import { verifyGraph } from '../../src/ir/verify.ts';
import { cutGraph, endsOf } from '../../src/runtime/verify-cut.ts';
import { verificationWeights } from '../../src/runtime/verify-weights.ts';
import { namedWeights } from '../../src/weights/named.ts';
import { body, graphOf, weightsOf } from '../program.ts';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.arch'));

describe.each(files)('%s', (file) => {
  const program = compile(diskHost(), `${folder}${file}`);
  const graphs = program.networks.map((network) => program.network({ network }).graph);

  test('every cut is a network whose weights are those of the whole', () => {
    for (const graph of graphs) {
      const all = new Set(weightsOf(graph));
      const ends = endsOf(graph);
      // A dozen of them, the last one among them.
      const step = Math.ceil(ends.length / 12);
      for (const end of ends.filter((_, i) => (ends.length - 1 - i) % step === 0)) {
        const cut = cutGraph(graph, [end.node]);
        expect(verifyGraph(cut.graph)).toEqual([]);
        expect(cut.graph.inputs.length).toBe(cut.inputs.length);
        for (const path of weightsOf(cut.graph)) expect(all).toContain(path);
      }
    }
  });

  test('every weight gets numbers, of its shape, that are not all the same', () => {
    for (const graph of graphs) {
      const values = verificationWeights(graph, 0);
      expect([...values.keys()].sort()).toEqual(
        namedWeights(graph)
          .map(({ path }) => path)
          .sort(),
      );
      for (const { path, spec } of namedWeights(graph)) {
        const data = values.get(path)?.data ?? new Float32Array();
        expect(data.length).toBe(spec.shape.reduce((product, size) => product * size, 1));
        expect(data.every(Number.isFinite)).toBe(true);
        if (data.length > 1) expect(new Set(data.subarray(0, 8)).size).toBeGreaterThan(1);
      }
    }
  });
});

test('a cut at the outputs is the network itself', () => {
  const graph = graphOf(body('conv2d(8) -> relu()'));
  const { graph: cut, inputs } = cutGraph(
    graph,
    graph.outputs.map(({ node }) => node),
  );
  expect(inputs).toEqual([0]);
  expect(formatGraph(cut)).toBe(formatGraph(graph));
});

test('ends are blocks, groups, and layers outside of them', () => {
  const graph = graphOf(`import { irblock } from "std/mobilenet"
${body('stem: conv2d(8) -> relu()\nirblock(oup = 8)\nglobal_avg_pool() -> dense(3)')}`);
  expect(endsOf(graph).map(({ path }) => path)).toEqual([
    'stem',
    'irblock.expand',
    'irblock.depthwise',
    'irblock.project',
    'irblock',
    'global_avg_pool',
    'dense',
  ]);
});

test('weights that a cut leaves to the second user are its own there', () => {
  const graph = graphOf(`network two {
  input a: [4, 4, 2]
  input b: [4, 4, 2]
  shared embed = conv2d(3)
  a -> embed() as left
  b -> embed() as right
  add(left, right)
}`);
  const right = graph.nodes.filter(({ op }) => op === 'conv2d').at(-1);
  const { graph: cut, inputs } = cutGraph(graph, [right?.id ?? -1]);
  expect(inputs).toEqual([1]);
  expect(verifyGraph(cut)).toEqual([]);
  expect(weightsOf(cut)).toEqual(['embed.kernel', 'embed.bias']);
});
