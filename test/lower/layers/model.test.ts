import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { symbol } from '../../../src/ir/size.ts';
import {
  applyGraph,
  checkLayers,
  lowerToLayers,
  toLayersModel,
  trainedWeights,
} from '../../../src/lower/layers/index.ts';
import type { OpAttributes } from '../../../src/ops/attributes.ts';
import { expectClose, finish, input, load, lowerAndLoad, making, op, someValues } from './harness.ts';

beforeAll(() => tf.setBackend('cpu'));

const TRAINED = { init: null, trainable: true } as const;
const FROZEN = { init: null, trainable: false } as const;

function convolution(filters: number, more: Partial<OpAttributes['conv2d']> = {}): OpAttributes['conv2d'] {
  return {
    filters,
    kernel: [3, 3],
    stride: [1, 1],
    padding: [1, 1, 1, 1],
    dilation: [1, 1],
    groups: 1,
    bias: false,
    ...TRAINED,
    ...more,
  };
}

const norm = { eps: 1e-5, decay: 0.9, scale: true, center: true, ...TRAINED } as const;

function ramp(...shape: number[]): tf.Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Array.from({ length: count }, (_, i) => Math.sin(i * 1.7)),
    shape,
  );
}

function numbers(model: tf.LayersModel, ...inputs: tf.Tensor[]): number[][] {
  const given = inputs.length === 1 ? inputs[0] : inputs;
  const results = model.predict(given as tf.Tensor);
  return (Array.isArray(results) ? results : [results]).map((each) => Array.from(each.dataSync()));
}

/** A residual block on a small map, with a class for each image. */
function smallNetwork() {
  const graph = making();
  const image = input(graph, 'image', [6, 6, 2]);
  const stem = op(graph, 'conv2d', convolution(4), [image], 'stem.conv2d');
  const normal = op(graph, 'batch_norm', norm, [stem], 'stem.batch_norm');
  const active = op(graph, 'silu', {}, [normal], 'stem.silu');
  const frozen = op(graph, 'conv2d', convolution(4, FROZEN), [active], 'body.conv2d');
  const fixed = op(graph, 'batch_norm', { ...norm, ...FROZEN }, [frozen], 'body.batch_norm');
  const dropped = op(graph, 'drop_path', { rate: 0.2 }, [fixed], 'body.drop_path');
  const sum = op(graph, 'add', {}, [active, dropped], 'add');
  const half = op(graph, 'batch_norm', { ...norm, scale: false }, [sum], 'tail.batch_norm');
  const pooled = op(graph, 'global_avg_pool', { keepDims: false }, [half], 'pool');
  const quiet = op(graph, 'dropout', { rate: 0.3 }, [pooled], 'dropout');
  const scores = op(graph, 'dense', { units: 3, bias: true, ...TRAINED }, [quiet], 'dense');
  return finish(graph, op(graph, 'softmax', {}, [scores]));
}

/** Every weight of a model by its name in the file. */
function weightsByName(model: tf.LayersModel): ReadonlyMap<string, number[]> {
  return new Map(model.weights.map((each) => [each.originalName, Array.from(each.read().dataSync())]));
}

describe('in fit', () => {
  test('trained weights and running statistics move, frozen ones stay to the last bit', async () => {
    const graph = smallNetwork();
    const model = await lowerAndLoad(graph, someValues(graph));
    const before = weightsByName(model);
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
    const classes = tf.oneHot(tf.tensor1d([0, 1, 2, 0], 'int32'), 3);
    await model.fit(ramp(4, 6, 6, 2), classes, { epochs: 1, verbose: 0 });
    const after = weightsByName(model);
    const moved = [...before]
      .filter(([name, old]) => String(old) !== String(after.get(name)))
      .map(([name]) => name);
    expect(moved.sort()).toEqual([
      'dense/bias',
      'dense/kernel',
      'stem.batch_norm/beta',
      'stem.batch_norm/gamma',
      'stem.batch_norm/moving_mean',
      'stem.batch_norm/moving_variance',
      'stem.conv2d/kernel',
      'tail.batch_norm.beta/alpha',
      'tail.batch_norm/moving_mean',
      'tail.batch_norm/moving_variance',
    ]);
    const stayed = [...before.keys()].filter((name) => !moved.includes(name)).sort();
    expect(stayed).toEqual([
      'body.batch_norm/bias',
      'body.batch_norm/depthwise_kernel',
      'body.conv2d/kernel',
      'tail.batch_norm/beta',
      'tail.batch_norm/gamma',
    ]);
    expect(
      model.countParams() - model.nonTrainableWeights.reduce((sum, each) => sum + each.read().size, 0),
    ).toBe(2 * 9 * 4 + 4 + 4 + 4 + 4 * 3 + 3);
  });

  test('what training found is read back by path, and gives the same model', async () => {
    const graph = making();
    const image = input(graph, 'image', [5, 5, 4]);
    const split = op(graph, 'conv2d', convolution(4, { groups: 2, bias: true }), [image], 'split');
    const wide = convolution(4, { dilation: [2, 2], padding: [2, 2, 2, 2], bias: true });
    const dilated = op(graph, 'conv2d', wide, [split], 'dilated');
    const centred = op(graph, 'batch_norm', { ...norm, scale: false }, [dilated], 'centred');
    const fixed = op(graph, 'batch_norm', { ...norm, ...FROZEN }, [centred], 'fixed');
    const slopes = op(graph, 'prelu', TRAINED, [fixed], 'slopes');
    const whole = finish(graph, op(graph, 'global_avg_pool', { keepDims: false }, [slopes]));
    const before = someValues(whole);
    const model = await lowerAndLoad(whole, before);
    model.compile({ optimizer: tf.train.adam(0.05), loss: 'meanSquaredError' });
    const x = ramp(4, 5, 5, 4);
    await model.fit(x, tf.ones([4, 4]), { epochs: 2, verbose: 0 });
    const after = trainedWeights(whole, model, before);
    expect([...after.keys()]).toEqual([...before.keys()]);
    const stayed = [...after].filter(([path, { data }]) => String(data) === String(before.get(path)?.data));
    expect(stayed.map(([path]) => path)).toEqual([
      'fixed.gamma',
      'fixed.beta',
      'fixed.moving_mean',
      'fixed.moving_variance',
    ]);
    expect(numbers(await lowerAndLoad(whole, after), x)).toEqual(numbers(model, x));
  });

  test('drop_path takes whole samples and scales what stays', async () => {
    const graph = making();
    const x = input(graph, 'x', [3, 3, 2]);
    const model = await lowerAndLoad(finish(graph, op(graph, 'drop_path', { rate: 0.5 }, [x])), new Map());
    const result = model.apply(tf.ones([64, 3, 3, 2]), { training: true }) as tf.Tensor;
    const samples = result.reshape([64, 18]).arraySync() as number[][];
    const kinds = new Set(samples.map((sample) => String([...new Set(sample)])));
    expect([...kinds].sort()).toEqual(['0', '2']);
  });
});

describe('shared layers', () => {
  /** The second use of `tower` waits for a layer that comes after it in the file; the third is ready at once. */
  function shared() {
    const graph = making();
    const a = input(graph, 'a', [4]);
    const b = input(graph, 'b', [4]);
    const square = { units: 4, bias: true, ...TRAINED } as const;
    const first = op(graph, 'dense', square, [a], 'tower');
    const between = op(graph, 'tanh', {}, [first], 'between');
    const second = op(graph, 'dense', square, [between], 'tower_2', 0);
    const third = op(graph, 'dense', square, [b], 'tower_3', 0);
    return finish(graph, op(graph, 'concat', { axis: 0 }, [first, second, third]), second, third);
  }

  test('have one set of weights, and each use keeps its own input', async () => {
    const graph = shared();
    const values = someValues(graph);
    const model = await lowerAndLoad(graph, values);
    expect(model.weights.length).toBe(2);
    const kernel = tf.tensor2d(values.get('tower.kernel')?.data ?? [], [4, 4]);
    const bias = tf.tensor1d(values.get('tower.bias')?.data ?? []);
    const tower = (x: tf.Tensor) => x.matMul(kernel).add(bias);
    const [a, b] = [ramp(2, 4), ramp(2, 4).mul(3)];
    const expected = [tower(a), tower(tower(a).tanh()), tower(b)];
    const [all, second, third] = numbers(model, a, b);
    expectClose(all ?? [], tf.concat(expected, 1).dataSync(), 1e-5, 'all');
    expectClose(second ?? [], expected[1]?.dataSync() ?? [], 1e-5, 'second use');
    expectClose(third ?? [], expected[2]?.dataSync() ?? [], 1e-5, 'third use');
  });

  test('a shared prelu on maps of two sizes is refused where it is applied again', () => {
    const graph = making();
    const a = input(graph, 'a', [4, 4, 2]);
    const b = input(graph, 'b', [8, 8, 2]);
    const first = op(graph, 'prelu', TRAINED, [a], 'slopes');
    const second = op(graph, 'prelu', TRAINED, [b], 'slopes_2', 0);
    const [diagnostic, ...more] = checkLayers(finish(graph, first, second));
    expect(more).toEqual([]);
    expect(diagnostic?.code).toBe('ARC5002');
    expect(diagnostic?.message).toContain('shared `prelu`');
  });
});

describe('the files', () => {
  test('weights lie in shards of 4 MiB, and one may straddle two', async () => {
    const graph = making();
    const x = input(graph, 'x', [1000]);
    const first = op(graph, 'dense', { units: 900, bias: true, ...TRAINED }, [x], 'first');
    const whole = finish(
      graph,
      op(graph, 'dense', { units: 700, bias: true, ...TRAINED }, [first], 'second'),
    );
    const values = someValues(whole);
    const lowered = lowerToLayers(whole, values);
    if (!('files' in lowered)) throw new Error('refused');
    const sizes = [...lowered.files]
      .filter(([name]) => name !== 'model.json')
      .map(([name, { length }]) => [name, length]);
    const total = 4 * (1000 * 900 + 900 + 900 * 700 + 700);
    expect(sizes).toEqual([
      ['group1-shard1of2.bin', 4 * 1024 * 1024],
      ['group1-shard2of2.bin', total - 4 * 1024 * 1024],
    ]);
    const model = await load(lowered.files);
    for (const { originalName, read } of model.weights.map((each) => ({
      originalName: each.originalName,
      read: () => each.read(),
    }))) {
      expect(read().dataSync()).toEqual(values.get(originalName.replace('/', '.'))?.data);
    }
  });

  test('float16 halves the weights and rounds each to the nearest half', async () => {
    const graph = smallNetwork();
    const values = new Map(someValues(graph));
    values.set('dense.bias', { shape: [3], data: Float32Array.of(1e6, 0.1, -0.1) });
    const full = lowerToLayers(graph, values);
    const half = lowerToLayers(graph, values, { float16: true });
    if (!('files' in full) || !('files' in half)) throw new Error('refused');
    const length = (files: ReadonlyMap<string, Uint8Array>) => files.get('group1-shard1of1.bin')?.length ?? 0;
    // All but the bias that a half cannot hold.
    expect(length(half.files)).toBe((length(full.files) + 3 * 4) / 2);
    const weights = weightsByName(await load(half.files));
    expect(weights.get('dense/bias')).toEqual([1e6, Math.fround(0.1), Math.fround(-0.1)]);
    const kernel = values.get('stem.conv2d.kernel')?.data ?? new Float32Array();
    const stored = weights.get('stem.conv2d/kernel') ?? [];
    kernel.forEach((each, i) => {
      expect(Math.abs((stored[i] ?? 0) - each)).toBeLessThanOrEqual(
        Math.max(Math.abs(each), 2 ** -14) * 2 ** -11,
      );
    });
    expect(stored.some((each, i) => each !== kernel[i])).toBe(true);
  });

  test('every path is found as a layer, and what tfjs saves loads again with the same numbers', async () => {
    const graph = smallNetwork();
    const model = await lowerAndLoad(graph, someValues(graph));
    const names = new Set(model.layers.map((each) => each.name));
    for (const node of graph.nodes) expect(names).toContain(node.path);
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      }),
    );
    if (!saved) throw new Error('nothing was saved');
    const again = await tf.loadLayersModel(tf.io.fromMemory(saved));
    const x = ramp(2, 6, 6, 2);
    expect(numbers(again, x)).toEqual(numbers(model, x));
  });

  test('the same network gives the same bytes', () => {
    const graph = smallNetwork();
    expect(lowerToLayers(graph, someValues(graph))).toEqual(lowerToLayers(graph, someValues(graph)));
  });

  test('what leads to no output is left out, several outputs keep their order, and an input may be one', async () => {
    const graph = making();
    const a = input(graph, 'a', [2]);
    const b = input(graph, 'b', [2]);
    op(graph, 'dense', { units: 5, bias: true, ...TRAINED }, [a], 'unused');
    const sum = op(graph, 'add', {}, [a, b]);
    const model = await lowerAndLoad(
      finish(graph, op(graph, 'scale', { factor: 2 }, [sum]), sum, a),
      new Map(),
    );
    expect(model.layers.map((each) => each.name)).not.toContain('unused');
    const results = numbers(model, tf.tensor2d([[1, 2]]), tf.tensor2d([[10, 20]]));
    expect(results).toEqual([
      [22, 44],
      [11, 22],
      [1, 2],
    ]);
  });

  test('a tensor may be taken several times by one layer and by others after it', async () => {
    const graph = making();
    const x = op(graph, 'relu', {}, [input(graph, 'x', [2])]);
    const product = op(graph, 'multiply', {}, [x, x, x]);
    const model = await lowerAndLoad(finish(graph, op(graph, 'add', {}, [product, x])), new Map());
    expect(numbers(model, tf.tensor2d([[-1, 3]]))).toEqual([[0, 30]]);
  });

  test('names that tfjs refuses are made into ones it takes', async () => {
    const graph = making();
    const x = input(graph, '_x', [3]);
    const model = await lowerAndLoad(finish(graph, op(graph, 'relu', {}, [x], '_stage.relu')), new Map());
    expect(model.layers.map((each) => each.name)).toEqual(['x_x', 'x_stage.relu']);
  });

  test('names that objects of JavaScript have from the start are made into others', async () => {
    const graph = making();
    const x = input(graph, 'constructor', [2]);
    const y = op(graph, 'relu', {}, [x], 'valueOf');
    const model = await lowerAndLoad(finish(graph, op(graph, 'add', {}, [x, y], 'toString')), new Map());
    expect(model.layers.map((each) => each.name)).toEqual(['xconstructor', 'xvalueOf', 'xtoString']);
    expect(numbers(model, tf.tensor2d([[-1, 3]]))).toEqual([[-1, 6]]);
  });

  test('open sizes run at any size', async () => {
    const graph = making();
    const image = input(graph, 'image', [symbol('h'), symbol('w'), 2]);
    const pool = { kernel: [3, 3], stride: [2, 2], padding: [1, 1, 1, 1], ceil: false } as const;
    const down = op(graph, 'max_pool2d', pool, [image]);
    const left = op(graph, 'slice', { start: 0, stop: 1 }, [down], 'left');
    const right = op(graph, 'slice', { start: 1, stop: 2 }, [down], 'right');
    const both = op(graph, 'concat', { axis: 2 }, [right, left]);
    const up = op(graph, 'upsample', { scale: [2, 2], size: null, method: 'bilinear' }, [both]);
    const model = await lowerAndLoad(finish(graph, up), new Map());
    expect(model.inputs[0]?.shape).toEqual([null, null, null, 2]);
    expect(model.outputs[0]?.shape).toEqual([null, null, null, 2]);
    for (const [height, width] of [
      [5, 8],
      [6, 3],
    ] as const) {
      const x = ramp(1, height, width, 2).sub(2) as tf.Tensor4D;
      const expected = tf.image.resizeBilinear(
        tf.reverse4d(tf.maxPool(x, 3, 2, 1), 3),
        [2 * Math.ceil(height / 2), 2 * Math.ceil(width / 2)],
        false,
        true,
      );
      expectClose(numbers(model, x)[0] ?? [], expected.dataSync(), 1e-5, `${height}x${width}`);
    }
  });
});

describe('a padded max pool', () => {
  const pool = { kernel: [3, 3], stride: [2, 2], padding: [1, 1, 1, 1], ceil: false } as const;

  test('is padded with zeros where nothing below 0 comes in, through what keeps it so', async () => {
    const graph = making();
    const x = input(graph, 'x', [6, 6, 2]);
    const positive = op(graph, 'relu6', {}, [x]);
    const two = op(graph, 'concat', { axis: 2 }, [positive, op(graph, 'sigmoid', {}, [x])]);
    const model = await lowerAndLoad(finish(graph, op(graph, 'max_pool2d', pool, [two])), new Map());
    expect(model.layers.map((each) => each.name).filter((name) => name.startsWith('max_pool2d'))).toEqual([
      'max_pool2d.pad',
      'max_pool2d',
    ]);
    const map = ramp(1, 6, 6, 2) as tf.Tensor4D;
    const expected = tf.maxPool(tf.concat([map.clipByValue(0, 6), map.sigmoid()], 3) as tf.Tensor4D, 3, 2, 1);
    expectClose(numbers(model, map)[0] ?? [], expected.dataSync(), 1e-6, 'pooled');
  });

  test('is right where one branch may be below 0', async () => {
    const graph = making();
    const x = input(graph, 'x', [6, 6, 2]);
    const two = op(graph, 'concat', { axis: 2 }, [op(graph, 'relu', {}, [x]), op(graph, 'tanh', {}, [x])]);
    const model = await lowerAndLoad(finish(graph, op(graph, 'max_pool2d', pool, [two])), new Map());
    const map = ramp(1, 6, 6, 2).sub(2) as tf.Tensor4D;
    const expected = tf.maxPool(tf.concat([map.relu(), map.tanh()], 3) as tf.Tensor4D, 3, 2, 1);
    expectClose(numbers(model, map)[0] ?? [], expected.dataSync(), 1e-6, 'pooled');
  });
});

describe('live', () => {
  test("a model on the caller's tf gives what the loaded one gives", async () => {
    const graph = smallNetwork();
    const values = someValues(graph);
    const live = toLayersModel(tf, graph, values);
    if (!('model' in live)) throw new Error('refused');
    expect(live.model).toBeInstanceOf(tf.LayersModel);
    const x = ramp(2, 6, 6, 2);
    expect(numbers(live.model, x)).toEqual(numbers(await lowerAndLoad(graph, values), x));
    expect(live.model.layers.map((each) => each.name)).toContain('stem.conv2d');
  });

  test('a network stands between hand-written layers, twice with weights of its own', () => {
    const graph = smallNetwork();
    const image = tf.input({ shape: [12, 12, 2] });
    const small = tf.layers.maxPooling2d({ poolSize: 2 }).apply(image) as tf.SymbolicTensor;
    const results = ['a.', 'b.'].map((prefix) => {
      const applied = applyGraph(tf, graph, someValues(graph), [small], prefix);
      if (!('outputs' in applied)) throw new Error('refused');
      return applied.outputs[0] as tf.SymbolicTensor;
    });
    const mean = tf.layers.average().apply(results) as tf.SymbolicTensor;
    const model = tf.model({ inputs: image, outputs: mean });
    const both = numbers(model, ramp(1, 12, 12, 2))[0] ?? [];
    expectClose([both.reduce((sum, each) => sum + each, 0)], [1], 1e-5, 'the sum of the classes');
    expect(model.layers.filter((each) => each.name.endsWith('stem.conv2d')).map((each) => each.name)).toEqual(
      ['a.stem.conv2d', 'b.stem.conv2d'],
    );
  });
});
