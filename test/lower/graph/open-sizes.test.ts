import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphKernels } from '../../../src/lower/graph/kernels.ts';
import { inferenceGraph } from '../../../src/passes/inference.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import { body, graphOf } from '../../program.ts';
import { expectClose, someValues } from '../layers/harness.ts';
import { execute, lowerAndLoad, ramp } from './harness.ts';

/** What needs a size, or depends on one: each is compared with the same network of that very size. */
const bodies = [
  'conv2d(4, kernel = 2, stride = 3, padding = "same")',
  'conv2d(4, kernel = 3, stride = 2, dilation = 2, padding = "same")',
  'conv2d(4, kernel = 3, stride = 2, dilation = (1, 3)) -> relu()',
  'conv2d(6, kernel = 2, stride = 3, padding = "same", groups = 2)',
  'depthwise_conv2d(kernel = 3, stride = 2, padding = "same")',
  'depthwise_conv2d(kernel = (1, 2), stride = (3, 4), padding = "same")',
  'conv2d_transpose(4, kernel = 3, stride = 2, output_padding = 1)',
  'conv2d_transpose(4, kernel = 4, stride = 2, padding = 1)',
  'conv2d_transpose(4, kernel = 5, stride = (3, 1), padding = (2, 0, 1, 2))',
  'max_pool2d(3, stride = 2, padding = 1)',
  'max_pool2d(3, stride = 2, padding = 1, ceil = true)',
  'max_pool2d(2, stride = 3, padding = 1, ceil = true)',
  'max_pool2d(3, stride = 2, padding = "same")',
  'avg_pool2d(3, stride = 2, padding = 1)',
  'avg_pool2d(3, stride = 2, padding = 1, count_padding = false)',
  'avg_pool2d(3, stride = 2, padding = 1, ceil = true)',
  'avg_pool2d(3, stride = 2, padding = 1, ceil = true, count_padding = false)',
  'avg_pool2d(2, stride = 3, padding = 1, ceil = true)',
  'avg_pool2d(3, stride = 2, padding = "same")',
  'avg_pool2d(3, stride = 2, padding = "same", count_padding = false)',
  'global_avg_pool()',
  'global_max_pool(keep_dims = true)',
  'upsample(3)',
  'upsample((1, 2), method = "bilinear")',
  'upsample(size = (7, 11))',
  'upsample(size = (7, 11), method = "bilinear")',
  'channel_shuffle(3)',
  'slice(2, 5)',
  'crop((0, 1, 2, 0))',
  'pad((0, 1, 2, 0), value = 2)',
  'dense(5) -> softmax()',
  'layer_norm()',
  'residual { conv2d(6) -> squeeze_excite(2) }',
];

const sizes = [
  [1, 6, 9],
  [2, 7, 12],
  [3, 13, 8],
] as const;

const program = (text: string, input: string) =>
  graphOf(`import { squeeze_excite } from "std/layers"\n${body(`  ${text}`, input)}`);

describe.each(['cpu', 'wasm'])('open sizes on %s', (backend) => {
  beforeAll(async () => {
    expect(await tf.setBackend(backend)).toBe(true);
  });
  afterAll(() => tf.setBackend('cpu'));

  test.each(bodies)('%s', async (text) => {
    const open = program(text, '[?h, ?w, 6]');
    const values = someValues(open);
    const model = await lowerAndLoad(optimise(inferenceGraph(open, values), graphKernels));
    for (const [batch, height, width] of sizes) {
      const known = await lowerAndLoad(inferenceGraph(program(text, `[${height}, ${width}, 6]`), values));
      const image = ramp(batch, height, width, 6);
      const [expected] = execute(known, [image]);
      const [actual] = execute(model, [image]);
      expect(actual?.shape).toEqual(expected?.shape);
      expectClose(actual?.data ?? [], expected?.data ?? [], 1e-5, `${height} by ${width}`);
      known.dispose();
    }
    model.dispose();
  });
});
