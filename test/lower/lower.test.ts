import { describe, expect, test } from 'vitest';
import { verifyInference } from '../../src/ir/verify-inference.ts';
import { lowerToLayers } from '../../src/lower/layers/index.ts';
import { lowerNetwork, optimisedGraph } from '../../src/lower/lower.ts';
import { otherTargets, targets } from '../../src/lower/targets.ts';
import { initialise } from '../../src/weights/initialise.ts';
import { namedWeights } from '../../src/weights/named.ts';
import { graphOf } from '../program.ts';

const graph = graphOf(`network net {
  input image: [8, 8, 3]
  conv2d(4, bias = false) -> batch_norm() -> relu() -> dropout(0.1)
}`);
const values = initialise(namedWeights(graph), 0);

describe('a network as the files of a target', () => {
  test.each([
    ['layers', ['model.json', 'group1-shard1of1.bin']],
    ['graph', ['model.json', 'group1-shard1of1.bin']],
    ['onnx', ['model.onnx']],
    ['tflite', ['model.tflite']],
  ] as const)('%s', async (target, names) => {
    const lowered = await lowerNetwork(graph, values, target);
    expect('files' in lowered && [...lowered.files.keys()]).toEqual(names);
  });

  test('the passes are seen one after the other, but for layers, which run none', async () => {
    const seen: string[] = [];
    const optimised = await optimisedGraph(graph, values, 'graph', (pass, after) => {
      seen.push(pass);
      expect(verifyInference(after), pass).toEqual([]);
    });
    expect(seen[0]).toBe('input');
    expect(seen.length).toBeGreaterThan(5);
    expect(optimised.nodes.map(({ op }) => op)).toEqual(['input', 'conv2d']);

    const ofLowering: string[] = [];
    await lowerNetwork(graph, values, 'graph', { observe: (pass) => ofLowering.push(pass) });
    expect(ofLowering).toEqual(seen);
    await lowerNetwork(graph, values, 'layers', { observe: (pass) => ofLowering.push(pass) });
    expect(ofLowering).toEqual(seen);
  });

  test('weights are stored as is asked for', async () => {
    const half = await lowerNetwork(graph, values, 'layers', { storage: 'float16' });
    expect(half).toEqual(lowerToLayers(graph, values, { float16: true }));
    await expect(lowerNetwork(graph, values, 'layers', { storage: 'int8' })).rejects.toThrow(RangeError);
  });

  test('help names targets that there are', () => {
    const [help = ''] = otherTargets();
    const named = [...help.matchAll(/--target (\w+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(targets).toEqual(expect.arrayContaining(named));
  });
});
