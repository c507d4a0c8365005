import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { networksOf } from '../../src/compile.ts';
import { buildNetwork, buildTest } from '../../src/elaborate/build.ts';
import type { Graph, Node } from '../../src/ir/graph.ts';
import { verifyGraph } from '../../src/ir/verify.ts';
import { analysisOf, graphOf } from '../program.ts';

const sources = ['std', 'examples'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.arch'))
    .map((name) => `${folder}/${name}`),
);

describe('the verifier', () => {
  it.each(sources)('finds nothing wrong with any network or test of %s', (path) => {
    const analysis = analysisOf(readFileSync(path, 'utf8'));
    const { program, constants } = analysis;
    const built = [
      ...networksOf(analysis).map((network) => buildNetwork(program, constants, network)),
      ...program.entry.tree.declarations.flatMap((test) =>
        test.kind === 'test' && program.isSound(test) ? [buildTest(program, constants, test)] : [],
      ),
    ];
    const graphs = built.flatMap(({ graph }) => (graph && graph.nodes.length > 0 ? [graph] : []));
    for (const graph of graphs) expect(verifyGraph(graph), graph.name).toEqual([]);
  });

  const sound = graphOf(`
    network net {
      input x: [8, 8, 3]
      shared a = conv2d(3)
      a()
      a()
    }
  `);
  const changed = (id: number, change: Partial<Node>): Graph => ({
    ...sound,
    nodes: sound.nodes.map((node) => (node.id === id ? ({ ...node, ...change } as Node) : node)),
  });

  it.each<[string, Graph, string]>([
    ['a wrong shape', changed(1, { shape: [8, 8, 4] }), 'and the rule gives [8, 8, 3]'],
    ['an id that is no position', changed(1, { id: 7 }), 'has the id 7'],
    ['a path twice', changed(2, { path: 'a' }), 'the path is not unique'],
    ['an input behind its use', changed(1, { inputs: [2] }), 'takes node 2, which does not stand before it'],
    ['weights without a module', changed(2, { module: undefined }), 'has weights but no module'],
    ['a module that does not exist', changed(2, { module: 9 }), 'names the module 9'],
    ['no output', { ...sound, outputs: [] }, 'there is no output'],
    ['an output without a node', { ...sound, outputs: [{ name: 'y', node: 12 }] }, 'has no node'],
    ['an input that is a layer', { ...sound, inputs: [1] }, 'is no input'],
    ['a module of another node', { ...sound, modules: [{ path: 'a', node: 0 }] }, 'is not used by its node'],
    [
      'a part without a result',
      {
        ...sound,
        parts: [
          {
            path: 'p',
            block: 'p',
            result: 44,
            origin: sound.nodes[0]?.origin ?? { source: { path: '', text: '' }, start: 0, end: 0 },
          },
        ],
      },
      'has no result',
    ],
  ])('finds %s', (_, graph, problem) => {
    expect(verifyGraph(graph).join('\n')).toContain(problem);
  });

  it('finds nothing wrong with the graph that these begin with', () => {
    expect(verifyGraph(sound)).toEqual([]);
  });
});
