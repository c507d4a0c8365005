import type { Graph, Node } from '../ir/graph.ts';
import { inputRange } from '../lower/metadata.ts';
import type { WeightSpec } from '../ops/definition.ts';
import { nodeOf, nodeWeights } from '../ops/query.ts';
import { initialWeight } from '../weights/initialise.ts';
import { centred } from '../weights/normal.ts';
import { fillWords, openStream } from '../weights/random.ts';
import { elementCount, type Tensor, type WeightValues } from '../weights/tensor.ts';

/** What the numbers of a tensor are like: their mean, and the mean of their squares. */
interface Moments {
  readonly mean: number;
  readonly square: number;
}

/** Between what and what a weight is drawn, evenly; `signal` is the size of the numbers that meet it. */
type Range = (signal: number) => readonly [least: number, most: number];

/**
 * Where the numbers of a weight lie. None is 0 or 1 everywhere, as initial ones are: a bias that a model forgets, or a
 * variance that it takes for a mean, has to show.
 */
const ranges: Readonly<Record<Exclude<WeightSpec['name'], 'kernel'>, Range>> = {
  bias: (signal) => [-0.2 * signal, 0.2 * signal],
  gamma: () => [0.75, 1.25],
  beta: () => [-0.3, 0.3],
  moving_mean: (signal) => [-0.3 * signal, 0.3 * signal],
  moving_variance: (signal) => [0.75 * signal ** 2, 1.25 * signal ** 2],
  alpha: () => [0.1, 0.4],
};

/**
 * Random weights with which a network computes something that can be compared: kernels of He et al. (2015), and
 * statistics of batch normalisation that are about those of the tensors that reach it, so that numbers keep their size
 * from layer to layer, neither saturating activations nor dying away. Estimated from the weights alone, nothing is run.
 * The same for the same network and seed.
 */
export function verificationWeights(graph: Graph, seed: number): WeightValues {
  const values = new Map<string, Tensor>();
  const moments: Moments[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => moments[id] ?? { mean: 0, square: 1 });
    const result = momentsOf(graph, node, inputs);
    const module = node.module === undefined ? undefined : graph.modules[node.module];
    if (module?.node === node.id) {
      const isNorm = node.op === 'batch_norm';
      const signal = Math.sqrt((isNorm ? inputs[0] : result)?.square ?? 1);
      for (const spec of nodeWeights(graph, node)) {
        const path = `${module.path}.${spec.name}`;
        values.set(path, { shape: spec.shape, data: numbersOf(path, spec, seed, signal) });
      }
    }
    moments.push(result);
  }
  return values;
}

function numbersOf(path: string, spec: WeightSpec, seed: number, signal: number): Float32Array {
  if (spec.name === 'kernel') return initialWeight(path, { ...spec, init: 'he_normal' }, seed);
  const [least, most] = ranges[spec.name](signal);
  const words = new Int32Array(elementCount(spec.shape));
  fillWords(openStream(seed, path), words);
  return Float32Array.from(words, (word) => least + (most - least) * (centred(word) + 0.5));
}

/** About what the numbers of a node's result are like. Only their order of magnitude matters. */
function momentsOf(graph: Graph, node: Node, inputs: readonly Moments[]): Moments {
  const [x = { mean: 0, square: 1 }] = inputs;
  switch (node.op) {
    case 'input': {
      const [least, most] = inputRange(graph, node.id) ?? [0, 1];
      return { mean: (least + most) / 2, square: (least ** 2 + least * most + most ** 2) / 3 };
    }
    case 'normalize': {
      const [mean = 0] = node.attributes.mean;
      const [std = 1] = node.attributes.std;
      return { mean: (x.mean - mean) / std, square: (x.square - 2 * mean * x.mean + mean ** 2) / std ** 2 };
    }
    case 'conv2d':
    case 'depthwise_conv2d':
    case 'conv2d_transpose':
    case 'dense':
      return { mean: 0, square: 2 * x.square };
    case 'batch_norm':
    case 'layer_norm':
      return { mean: 0, square: 1 };
    case 'scale':
      return { mean: x.mean * node.attributes.factor, square: x.square * node.attributes.factor ** 2 };
    case 'relu':
    case 'relu6':
    case 'silu':
    case 'gelu':
    case 'mish':
    case 'hard_swish':
      return { mean: 0.4 * Math.sqrt(x.square), square: 0.5 * x.square };
    case 'leaky_relu':
    case 'prelu':
    case 'elu':
      return { mean: 0.3 * Math.sqrt(x.square), square: 0.55 * x.square };
    case 'sigmoid':
    case 'hard_sigmoid':
      return { mean: 0.5, square: 0.3 };
    case 'tanh':
      return { mean: 0, square: Math.min(x.square, 1) };
    case 'softmax':
      return softmaxMoments(nodeOf(graph, node.id));
    case 'max_pool2d':
    case 'global_max_pool':
      return { mean: x.mean + Math.sqrt(x.square), square: 2 * x.square };
    case 'global_avg_pool':
    case 'adaptive_avg_pool2d':
    case 'avg_pool2d':
      return { mean: x.mean, square: (x.square + x.mean ** 2) / 2 };
    case 'add':
      return { mean: sum(inputs, (each) => each.mean), square: sum(inputs, (each) => each.square) };
    case 'multiply':
      return inputs.reduce((a, b) => ({ mean: a.mean * b.mean, square: a.square * b.square }));
    default:
      // Joins that choose or average, and what only moves numbers.
      return {
        mean: sum(inputs, (each) => each.mean) / Math.max(inputs.length, 1),
        square: sum(inputs, (each) => each.square) / Math.max(inputs.length, 1),
      };
  }
}

function softmaxMoments({ shape }: Node): Moments {
  const classes = shape.at(-1);
  const share = 1 / (typeof classes === 'number' ? classes : 1);
  return { mean: share, square: share };
}

function sum(inputs: readonly Moments[], of: (moments: Moments) => number): number {
  return inputs.reduce((total, each) => total + of(each), 0);
}
