import { addSizes, type Size, scaleSize } from '../ir/size.ts';
import { INT } from '../values/type.ts';
import { argumentIn, flagIn, numberIn, pairIn } from './arguments.ts';
import type { OpAttributes, Pair, Weighted } from './attributes.ts';
import { isProblem, type OpDefinition, type Problem, problem, type WeightSpec } from './definition.ts';
import { readPadding } from './padding.ts';
import {
  BIAS,
  DILATION,
  KERNEL,
  optional,
  paddingParameter,
  parameter,
  SPATIAL,
  STRIDE,
  weighted,
  weightParameters,
} from './parameters.ts';
import {
  atLeast,
  channelsOf,
  divisible,
  exactShape,
  featureMap,
  knownChannels,
  notEmpty,
  product,
} from './rules.ts';
import { UNDILATED, windowShape } from './window.ts';

/** The kernel of a convolution and, if it has one, its bias. */
function kernelAndBias(
  attributes: Weighted & { readonly bias: boolean },
  shape: readonly number[],
  fans: Pair,
  outputs: number,
): readonly WeightSpec[] {
  const [fanIn, fanOut] = fans;
  const { trainable } = attributes;
  const init = attributes.init ?? 'he_normal';
  const kernel: WeightSpec = { name: 'kernel', shape, init, fanIn, fanOut, trainable };
  if (!attributes.bias) return [kernel];
  return [kernel, { name: 'bias', shape: [outputs], init: 0, fanIn, fanOut, trainable }];
}

/** The number of multiplications of a kernel at each place where it is applied. */
function areaOf(kernel: Pair): number {
  return kernel[0] * kernel[1];
}

export const conv2d: OpDefinition<OpAttributes['conv2d']> = {
  doc:
    'Convolution over height and width: [h, w, c] becomes [h / stride, w / stride, filters], as the ' +
    'padding has it.',
  parameters: [
    parameter('filters', INT, 'number of output channels'),
    KERNEL,
    STRIDE,
    paddingParameter('auto'),
    DILATION,
    optional('groups', INT, 1, 'how many groups the channels are split into, each convolved by itself'),
    BIAS,
    ...weightParameters('he_normal'),
  ],
  takes: 'one',
  normalise(args) {
    const filters = numberIn(args, 'filters');
    const kernel = pairIn(args, 'kernel');
    const stride = pairIn(args, 'stride');
    const dilation = pairIn(args, 'dilation');
    const groups = numberIn(args, 'groups');
    const fault =
      atLeast('conv2d', 'filters', 1, filters) ??
      atLeast('conv2d', 'kernel', 1, kernel) ??
      atLeast('conv2d', 'stride', 1, stride) ??
      atLeast('conv2d', 'dilation', 1, dilation) ??
      atLeast('conv2d', 'groups', 1, groups) ??
      (filters % groups === 0 ? undefined : problem('ARC3221', { filters, groups }, { at: 'groups' }));
    if (fault) return fault;
    const padding = readPadding('conv2d', argumentIn(args, 'padding'), kernel, stride, dilation);
    if (isProblem(padding)) return padding;
    const { init, trainable } = weighted(args);
    return {
      filters,
      kernel,
      stride,
      padding,
      dilation,
      groups,
      bias: flagIn(args, 'bias'),
      init,
      trainable,
    };
  },
  shape({ filters, kernel, stride, padding, dilation, groups }, inputs) {
    const map = featureMap('conv2d', inputs);
    if (isProblem(map)) return map;
    const channels = knownChannels('conv2d', map);
    if (isProblem(channels)) return channels;
    const uneven = divisible('conv2d', channels, groups);
    return uneven ?? windowShape('conv2d', { kernel, stride, padding, dilation, ceil: false }, map, filters);
  },
  weights(attributes, inputs) {
    const { kernel, filters, groups } = attributes;
    const each = channelsOf(inputs) / groups;
    const area = areaOf(kernel);
    const fans: Pair = [area * each, (area * filters) / groups];
    return kernelAndBias(attributes, [kernel[0], kernel[1], each, filters], fans, filters);
  },
  macs({ kernel, groups }, [map = []], output) {
    return (product(output) * areaOf(kernel) * (map[2] ?? 0)) / groups;
  },
};

export const depthwise_conv2d: OpDefinition<OpAttributes['depthwise_conv2d']> = {
  doc: 'Convolves each channel by itself: [h, w, c] becomes [h / stride, w / stride, c * multiplier].',
  parameters: [
    KERNEL,
    STRIDE,
    paddingParameter('auto'),
    DILATION,
    optional('multiplier', INT, 1, 'number of output channels for each input channel'),
    BIAS,
    ...weightParameters('he_normal'),
  ],
  takes: 'one',
  normalise(args) {
    const kernel = pairIn(args, 'kernel');
    const stride = pairIn(args, 'stride');
    const dilation = pairIn(args, 'dilation');
    const multiplier = numberIn(args, 'multiplier');
    const fault =
      atLeast('depthwise_conv2d', 'kernel', 1, kernel) ??
      atLeast('depthwise_conv2d', 'stride', 1, stride) ??
      atLeast('depthwise_conv2d', 'dilation', 1, dilation) ??
      atLeast('depthwise_conv2d', 'multiplier', 1, multiplier);
    if (fault) return fault;
    const padding = readPadding('depthwise_conv2d', argumentIn(args, 'padding'), kernel, stride, dilation);
    if (isProblem(padding)) return padding;
    const { init, trainable } = weighted(args);
    return { kernel, stride, padding, dilation, multiplier, bias: flagIn(args, 'bias'), init, trainable };
  },
  shape({ kernel, stride, padding, dilation, multiplier }, inputs) {
    const map = featureMap('depthwise_conv2d', inputs);
    if (isProblem(map)) return map;
    const channels = knownChannels('depthwise_conv2d', map);
    if (isProblem(channels)) return channels;
    const window = { kernel, stride, padding, dilation, ceil: false };
    return windowShape('depthwise_conv2d', window, map, channels * multiplier);
  },
  weights(attributes, inputs) {
    const { kernel, multiplier } = attributes;
    const channels = channelsOf(inputs);
    const area = areaOf(kernel);
    const shape = [kernel[0], kernel[1], channels, multiplier];
    return kernelAndBias(attributes, shape, [area, area * multiplier], channels * multiplier);
  },
  macs({ kernel }, _, output) {
    return product(output) * areaOf(kernel);
  },
};

export const conv2d_transpose: OpDefinition<OpAttributes['conv2d_transpose']> = {
  doc:
    'The transpose of a convolution, which enlarges the map: each axis becomes (in - 1) * stride - ' +
    'padding + kernel + output_padding.',
  parameters: [
    parameter('filters', INT, 'number of output channels'),
    KERNEL,
    optional('stride', SPATIAL, 1, 'factor of enlargement'),
    paddingParameter('auto'),
    optional(
      'output_padding',
      SPATIAL,
      0,
      'rows and columns added at the bottom and the right, fewer than the stride',
    ),
    BIAS,
    ...weightParameters('he_normal'),
  ],
  takes: 'one',
  normalise(args) {
    const filters = numberIn(args, 'filters');
    const kernel = pairIn(args, 'kernel');
    const stride = pairIn(args, 'stride');
    const outputPadding = pairIn(args, 'output_padding');
    const fault =
      atLeast('conv2d_transpose', 'filters', 1, filters) ??
      atLeast('conv2d_transpose', 'kernel', 1, kernel) ??
      atLeast('conv2d_transpose', 'stride', 1, stride) ??
      atLeast('conv2d_transpose', 'output_padding', 0, outputPadding) ??
      smallerThanStride(outputPadding[0], stride[0]) ??
      smallerThanStride(outputPadding[1], stride[1]);
    if (fault) return fault;
    const padding = readPadding('conv2d_transpose', argumentIn(args, 'padding'), kernel, stride, UNDILATED);
    if (isProblem(padding)) return padding;
    const rest = { filters, kernel, stride, bias: flagIn(args, 'bias'), ...weighted(args) };
    if (padding !== 'same') return { ...rest, padding, outputPadding };
    // TensorFlow's rule makes in * stride of in: what the kernel reaches beyond the stride is cut off, the
    // odd
    // pixel at the end, and what it leaves open is filled at the end.
    const beyond: Pair = [kernel[0] - stride[0], kernel[1] - stride[1]];
    const vertical = Math.max(beyond[0], 0);
    const horizontal = Math.max(beyond[1], 0);
    const [top, left] = [Math.floor(vertical / 2), Math.floor(horizontal / 2)];
    return {
      ...rest,
      padding: [top, vertical - top, left, horizontal - left],
      outputPadding: [outputPadding[0] + Math.max(-beyond[0], 0), outputPadding[1] + Math.max(-beyond[1], 0)],
    };
  },
  shape({ filters, kernel, stride, padding, outputPadding }, inputs) {
    const map = featureMap('conv2d_transpose', inputs);
    if (isProblem(map)) return map;
    const channels = knownChannels('conv2d_transpose', map);
    if (isProblem(channels)) return channels;
    const [top, bottom, left, right] = padding === 'same' ? [0, 0, 0, 0] : padding;
    const height = enlarged(map[0], stride[0], kernel[0] + outputPadding[0] - top - bottom);
    const width = enlarged(map[1], stride[1], kernel[1] + outputPadding[1] - left - right);
    const empty =
      notEmpty('conv2d_transpose', 'height', map[0], height) ??
      notEmpty('conv2d_transpose', 'width', map[1], width);
    return empty ?? exactShape('conv2d_transpose', [height, width, filters]);
  },
  weights(attributes, inputs) {
    const { kernel, filters } = attributes;
    const channels = channelsOf(inputs);
    const area = areaOf(kernel);
    const fans: Pair = [area * channels, area * filters];
    return kernelAndBias(attributes, [kernel[0], kernel[1], filters, channels], fans, filters);
  },
  macs({ kernel, filters }, [map = []]) {
    return product(map) * areaOf(kernel) * filters;
  },
};

function enlarged(size: Size, stride: number, reach: number): Size {
  return addSizes(scaleSize(size, stride), reach - stride);
}

function smallerThanStride(outputPadding: number, stride: number): Problem | undefined {
  if (outputPadding < stride) return undefined;
  return problem('ARC3220', { outputPadding, stride }, { at: 'output_padding' });
}
