import type { Constant, InferenceOps } from '../../ir/inference.ts';
import type { Pair } from '../../ops/attributes.ts';
import { integers, weight } from './constants.ts';
import { addTensor, type Value } from './draft.ts';
import { cut, padInFront, sidesOf, type Window } from './padding.ts';
import { channelsOf, emit, emitTo, type Lower, nameOf, type Place, spatial } from './place.ts';
import { biasOf, transposed, weightOf, withActivation } from './products.ts';
import {
  concatOptions,
  conv2dOptions,
  depthwiseOptions,
  fullyConnectedOptions,
  fusedActivations,
  SAME,
  splitOptions,
  transposeConvOptions,
  VALID,
} from './schema.ts';

type Convolution = InferenceOps['conv2d'];

/** One channel a group is a depthwise convolution; the kernel holds the same numbers in the same order. */
export const conv2d: Lower<'conv2d'> = ({ attributes }, place) => {
  const { groups } = attributes;
  if (groups === 1) return ungrouped(attributes, place);
  if (groups === channelsOf(place.x)) return depthwise(attributes, place);
  return grouped(attributes, place);
};

export const depthwiseConv2d: Lower<'depthwise_conv2d'> = ({ attributes }, place) =>
  depthwise(attributes, place);

function windowOf({ kernel, stride, dilation }: InferenceOps['depthwise_conv2d']): Window {
  const [height = 1, width = 1] = kernel.shape;
  return { kernel: [height, width], stride, dilation };
}

function padded(attributes: InferenceOps['depthwise_conv2d'], place: Place) {
  const window = windowOf(attributes);
  return padInFront(place, sidesOf(attributes.padding, window, place.x), window);
}

function windowOptions(
  fields: typeof conv2dOptions | typeof depthwiseOptions,
  { stride, dilation }: InferenceOps['depthwise_conv2d'],
  padding: number,
  activation: number,
) {
  return [
    fields.padding(padding),
    fields.strideH(stride[0]),
    fields.strideW(stride[1]),
    fields.dilationH(dilation[0]),
    fields.dilationW(dilation[1]),
    fields.activation(activation),
  ];
}

/** [kh, kw, in, out] becomes [out, kh, kw, in]. */
function ungrouped(attributes: Convolution, place: Place): Value {
  const { kernel, bias, activation } = attributes;
  const [height = 1, width = 1, channels = 1, outputs = 1] = kernel.shape;
  const { x, padding } = padded(attributes, place);
  const turned = weightOf(kernel, [outputs, height, width, channels], 0, () =>
    transposed(kernel.data, outputs),
  );
  const inputs = [x, weight(place.draft, turned), biasOf(place.draft, bias, outputs)];
  return withActivation(place, activation, (suffix, fused) =>
    emit(
      place,
      suffix,
      'CONV_2D',
      inputs,
      place.shape,
      windowOptions(conv2dOptions, attributes, padding, fused),
    ),
  );
}

/** [kh, kw, c, m], or [kh, kw, 1, c * m] of groups, becomes [1, kh, kw, c * m]. */
function depthwise(attributes: InferenceOps['depthwise_conv2d'], place: Place): Value {
  const { kernel, bias, activation } = attributes;
  const [height = 1, width = 1] = kernel.shape;
  const outputs = channelsOf(place);
  const { x, padding } = padded(attributes, place);
  const inputs = [
    x,
    weight(place.draft, weightOf(kernel, [1, height, width, outputs], 3)),
    biasOf(place.draft, bias, outputs),
  ];
  return withActivation(place, activation, (suffix, fused) =>
    emit(place, suffix, 'DEPTHWISE_CONV_2D', inputs, place.shape, [
      ...windowOptions(depthwiseOptions, attributes, padding, fused),
      depthwiseOptions.multiplier(outputs / channelsOf(x)),
    ]),
  );
}

/** Not every runtime knows groups: the channels are split, each group is convolved, and the results are joined. */
function grouped(attributes: Convolution, place: Place): Value {
  const { kernel, activation, groups } = attributes;
  const { x, padding } = padded(attributes, place);
  const channels = channelsOf(x) / groups;
  const slices = Array.from({ length: groups }, (_, group) =>
    addTensor(place.draft, nameOf(place, `group_${group + 1}_input`), [...x.shape.slice(0, -1), channels]),
  );
  emitTo(place, 'SPLIT', [integers(place.draft, [3], []), x], slices, [splitOptions.count(groups)]);
  const turned = transposed(kernel.data, channelsOf(kernel));
  return withActivation(place, activation, (suffix, fused) => {
    const options = windowOptions(conv2dOptions, attributes, padding, fused);
    const parts = slices.map((slice, group) => {
      const inputs = [slice, ...groupWeights(place, attributes, turned, group)];
      const shape = [...place.shape.slice(0, -1), channelsOf(place) / groups];
      return emit(place, `group_${group + 1}`, 'CONV_2D', inputs, shape, options);
    });
    return emit(place, suffix, 'CONCATENATION', parts, place.shape, [concatOptions.axis(3)]);
  });
}

/** Kernel and bias of one group, of the kernel [out, kh, kw, in / groups] of all. */
function groupWeights(
  { draft }: Place,
  { kernel, bias, groups }: Convolution,
  turned: Float32Array,
  group: number,
): readonly Value[] {
  const [height = 1, width = 1, channels = 1, outputs = 1] = kernel.shape;
  const part = (numbers: Float32Array) =>
    numbers.slice((group * numbers.length) / groups, ((group + 1) * numbers.length) / groups);
  const name = (constant: Constant) => `${constant.name}.group_${group + 1}`;
  const each = outputs / groups;
  const shape = [each, height, width, channels];
  return [
    weight(draft, { name: name(kernel), shape, data: () => part(turned), channels: 0 }),
    biasOf(draft, bias && { name: name(bias), shape: [each], data: part(bias.data) }, each),
  ];
}

/**
 * The transpose without padding gives `(in - 1) * stride + kernel`, and rows and columns of bias alone behind it where
 * the output padding reaches further than the padding; what the padding takes away is cut off. [kh, kw, out, in]
 * becomes [out, kh, kw, in].
 */
export const conv2dTranspose: Lower<'conv2d_transpose'> = ({ attributes }, place) => {
  const { draft, x, shape } = place;
  const { kernel, stride, padding, outputPadding, bias, activation } = attributes;
  const [height = 1, width = 1, outputs = 1, channels = 1] = kernel.shape;
  const area = height * width;
  const turned = weightOf(kernel, [outputs, height, width, channels], 0, () =>
    turnedKernel(kernel.data, area, outputs),
  );
  const [top, bottom, left, right] = padding;
  const window: Pair = [height, width];
  const after: Pair = [bottom, right];
  const whole = spatial(x).map(
    (size, axis) =>
      (size - 1) * (stride[axis] ?? 1) +
      (window[axis] ?? 1) +
      Math.max((outputPadding[axis] ?? 0) - (after[axis] ?? 0), 0),
  );
  const asSame = isTransposeOfSame(place, window, stride, top, left);
  const computed = asSame ? shape : [1, ...whole, outputs];
  return withActivation(place, activation, (suffix, fused) => {
    const isCut = computed.some((size, axis) => size !== shape[axis]);
    const result = emit(
      place,
      isCut ? 'whole' : suffix,
      fused === fusedActivations.none ? 'TRANSPOSE_CONV' : 'TRANSPOSE_CONV_ACTIVATION',
      [integers(draft, computed), weight(draft, turned), x, biasOf(draft, bias, outputs)],
      computed,
      [
        transposeConvOptions.padding(asSame ? SAME : VALID),
        transposeConvOptions.strideH(stride[0]),
        transposeConvOptions.strideW(stride[1]),
        transposeConvOptions.activation(fused),
      ],
    );
    return cut(place, suffix, result, [0, top, left, 0], shape);
  });
};

/** Whether a "same" convolution of the result has the size and the padding of this one's input. */
function isTransposeOfSame(place: Place, kernel: Pair, stride: Pair, top: number, left: number): boolean {
  const inputs = spatial(place.x);
  const begins = [top, left];
  return spatial(place).every((size, axis) => {
    const step = stride[axis] ?? 1;
    const extent = kernel[axis] ?? 1;
    const input = inputs[axis] ?? 1;
    const total = (input - 1) * step + extent - size;
    return (
      extent >= step &&
      Math.ceil(size / step) === input &&
      total >= 0 &&
      Math.floor(total / 2) === begins[axis]
    );
  });
}

function turnedKernel(data: Float32Array, area: number, outputs: number): Float32Array {
  const channels = data.length / (area * outputs);
  const turned = new Float32Array(data.length);
  for (let at = 0; at < area; at++) {
    for (let output = 0; output < outputs; output++) {
      const from = (at * outputs + output) * channels;
      turned.set(data.subarray(from, from + channels), (output * area + at) * channels);
    }
  }
  return turned;
}

/** [in, out] becomes [out, in]. */
export const dense: Lower<'dense'> = ({ attributes }, place) => {
  const { kernel, bias, activation } = attributes;
  const [channels = 1, units = 1] = kernel.shape;
  const turned = weightOf(kernel, [units, channels], 0, () => transposed(kernel.data, units));
  const inputs = [place.x, weight(place.draft, turned), biasOf(place.draft, bias, units)];
  return withActivation(place, activation, (suffix, fused) =>
    emit(place, suffix, 'FULLY_CONNECTED', inputs, place.shape, [
      fullyConnectedOptions.activation(fused),
      fullyConnectedOptions.keepDims(true),
    ]),
  );
};
