import { describe, expect, test } from 'vitest';
import { metadataBytes, modelMetadata } from '../../src/lower/metadata.ts';
import type { Target } from '../../src/lower/targets.ts';
import { graphOf } from '../program.ts';

const NET = `
network net(classes: int = 3) {
  input image: [32 * ?h, 64, 3]
  input table: [5]
  image -> normalize(mean = [0.5, 0.5, 0.25], std = [0.25, 0.25, 0.5]) as seen
  table -> dense(4) as facts
  stem: seen -> conv2d(4, stride = 2, bias = false) -> relu() as map
  global_avg_pool() -> concat(_, facts) -> dense(classes) as scores
  output scores, map
}`;

function metadataOf(target: Target, text = NET) {
  return modelMetadata(graphOf(text), {
    target,
    storage: 'float16',
    files: ['model.json', 'group1-shard1of1.bin'],
    archcVersion: '1.2.3',
    labels: undefined,
    source: { path: 'net.arch', sha256: 'abc' },
    weights: { seed: 7 },
  });
}

describe('the metadata of a model', () => {
  test('say what goes in, what comes out and where it comes from', () => {
    expect(metadataOf('graph')).toEqual({
      generatedBy: 'archc',
      archcVersion: '1.2.3',
      network: 'net',
      target: 'graph',
      storage: 'float16',
      files: ['group1-shard1of1.bin', 'model.json'],
      inputs: [
        {
          name: 'image',
          dtype: 'float32',
          shape: ['batch', '32 * ?h', 64, 3],
          layout: 'NHWC',
          range: [0, 1],
          preprocessing: { mean: [0.5, 0.5, 0.25], std: [0.25, 0.25, 0.5] },
        },
        {
          name: 'table',
          dtype: 'float32',
          shape: ['batch', 5],
          layout: 'NC',
          range: null,
          preprocessing: null,
        },
      ],
      outputs: [
        { name: 'scores', dtype: 'float32', shape: ['batch', 3], layout: 'NC' },
        { name: 'map', dtype: 'float32', shape: ['batch', '16 * ?h', 32, 4], layout: 'NHWC' },
      ],
      labels: null,
      // 5 x 4 + 4, 3 x 3 x 3 x 4, 8 x 3 + 3.
      parameters: 159,
      macs: null,
      source: { path: 'net.arch', sha256: 'abc' },
      weights: { seed: 7 },
      parts: [{ path: 'stem', block: null }],
    });
  });

  test('have the axes in the order of the target', () => {
    const [image, table] = metadataOf('onnx').inputs;
    expect(image).toMatchObject({ shape: ['batch', 3, '32 * ?h', 64], layout: 'NCHW' });
    expect(table).toMatchObject({ shape: ['batch', 5], layout: 'NC' });
    expect(metadataOf('onnx').outputs[1]).toMatchObject({
      shape: ['batch', 4, '16 * ?h', 32],
      layout: 'NCHW',
    });
    expect(metadataOf('tflite').inputs[0]).toMatchObject({ shape: [1, '32 * ?h', 64, 3], layout: 'NHWC' });
    const rows = 'network net { input x: [4, 2] dense(3) }';
    expect(metadataOf('onnx', rows)).toMatchObject({
      inputs: [{ shape: ['batch', 4, 2], layout: null }],
      macs: 24,
    });
  });

  test.each([
    ['[0.485, 0.456, 0.406]', [0, 1]],
    ['[123.7, 116.3, 103.5]', [0, 255]],
    ['0', [0, 1]],
    ['300', null],
    ['-0.5', null],
  ])('tell the range of the input from the mean %s', (mean, range) => {
    const text = `network net { input x: [4, 4, 3] normalize(mean = ${mean}, std = 1) -> conv2d(2) }`;
    expect(metadataOf('graph', text).inputs[0]?.range).toEqual(range);
  });

  test('do not tell it where more than the normalisation takes the input', () => {
    const text = 'network net { input x: [4, 4, 3] normalize(mean = 0.5, std = 1) -> add(_, x) }';
    expect(metadataOf('graph', text).inputs[0]).toMatchObject({ range: null, preprocessing: null });
  });

  test('are written as lines', () => {
    const text = new TextDecoder().decode(metadataBytes(metadataOf('layers')));
    expect(text).toMatch(/^\{\n {2}"generatedBy": "archc",\n/);
    expect(text).toMatch(/\n {6}"shape": \["batch", "32 \* \?h", 64, 3\],\n/);
    expect(text).toMatch(/\}\n$/);
    expect(JSON.parse(text)).toEqual(metadataOf('layers'));
    const odd = { ...metadataOf('layers'), labels: ['a, b', '[c]', '{d', '\n'] };
    expect(JSON.parse(new TextDecoder().decode(metadataBytes(odd)))).toEqual(odd);
  });
});
