import type { NamedAttrMap, NamedTensorInfoMap, Tensor, Tensor4D, TensorInfo } from '@tensorflow/tfjs';
import type { Tf } from './backends.ts';

type Geometry = ReturnType<Tf['backend_util']['computeConv2DInfo']>;

/**
 * Gives the wasm backend the three gradient kernels it lacks, without which no convolution trains on it. They are
 * composed of its own matrix products and convolutions. Maps are NHWC and undilated, as in every gradient that tfjs
 * asks for.
 */
export function registerWasmTraining(tf: Tf): void {
  const kernels = {
    Conv2DBackpropFilter: convolutionFilterGradient,
    DepthwiseConv2dNativeBackpropFilter: depthwiseFilterGradient,
    DepthwiseConv2dNativeBackpropInput: depthwiseInputGradient,
  };
  for (const [kernelName, gradient] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, 'wasm')) continue;
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs = {} }) => tf.tidy(() => gradient(tf, inputs, attrs)),
    });
  }
}

/** d loss / d kernel `[kh, kw, in, out]`: for each tap of the window, (the inputs it saw)ᵀ · dy. */
function convolutionFilterGradient(tf: Tf, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): Tensor {
  const x = operand(tf, inputs.x);
  const dy = operand(tf, inputs.dy);
  const filterShape = attrs.filterShape as [number, number, number, number];
  const geometry = geometryOf(tf, x.shape, filterShape, attrs, false);
  const columns = tf.reshape(dy, [-1, geometry.outChannels]);
  const taps = tapsOf(tf, x, geometry).map((seen) =>
    tf.matMul(tf.reshape(seen, [-1, geometry.inChannels]), columns, true),
  );
  return tf.reshape(tf.concat(taps, 0), filterShape);
}

/** d loss / d kernel `[kh, kw, channels, multiplier]`: for each tap, the sum over the map of inputs · dy by channel. */
function depthwiseFilterGradient(tf: Tf, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): Tensor {
  const x = operand(tf, inputs.x);
  const dy = operand(tf, inputs.dy);
  const filterShape = attrs.filterShape as [number, number, number, number];
  const geometry = geometryOf(tf, x.shape, filterShape, attrs, true);
  const multiplier = filterShape[3];
  const byChannel = tf.reshape(dy, [-1, geometry.inChannels, multiplier]);
  // A product with a row of ones sums columns without the transposition that a reduction would need.
  const ones = tf.ones([1, byChannel.shape[0] ?? 0]);
  const taps = tapsOf(tf, x, geometry).map((seen) => {
    const products = tf.mul(tf.reshape(seen, [-1, geometry.inChannels, 1]), byChannel);
    return tf.matMul(ones, tf.reshape(products, [-1, geometry.inChannels * multiplier]));
  });
  return tf.reshape(tf.concat(taps, 0), filterShape);
}

/** d loss / d x: dy with zeros between its rows and columns where the stride skipped, convolved with the turned kernel. */
function depthwiseInputGradient(tf: Tf, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): Tensor {
  const dy = operand(tf, inputs.dy);
  const filter = operand(tf, inputs.filter);
  const inputShape = attrs.inputShape as [number, number, number, number];
  const geometry = geometryOf(tf, inputShape, filter.shape, attrs, true);
  const [batch, height, width, channels] = inputShape;
  const { strideHeight, strideWidth, outHeight, outWidth, padInfo } = geometry;
  const [kh, kw, , multiplier] = filter.shape;
  const size = channels * multiplier;

  const wide = tf.pad(tf.reshape(dy, [-1, size]), [
    [0, 0],
    [0, (strideWidth - 1) * size],
  ]);
  const row = outWidth * strideWidth * size;
  const spread = tf.pad(tf.reshape(wide, [-1, row]), [
    [0, 0],
    [0, (strideHeight - 1) * row],
  ]);
  const map = tf.reshape(spread, [batch, outHeight * strideHeight, outWidth * strideWidth, size]) as Tensor4D;
  // Position i of x met dy from i + before - (kernel - 1) to i + before, `before` being the padding of the forward pass.
  const above = kh - 1 - padInfo.top;
  const left = kw - 1 - padInfo.left;
  const framed = frame(tf, map, above, left, height + kh - 1, width + kw - 1);
  const turned = tf.reshape(tf.reverse(filter, [0, 1]), [kh, kw, size, 1]) as Tensor4D;
  const perOutput = tf.depthwiseConv2d(framed, turned, 1, 'valid');
  if (multiplier === 1) return perOutput;
  return tf.reshape(tf.sum(tf.reshape(perOutput, [-1, multiplier]), 1), inputShape);
}

/** The map moved down by `above` and right by `left` (negative: cut off there), in a frame of zeros of the size given. */
function frame(tf: Tf, map: Tensor4D, above: number, left: number, height: number, width: number): Tensor4D {
  const [batch, mapHeight, mapWidth, channels] = map.shape;
  const top = Math.max(0, -above);
  const start = Math.max(0, -left);
  const rows = Math.min(mapHeight - top, height - Math.max(0, above));
  const columns = Math.min(mapWidth - start, width - Math.max(0, left));
  const kept = tf.slice(map, [0, top, start, 0], [batch, rows, columns, channels]);
  const before = [Math.max(0, above), Math.max(0, left)] as const;
  return tf.pad(kept, [
    [0, 0],
    [before[0], height - rows - before[0]],
    [before[1], width - columns - before[1]],
    [0, 0],
  ]);
}

/** For each tap of the window, row by row, what it sees of the padded input: `[batch, outHeight, outWidth, in]`. */
function tapsOf(tf: Tf, x: Tensor4D, geometry: Geometry): Tensor[] {
  const { padInfo, strideHeight, strideWidth, outHeight, outWidth, filterHeight, filterWidth } = geometry;
  const [batch, , , channels] = x.shape;
  const padded = tf.pad(x, [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ]);
  const taps: Tensor[] = [];
  for (let i = 0; i < filterHeight; i++) {
    for (let j = 0; j < filterWidth; j++) {
      const end = [
        batch,
        i + (outHeight - 1) * strideHeight + 1,
        j + (outWidth - 1) * strideWidth + 1,
        channels,
      ];
      taps.push(tf.stridedSlice(padded, [0, i, j, 0], end, [1, strideHeight, strideWidth, 1]));
    }
  }
  return taps;
}

function geometryOf(
  tf: Tf,
  inputShape: [number, number, number, number],
  filterShape: [number, number, number, number],
  attrs: NamedAttrMap,
  depthwise: boolean,
): Geometry {
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    attrs.strides as [number, number],
    (attrs.dilations as [number, number] | undefined) ?? 1,
    attrs.pad as Parameters<Tf['backend_util']['computeConv2DInfo']>[4],
    attrs.dimRoundingMode as 'floor' | 'round' | 'ceil' | undefined,
    depthwise,
  );
}

/** Gradients are asked for by operations, which hand over tensors. */
function operand(tf: Tf, input: TensorInfo | undefined): Tensor4D {
  if (!(input instanceof tf.Tensor) || input.rank !== 4)
    throw new Error('a gradient kernel takes maps of rank 4');
  return input as Tensor4D;
}
