import type { NamedAttrMap, NamedTensorInfoMap, Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { Tf } from './tf.ts';
import { frame, type Geometry, operand, spread, tapsOf } from './wasm-maps.ts';
import { maxPoolGradient } from './wasm-pool-gradient.ts';

/**
 * Gives the wasm backend the three gradient kernels it lacks, without which no convolution trains on it, and in place
 * of its gradient of max pooling one that is right where the largest number of a window is below 0. They are composed
 * of its own matrix products and convolutions. Maps are NHWC and undilated, as in every gradient that tfjs asks for.
 */
export function registerWasmTraining(tf: Tf): void {
  const kernels = {
    Conv2DBackpropFilter: convolutionFilterGradient,
    DepthwiseConv2dNativeBackpropFilter: depthwiseFilterGradient,
    DepthwiseConv2dNativeBackpropInput: depthwiseInputGradient,
    MaxPoolGrad: maxPoolGradient,
  };
  for (const [kernelName, gradient] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
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
  const taps = tapsOf(tf, x, geometry, 0).map((seen) =>
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
  const taps = tapsOf(tf, x, geometry, 0).map((seen) => {
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

  const whole = tf.reshape(dy, [batch, outHeight, outWidth, size]) as Tensor4D;
  const map = spread(tf, whole, strideHeight, strideWidth);
  // Position i of x met dy from i + before - (kernel - 1) to i + before, `before` being the padding of the forward pass.
  const above = kh - 1 - padInfo.top;
  const left = kw - 1 - padInfo.left;
  const framed = frame(tf, map, above, left, height + kh - 1, width + kw - 1);
  const turned = tf.reshape(tf.reverse(filter, [0, 1]), [kh, kw, size, 1]) as Tensor4D;
  const perOutput = tf.depthwiseConv2d(framed, turned, 1, 'valid');
  if (multiplier === 1) return perOutput;
  return tf.reshape(tf.sum(tf.reshape(perOutput, [-1, multiplier]), 1), inputShape);
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
