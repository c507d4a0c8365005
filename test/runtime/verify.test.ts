import { beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../src/ir/graph.ts';
import { lowerNetwork } from '../../src/lower/lower.ts';
import type { Target } from '../../src/lower/targets.ts';
import { type Verdict, verify } from '../../src/runtime/verify.ts';
import { findEngines, type PresentEngine } from '../../src/runtime/verify-engines.ts';
import type { Lower } from '../../src/runtime/verify-parts.ts';
import type { WeightValues } from '../../src/weights/tensor.ts';
import { body, graphOf } from '../program.ts';

const options = { tolerance: 1e-4, seed: 0 };

/** Three inverted residual blocks between a stem and a head. */
const network = graphOf(`import { irblock } from "std/mobilenet"
network net {
  input image: [16, 16, 3]
  stem: conv2d(8, stride = 2) -> relu()
  irblock(oup = 12, stride = 2)
  irblock(oup = 12)
  irblock(oup = 12)
  global_avg_pool() -> dense(4)
}`);

let engines: readonly PresentEngine[];
beforeAll(async () => {
  engines = (await findEngines()).present;
});

/** The compiler, but for one target some weights are multiplied before. */
function damaged(target: Target, paths: readonly string[], factor = 1.05): Lower {
  return (graph, values, wanted) => {
    if (wanted !== target) return lowerNetwork(graph, values, wanted);
    const changed: WeightValues = new Map(
      [...values].map(([path, { shape, data }]) => [
        path,
        { shape, data: paths.includes(path) ? data.map((each) => factor * each) : data },
      ]),
    );
    return lowerNetwork(graph, changed, wanted);
  };
}

/** `graph on wasm differs at irblock_2.expand`, a line for each that was compared. */
async function results(graph: Graph, lower?: Lower): Promise<readonly string[]> {
  const { verdicts } = await verify(graph, engines, { ...options, ...(lower && { lower }) });
  return verdicts.flatMap((verdict) => written(verdict));
}

function written(verdict: Verdict): readonly string[] {
  const where = `${verdict.target} on ${verdict.engine}`;
  if (verdict.state === 'failed') return [`${where} fails`];
  if (verdict.state !== 'compared') return [];
  return [verdict.agrees ? `${where} agrees` : `${where} differs at ${verdict.part}`];
}

describe('every target on every engine', () => {
  test('computes the same, with weights that keep the size of numbers', async () => {
    const { verdicts, trials, agrees } = await verify(network, engines, options);
    expect(agrees).toBe(true);
    expect(trials.map(({ inputs }) => inputs.map(({ shape }) => shape))).toEqual([
      [[1, 16, 16, 3]],
      [[2, 16, 16, 3]],
    ]);
    const compared = verdicts.filter(({ state }) => state === 'compared');
    expect(compared.map(({ target, engine }) => `${target} ${engine}`)).toEqual(
      expect.arrayContaining(['layers wasm', 'graph cpu', 'graph wasm', 'onnx onnxruntime-web']),
    );
    expect(verdicts.find(({ state }) => state === 'reference')).toMatchObject({
      target: 'layers',
      engine: 'cpu',
    });
    expect(verdicts.find(({ target }) => target === 'tflite')).toMatchObject({
      engine: 'litert',
      state: 'compared',
    });
  });

  test('two sizes where sizes are open', async () => {
    const open = graphOf(body('conv2d(4, stride = 2) -> relu() -> max_pool2d()', '[4 * ?h, 4 * ?w, 3]'));
    const { trials, agrees } = await verify(open, engines, { ...options, size: 16 });
    expect(trials.map(({ inputs }) => inputs[0]?.shape)).toEqual([
      [1, 16, 16, 3],
      [2, 24, 24, 3],
    ]);
    expect(agrees).toBe(true);
  });
});

describe('a model that computes something else', () => {
  test.each(['graph', 'onnx'] as const)(
    'in one weight of the %s target: the part is named',
    async (target) => {
      const lines = await results(network, damaged(target, ['irblock_2.depthwise.depthwise_conv2d.kernel']));
      const [bad, good] = [true, false].map((is) => lines.filter((line) => line.startsWith(target) === is));
      expect(bad?.length).toBeGreaterThan(0);
      for (const line of bad ?? []) expect(line).toMatch(/ differs at irblock_2\.depthwise$/);
      for (const line of good ?? []) expect(line).toMatch(/ agrees$/);
    },
  );

  test.each([
    ['stem.conv2d.bias', 'stem'],
    ['irblock.project.batch_norm.moving_variance', 'irblock.project'],
    ['irblock_3.expand.batch_norm.beta', 'irblock_3.expand'],
    ['dense.bias', 'dense'],
  ])('in %s: %s', async (path, part) => {
    const lines = await results(network, damaged('onnx', [path]));
    expect(lines).toContain(`onnx on onnxruntime-web differs at ${part}`);
  });

  test('of two weights the first counts', async () => {
    const paths = ['irblock_2.expand.conv2d.kernel', 'dense.kernel'];
    const lines = await results(network, damaged('onnx', paths));
    expect(lines).toContain('onnx on onnxruntime-web differs at irblock_2.expand');
  });

  test('in one of two branches', async () => {
    const branches = graphOf(
      body(`parallel(join = concat) {
        path { left: conv2d(4) -> relu()  farther: conv2d(4) -> relu() }
        path { right: conv2d(4) -> relu()  beyond: conv2d(4) -> relu() }
      }
      conv2d(4)`),
    );
    for (const part of ['left', 'farther', 'right', 'beyond']) {
      const lines = await results(branches, damaged('graph', [`${part}.conv2d.kernel`]));
      expect(lines).toContain(`graph on wasm differs at ${part}`);
    }
  });

  test('that does not run is no agreement', async () => {
    const broken: Lower = async (graph, values, target) => {
      const lowered = await lowerNetwork(graph, values, target);
      if (target !== 'onnx' || 'diagnostics' in lowered) return lowered;
      return { files: new Map([['model.onnx', new Uint8Array([1, 2, 3])]]) };
    };
    const { agrees, verdicts } = await verify(network, engines, { ...options, lower: broken });
    expect(agrees).toBe(false);
    expect(verdicts.find(({ target }) => target === 'onnx')?.state).toBe('failed');
  });

  test('with a tolerance that allows it', async () => {
    const lower = damaged('onnx', ['dense.bias'], 1.0001);
    expect((await verify(network, engines, { ...options, tolerance: 1e-7, lower })).agrees).toBe(false);
    expect((await verify(network, engines, { ...options, tolerance: 1e-2, lower })).agrees).toBe(true);
  });
});
