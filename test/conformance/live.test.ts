import { fileURLToPath } from 'node:url';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/index.ts';
import { diskHost } from '../../src/node.ts';
import type { Tf } from '../../src/runtime/tf.ts';
import type { Tensor } from '../../src/weights/tensor.ts';
import { backendsUnderTest, startBackend } from './backends.ts';
import { expectSame, type Numbers } from './compare.ts';
import { blockArguments, compileCase, compileText, goldenCases, readGolden } from './golden.ts';
import { channelsLast } from './layout.ts';
import { predict, predictOne } from './predict.ts';

const match = { prefix: 'w/' };
const blocks = compileText('import { irblock } from "std/mobilenet"\nimport { conv_bn } from "std/layers"\n');

describe.each(backendsUnderTest())('live layers on %s', (backend) => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await startBackend(backend);
  });

  test.each(goldenCases)('toLayersModel gives the outputs of PyTorch: $name', (golden) => {
    const { file, bytes } = readGolden(golden.name);
    const network = compileCase(golden, file).network({ ...golden.choice, weights: bytes, match });
    const model = network.toLayersModel(tf);
    expectSame(
      predictOne(tf, model, channelsLast(file, 'input')),
      channelsLast(file, 'output'),
      'the output',
    );
    model.dispose();
  });

  const single = goldenCases.filter((golden) => golden.program === undefined);
  test.each(single)('a block between layers written by hand: $name', ({ name }) => {
    const { file, bytes } = readGolden(name);
    const irblock = blocks.block('irblock', { ...blockArguments(file) }, { weights: bytes, match });
    const input = channelsLast(file, 'input');

    const image = tf.input({ shape: input.shape.slice(1) });
    const framed = tf.layers.zeroPadding2d({ padding: [1, 2] }).apply(image) as SymbolicTensor;
    const same = tf.layers.cropping2D({ cropping: [1, 2] }).apply(framed) as SymbolicTensor;
    const result = irblock(tf, same, 'body.');
    const mean = tf.layers.globalAveragePooling2d({}).apply(result) as SymbolicTensor;
    const model = tf.model({ inputs: image, outputs: [result, mean] });

    const expected = channelsLast(file, 'output');
    const [map, pooled] = predict(tf, model, input);
    if (!map || !pooled) throw new Error('the model has two outputs');
    expectSame(map, expected, 'the block');
    expectSame(pooled, channelMeans(expected), 'the layer behind it');
    expect(model.layers.map((layer) => layer.name)).toContain('body.irblock.project.conv2d');
    model.dispose();
  });

  test('MobileNetV2 as a loop over the block has the parameters of the whole network', () => {
    const image = tf.input({ shape: [224, 224, 3] });
    let x = blocks.block('conv_bn', { filters: 32, stride: 2, act: 'relu6' })(tf, image, 'stem.');
    let count = 0;
    for (const [t, c, n, s] of [
      [1, 16, 1, 1],
      [6, 24, 2, 2],
      [6, 32, 3, 2],
      [6, 64, 4, 2],
      [6, 96, 3, 1],
      [6, 160, 3, 2],
      [6, 320, 1, 1],
    ] as const) {
      for (let i = 0; i < n; i++) {
        const block = blocks.block('irblock', { oup: c, stride: i === 0 ? s : 1, expansion: t });
        x = block(tf, x, `block_${++count}.`);
      }
    }
    x = tf.layers.conv2d({ filters: 1280, kernelSize: 1, useBias: false }).apply(x) as SymbolicTensor;
    x = tf.layers.batchNormalization().apply(x) as SymbolicTensor;
    x = tf.layers.globalAveragePooling2d({}).apply(x) as SymbolicTensor;
    const logits = tf.layers.dense({ units: 1000 }).apply(x) as SymbolicTensor;
    expect(logits.shape).toEqual([null, 1000]);

    const byHand = tf.model({ inputs: image, outputs: logits });
    const whole = compile(
      diskHost(),
      fileURLToPath(new URL('../../examples/mobilenet_v2.arch', import.meta.url)),
    )
      .network()
      .toLayersModel(tf);
    expect([trainable(byHand), trainable(whole)]).toEqual([3_504_872, 3_504_872]);
    byHand.dispose();
    whole.dispose();
  });
});

/** [batch, h, w, c] to [batch, c]. */
function channelMeans({ shape, data }: Tensor): Numbers {
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  const means = new Float64Array(batch * channels);
  data.forEach((value, i) => {
    const sample = Math.floor(i / (height * width * channels));
    means[sample * channels + (i % channels)] =
      (means[sample * channels + (i % channels)] ?? 0) + value / (height * width);
  });
  return { shape: [batch, channels], data: means };
}

function trainable(model: LayersModel): number {
  return model.trainableWeights.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, size) => product * (size ?? Number.NaN), 1),
    0,
  );
}
