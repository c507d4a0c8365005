import { error } from '../template.ts';

/** ARC5: what a target cannot express. 50xx the `layers` target: stock layers of tfjs, trainable. */
export const targets = {
  ARC5001: error<{ layer: string; reason: string }>(
    'a size that the layers target must know',
    ({ layer, reason }) => `the layers target cannot express \`${layer}\` with a symbolic size: ${reason}`,
  ),
  ARC5002: error<{ layer: string; reason: string }>(
    'a shared layer that the layers target cannot apply again',
    ({ layer, reason }) => `the layers target cannot apply this shared \`${layer}\` again: ${reason}`,
  ),
  ARC5101: error<{ part: string; axes: number }>(
    'a tensor with more axes than TensorFlow.js computes with',
    ({ part, axes }) => `the graph target cannot express \`${part}\`: it has ${axes} axes`,
  ),
  ARC5301: error<{ input: string; shape: string }>(
    'an input whose size TensorFlow Lite must know',
    ({ input, shape }) => `the tflite target writes fixed sizes, but the input \`${input}\` is ${shape}`,
  ),
  ARC5302: error<{ bytes: number }>(
    'a model too large for TensorFlow Lite',
    ({ bytes }) =>
      `the tflite target cannot write ${bytes} bytes: a model of TensorFlow Lite holds less than 2 GiB`,
  ),
  ARC5303: error<{ part: string; size: number }>(
    'a size that TensorFlow Lite cannot write',
    ({ part, size }) => `the tflite target writes sizes below 2^31, and an axis of \`${part}\` has ${size}`,
  ),
};
