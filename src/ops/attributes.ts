/** Height and width. */
export type Pair = readonly [number, number];

/** Top, bottom, left, right; or TensorFlow's rule, which depends on the size of the input. */
export type Padding = 'same' | readonly [top: number, bottom: number, left: number, right: number];

export type InitName = 'he_normal' | 'glorot_uniform' | 'truncated_normal' | 'zeros' | 'ones';

export interface Weighted {
  /** The initialiser of the main weight (kernel, gamma, alpha); none: the layer's own value. */
  readonly init: InitName | null;
  readonly trainable: boolean;
}

type Nothing = Readonly<Record<never, never>>;

/**
 * What each operation carries in the graph once its arguments are normalised: `n` became `(n, n)`, "auto" padding
 * became numbers. The one place that lists every operation.
 */
export interface OpAttributes {
  input: Nothing;

  conv2d: Weighted & {
    readonly filters: number;
    readonly kernel: Pair;
    readonly stride: Pair;
    readonly padding: Padding;
    readonly dilation: Pair;
    readonly groups: number;
    readonly bias: boolean;
  };
  depthwise_conv2d: Weighted & {
    readonly kernel: Pair;
    readonly stride: Pair;
    readonly padding: Padding;
    readonly dilation: Pair;
    readonly multiplier: number;
    readonly bias: boolean;
  };
  /** Output size, per axis: `(in - 1) * stride - padding before - padding after + kernel + outputPadding` (PyTorch). */
  conv2d_transpose: Weighted & {
    readonly filters: number;
    readonly kernel: Pair;
    readonly stride: Pair;
    readonly padding: Padding;
    readonly outputPadding: Pair;
    readonly bias: boolean;
  };
  dense: Weighted & { readonly units: number; readonly bias: boolean };

  batch_norm: Weighted & {
    readonly eps: number;
    /** Keras' momentum: 1 - PyTorch's. */
    readonly decay: number;
    readonly scale: boolean;
    readonly center: boolean;
  };
  layer_norm: Weighted & { readonly eps: number };

  relu: Nothing;
  relu6: Nothing;
  leaky_relu: { readonly slope: number };
  prelu: Weighted;
  elu: { readonly alpha: number };
  selu: Nothing;
  silu: Nothing;
  gelu: { readonly approximate: boolean };
  mish: Nothing;
  sigmoid: Nothing;
  tanh: Nothing;
  hard_sigmoid: Nothing;
  hard_swish: Nothing;
  softplus: Nothing;
  softmax: Nothing;
  identity: Nothing;

  max_pool2d: PoolAttributes;
  avg_pool2d: PoolAttributes & { readonly countPadding: boolean };
  global_avg_pool: { readonly keepDims: boolean };
  global_max_pool: { readonly keepDims: boolean };
  adaptive_avg_pool2d: { readonly size: Pair };

  flatten: Nothing;
  reshape: { readonly shape: readonly number[] };
  channel_shuffle: { readonly groups: number };
  /** Channels `start` to `stop`, `stop` excluded; both already counted from the front. */
  slice: { readonly start: number; readonly stop: number };
  layer_scale: Weighted & { readonly value: number };
  scale: { readonly factor: number };
  pad: { readonly padding: readonly [number, number, number, number]; readonly value: number };
  crop: { readonly amount: readonly [number, number, number, number] };
  upsample: {
    /** Exactly one of `scale` and `size` is not null. */
    readonly scale: Pair | null;
    readonly size: Pair | null;
    readonly method: 'nearest' | 'bilinear';
  };

  dropout: { readonly rate: number };
  drop_path: { readonly rate: number };
  /** One number a channel, or one for all. */
  normalize: { readonly mean: readonly number[]; readonly std: readonly number[] };

  add: Nothing;
  multiply: Nothing;
  /** `axis` counts from 0 without the batch; the channel axis is `rank - 1`. */
  concat: { readonly axis: number };
  maximum: Nothing;
  average: Nothing;
}

export interface PoolAttributes {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly ceil: boolean;
}

export type OpName = keyof OpAttributes;
