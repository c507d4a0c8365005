import type { NamedAttrMap, NamedTensorInfoMap, Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { Tf } from './tf.ts';
import { frame, operand, spread, tapsOf } from './wasm-maps.ts';

/** Below every number that a map holds. */
const LOWEST = -3.4e38;

/** d loss / d x of max pooling: each number of dy goes to the first place of its window, row by row, that is the largest. */
export function maxPoolGradient(tf: Tf, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): Tensor {
  const x = operand(tf, inputs.input);
  const y = operand(tf, inputs.output);
  const dy = operand(tf, inputs.dy);
  const geometry = tf.backend_util.computePool2DInfo(
    x.shape,
    attrs.filterSize as [number, number],
    attrs.strides as [number, number],
    1,
    attrs.pad as Parameters<Tf['backend_util']['computePool2DInfo']>[4],
    attrs.dimRoundingMode as 'floor' | 'round' | 'ceil' | undefined,
  );
  const { strideHeight, strideWidth, filterWidth, padInfo } = geometry;
  const [, height, width] = x.shape;
  let left = dy;
  let sum: Tensor4D = tf.zerosLike(x);
  tapsOf(tf, x, geometry, LOWEST).forEach((seen, tap) => {
    const largest = tf.cast(tf.equal(seen, y), 'float32');
    const share = tf.mul(left, largest) as Tensor4D;
    left = tf.sub(left, share);
    const above = Math.floor(tap / filterWidth) - padInfo.top;
    const before = (tap % filterWidth) - padInfo.left;
    sum = tf.add(sum, frame(tf, spread(tf, share, strideHeight, strideWidth), above, before, height, width));
  });
  return sum;
}
