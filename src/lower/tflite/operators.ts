/**
 * The operators that are written: the number in `BuiltinOperator`, the oldest version of the kernel that does what is
 * asked for, and the number in `BuiltinOptions` of the table that says more, where there is one.
 */
export const operators = {
  ADD: { code: 0, version: 1, options: 11 },
  AVERAGE_POOL_2D: { code: 1, version: 1, options: 5 },
  CONCATENATION: { code: 2, version: 1, options: 10 },
  CONV_2D: { code: 3, version: 1, options: 1 },
  /** Version 2 knows dilation. */
  DEPTHWISE_CONV_2D: { code: 4, version: 2, options: 2 },
  DEQUANTIZE_FLOAT16: { code: 6, version: 3, options: null },
  /** One scale a channel. */
  DEQUANTIZE_CHANNELS: { code: 6, version: 5, options: null },
  /** Version 5 keeps the leading axes. */
  FULLY_CONNECTED: { code: 9, version: 5, options: 8 },
  LOGISTIC: { code: 14, version: 1, options: null },
  MAX_POOL_2D: { code: 17, version: 1, options: 5 },
  MUL: { code: 18, version: 1, options: 21 },
  RELU: { code: 19, version: 1, options: null },
  RELU6: { code: 21, version: 1, options: null },
  RESHAPE: { code: 22, version: 1, options: 17 },
  /** Version 3 knows half-pixel centres. */
  RESIZE_BILINEAR: { code: 23, version: 3, options: 15 },
  SOFTMAX: { code: 25, version: 1, options: 9 },
  TANH: { code: 28, version: 1, options: null },
  PAD: { code: 34, version: 1, options: null },
  TRANSPOSE: { code: 39, version: 1, options: null },
  MEAN: { code: 40, version: 1, options: 27 },
  SUB: { code: 41, version: 1, options: 28 },
  DIV: { code: 42, version: 1, options: 29 },
  EXP: { code: 47, version: 1, options: null },
  SPLIT: { code: 49, version: 1, options: 35 },
  PRELU: { code: 54, version: 1, options: null },
  MAXIMUM: { code: 55, version: 1, options: null },
  MINIMUM: { code: 57, version: 1, options: null },
  NEG: { code: 59, version: 1, options: null },
  PADV2: { code: 60, version: 1, options: null },
  SLICE: { code: 65, version: 1, options: null },
  /** Version 3 adds a bias. */
  TRANSPOSE_CONV: { code: 67, version: 3, options: 49 },
  /** Version 4 computes an activation too. */
  TRANSPOSE_CONV_ACTIVATION: { code: 67, version: 4, options: 49 },
  LOG: { code: 73, version: 1, options: null },
  RSQRT: { code: 76, version: 1, options: null },
  REDUCE_MAX: { code: 82, version: 1, options: 27 },
  RESIZE_NEAREST_NEIGHBOR: { code: 97, version: 1, options: 74 },
  LEAKY_RELU: { code: 98, version: 1, options: 75 },
  SQUARED_DIFFERENCE: { code: 99, version: 1, options: null },
  ABS: { code: 101, version: 1, options: null },
  ELU: { code: 111, version: 1, options: null },
  HARD_SWISH: { code: 117, version: 1, options: null },
  GELU: { code: 150, version: 1, options: 116 },
} as const;

export type OperatorName = keyof typeof operators;
