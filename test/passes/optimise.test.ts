import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatInference } from '../../src/ir/format-inference.ts';
import type { InferenceGraph } from '../../src/ir/inference.ts';
import { verifyInference } from '../../src/ir/verify-inference.ts';
import { graphKernels } from '../../src/lower/graph/kernels.ts';
import { onnxKernels } from '../../src/lower/onnx/kernels.ts';
import { tfliteKernels } from '../../src/lower/tflite/kernels.ts';
import { inferenceGraph } from '../../src/passes/inference.ts';
import { onlyOutputs } from '../../src/passes/only-outputs.ts';
import { optimise } from '../../src/passes/optimise.ts';
import { namedWeights } from '../../src/weights/named.ts';
import { elementCount } from '../../src/weights/tensor.ts';
import { graphOf } from '../program.ts';
import { able, inference } from './programs.ts';

const targets = { graph: graphKernels, onnx: onnxKernels, tflite: tfliteKernels };

/** A network of the examples with numbers that are quickly made: no two weights are the same. */
function example(file: string, network?: string): InferenceGraph {
  const graph = graphOf(readFileSync(`examples/${file}.arch`, 'utf8'), { network });
  const weights = namedWeights(graph).map(({ path, spec: { shape } }, i) => {
    const data = new Float32Array(elementCount(shape)).fill(0.5);
    data[0] = i + 1;
    return [path, { shape, data }] as const;
  });
  return inferenceGraph(graph, new Map(weights));
}

function countsOf(graph: InferenceGraph): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { op, attributes } of graph.nodes) {
    const fused = 'activation' in attributes && attributes.activation ? `+${attributes.activation.op}` : '';
    counts[op + fused] = (counts[op + fused] ?? 0) + 1;
  }
  return counts;
}

describe.each(Object.entries(targets))('for %s', (_, kernels) => {
  test.each<[file: string, network: string | undefined]>([
    ['densenet', undefined],
    ['digits', undefined],
    ['efficientnet', undefined],
    ['googlenet', undefined],
    ['mnasnet', undefined],
    ['mobilenet_v1', undefined],
    ['mobilenet_v3', 'mobilenet_v3_small'],
    ['resnet', 'resnet_basic'],
    ['shufflenet_v2', undefined],
    ['squeezenet', 'squeezenet'],
    ['two_inputs', 'siamese'],
    ['two_inputs', 'image_and_table'],
    ['unet', undefined],
  ])('%s is sound after every pass, with nothing left to fold', (file, network) => {
    const passes: string[] = [];
    const after = optimise(example(file, network), kernels, (pass, graph) => {
      passes.push(pass);
      expect(verifyInference(graph), pass).toEqual([]);
    });
    expect(passes[0]).toBe('input');
    expect(passes.length).toBeGreaterThan(5);
    expect(verifyInference(onlyOutputs(after))).toEqual([]);
    expect(optimise(after, kernels)).toEqual(after);
  });
});

describe('MobileNetV2', () => {
  test('is convolutions with their activations, sums, one mean and one dense layer', () => {
    const after = optimise(example('mobilenet_v2'), graphKernels);
    expect(countsOf(after)).toEqual({
      input: 1,
      'conv2d+relu6': 18,
      conv2d: 17,
      'depthwise_conv2d+relu6': 17,
      add: 10,
      global_avg_pool: 1,
      dense: 1,
    });
    for (const { attributes } of after.nodes)
      if ('bias' in attributes) expect(attributes.bias).not.toBeNull();
  });

  test('pads in front where a target must, and not where its own rule says the same', () => {
    const counts = countsOf(optimise(example('mobilenet_v2'), tfliteKernels));
    expect(counts.pad).toBe(5);
  });
});

test('MobileNetV3 multiplies by no sixth of its own', () => {
  const after = onlyOutputs(optimise(example('mobilenet_v3', 'mobilenet_v3_small'), graphKernels));
  const steps = after.nodes.flatMap((node) => (node.op === 'affine' ? [node.attributes] : []));
  expect(steps.length).toBe(19);
  for (const { scale } of steps) expect(scale).toBeNull();
});

test('a small network in full', () => {
  const network = `
    normalize(mean = 0.5, std = 0.25)
    stem: conv2d(8, stride = 2, bias = false) -> batch_norm() -> hard_swish()
    depthwise_conv2d(bias = false) -> batch_norm() -> relu6()
    conv2d(8, kernel = 1, bias = false) -> batch_norm() -> dropout(0.1)
    global_avg_pool() -> dropout(0.2) -> dense(3)
  `;
  expect(formatInference(optimise(inference(network, '[8, 8, 3]'), able))).toBe(`network net
  image = input -> [8, 8, 3]
  stem.conv2d.pad = pad(image; padding 1x1x1x1, value 0.5) -> [10, 10, 3]
  stem.batch_norm = conv2d(stem.conv2d.pad; kernel [3, 3, 3, 8], bias [8], stride 2x2, padding 0x0x0x0, dilation 1x1, groups 1) -> [4, 4, 8]
  stem.hard_swish.shifted = affine(stem.batch_norm; scale none, shift [1] of hard_gate.shift) -> [4, 4, 8]
  stem.hard_swish.gate = relu6(stem.hard_swish.shifted) -> [4, 4, 8]
  stem.hard_swish.product = multiply(stem.batch_norm, stem.hard_swish.gate) -> [4, 4, 8]
  stem.hard_swish = affine(stem.hard_swish.product; scale [1] of hard_gate.scale, shift none) -> [4, 4, 8]
  relu6 = depthwise_conv2d(stem.hard_swish.product; kernel [3, 3, 8, 1] of batch_norm.kernel, bias [8] of batch_norm.bias, activation relu6, stride 1x1, padding 1x1x1x1, dilation 1x1) -> [4, 4, 8]
  batch_norm_2 = conv2d(relu6; kernel [1, 1, 8, 8], bias [8], stride 1x1, padding 0x0x0x0, dilation 1x1, groups 1) -> [4, 4, 8]
  global_avg_pool = global_avg_pool(batch_norm_2; keepDims false) -> [8]
  dense = dense(global_avg_pool; kernel [8, 3], bias [3]) -> [3]
  output = dense
  stem is stem.hard_swish
`);
});

test('the graph that is given stays as it is', () => {
  const before = inference('conv2d(4, bias = false) -> batch_norm() -> hard_swish() -> conv2d(4) -> relu()');
  const [text, numbers] = [
    formatInference(before),
    JSON.stringify(before.nodes.map((node) => node.attributes)),
  ];
  optimise(before, able);
  expect(formatInference(before)).toBe(text);
  expect(JSON.stringify(before.nodes.map((node) => node.attributes))).toBe(numbers);
});
