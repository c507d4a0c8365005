import type { Tensor as TfTensor, Variable } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../src/index.ts';
import { matchWeights, namedWeights, trainedWeights, type WeightValues } from '../../src/index.ts';
import type { Tf } from '../../src/runtime/tf.ts';
import type { TensorFile } from '../../src/weights/safetensors.ts';
import type { Tensor } from '../../src/weights/tensor.ts';
import { load } from '../lower/layers/harness.ts';
import { backendsUnderTest, startBackend } from './backends.ts';
import { expectSame, type Numbers } from './compare.ts';
import { compileCase, goldenCases, readGolden } from './golden.ts';
import { channelsLast } from './layout.ts';

const trained = goldenCases.filter((golden) => golden.trains);

test('the references that hold a training step are those in the table', () => {
  const found = goldenCases.filter(({ name }) =>
    readGolden(name).file.tensors.some((tensor) => tensor.name.startsWith('train/')),
  );
  expect(found.map(({ name }) => name)).toEqual(trained.map(({ name }) => name));
});

/** What one pass in training mode gives: the output, gradients of sum(output * probe), and what it leaves behind. */
interface Step {
  readonly output: Numbers;
  readonly inputGradient: Numbers;
  /** By path: gradients of what is trained, and the running statistics after the pass. */
  readonly byPath: WeightValues;
}

/**
 * The files of a network take a step as `fit` would take it: through plain layers, in training mode. The values are
 * brought to our paths by the code that saves trained weights.
 */
async function takeStep(
  tf: Tf,
  files: ReadonlyMap<string, Uint8Array>,
  graph: Graph,
  before: WeightValues,
  given: { readonly input: Tensor; readonly probe: Tensor },
): Promise<Step> {
  const model = await load(files);
  const x = tf.variable(tf.tensor(given.input.data, [...given.input.shape]));
  const probe = tf.tensor(given.probe.data, [...given.probe.shape]);
  const weights = model.trainableWeights.map((weight) => weight.read() as Variable);
  let output: Numbers = { shape: [], data: [] };
  const { grads } = tf.variableGrads(() => {
    const y = model.apply(x, { training: true }) as TfTensor;
    output = { shape: y.shape, data: y.dataSync() };
    return tf.sum(tf.mul(y, probe)) as ReturnType<Tf['scalar']>;
  }, [x, ...weights]);
  const gradientOr = (weight: Variable): TfTensor => grads[weight.name] ?? weight;
  const byPath = trainedWeights(
    graph,
    {
      getLayer: (name) => {
        const layer = model.getLayer(name);
        return { getWeights: () => layer.weights.map((weight) => gradientOr(weight.read() as Variable)) };
      },
    },
    before,
  );
  const inputGradient = { shape: x.shape, data: grads[x.name]?.dataSync() ?? [] };
  tf.dispose([x, probe, grads]);
  model.dispose();
  return { output, inputGradient, byPath };
}

/** What PyTorch has where a weight of the network is: its gradient, or the running statistic after the pass. */
function expectedStep(file: TensorFile, graph: Graph): WeightValues {
  const find = (name: string) => file.tensors.find((tensor) => tensor.name === name);
  const tensors = file.tensors.flatMap(({ name }) => {
    if (!name.startsWith('w/')) return [];
    const key = name.slice('w/'.length);
    const found = find(`train/grad/${key}`) ?? find(`train/after/${key}`);
    if (!found) throw new Error(`${file.path} does not say what becomes of ${key}`);
    return [{ ...found, name: key }];
  });
  const matched = matchWeights(namedWeights(graph), { ...file, tensors });
  if ('diagnostics' in matched) throw new Error(matched.diagnostics.map((each) => each.message).join('\n'));
  return matched.values;
}

/**
 * The running variance that TensorFlow's rule leaves, from the one that PyTorch's leaves. Of n numbers a channel, PyTorch
 * takes the variance over n - 1 and TensorFlow over n; both then move by the same share.
 */
function overN(before: Tensor, after: Tensor, n: number, decay: number): Tensor {
  const data = after.data.map((value, i) => {
    const kept = decay * (before.data[i] ?? Number.NaN);
    return kept + ((value - kept) * (n - 1)) / n;
  });
  return { shape: after.shape, data };
}

/** How many numbers of a channel each batch normalisation sees, and its decay, by its path. */
function normalisations(graph: Graph, batch: number): ReadonlyMap<string, { n: number; decay: number }> {
  const found = new Map<string, { n: number; decay: number }>();
  for (const node of graph.nodes) {
    if (node.op !== 'batch_norm') continue;
    const [height, width] = node.shape;
    if (typeof height !== 'number' || typeof width !== 'number')
      throw new Error(`${node.path} has no known size`);
    found.set(node.path, { n: batch * height * width, decay: node.attributes.decay });
  }
  return found;
}

describe.each(backendsUnderTest())('a training step of PyTorch on %s', (backend) => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await startBackend(backend);
  });

  test.each(trained)('$name', async (golden) => {
    const { file, bytes } = readGolden(golden.name);
    const network = compileCase(golden, file).network({ weights: bytes, match: { prefix: 'w/' } });
    const { graph, weights } = network;
    const input = channelsLast(file, 'input');
    const probe = channelsLast(file, 'train/probe');
    const step = await takeStep(tf, await network.toFiles(), graph, weights, { input, probe });

    expectSame(step.output, channelsLast(file, 'train/output'), 'the output');
    expectSame(step.inputGradient, channelsLast(file, 'train/grad_input'), 'the gradient of the input');

    const norms = normalisations(graph, input.shape[0] ?? 0);
    const expected = expectedStep(file, graph);
    expect([...step.byPath.keys()]).toEqual([...expected.keys()]);
    for (const [path, theirs] of expected) {
      const [before, ours] = [weights.get(path), step.byPath.get(path)];
      const norm = norms.get(path.slice(0, path.lastIndexOf('.')));
      if (!before || !ours) throw new Error(`the network has no weight ${path}`);
      if (path.endsWith('.moving_variance') && norm) {
        expectSame(ours, overN(before, theirs, norm.n, norm.decay), path);
      } else expectSame(ours, theirs, path);
    }
  });
});
