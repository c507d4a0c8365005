import type { Pair } from '../../ops/attributes.ts';

type Nothing = Readonly<Record<never, never>>;

interface Window {
  readonly strides: Pair;
  readonly padding: 'same' | 'valid';
}

interface Convolution extends Window {
  readonly kernelSize: Pair;
  readonly useBias: boolean;
}

/** `[[top, bottom], [left, right]]` */
type Sides = readonly [Pair, Pair];

/**
 * The layers of tfjs 4.22 that are used, with the settings that are used. tfjs ignores a key it does not know without
 * a word; here it does not compile. Not listed because tfjs ignores or breaks them: `groups`, the depthwise
 * `dilationRate`, `keepDims`, the `scale` and `center` of BatchNormalization; `dilationRate` of Conv2D has no gradient.
 */
export interface StockConfigs {
  Activation: {
    readonly activation:
      | 'elu'
      | 'gelu'
      | 'linear'
      | 'mish'
      | 'selu'
      | 'sigmoid'
      | 'softmax'
      | 'softplus'
      | 'swish'
      | 'tanh';
  };
  Add: Nothing;
  Average: Nothing;
  /** Never `same`: the gradient of that one is wrong at the edges on the cpu and wasm backends. */
  AveragePooling2D: { readonly poolSize: Pair; readonly strides: Pair; readonly padding: 'valid' };
  BatchNormalization: { readonly momentum: number; readonly epsilon: number };
  /** Counts the batch as axis 0. */
  Concatenate: { readonly axis: number };
  Conv2D: Convolution & { readonly filters: number };
  Conv2DTranspose: Convolution & { readonly filters: number };
  /** `channelsFirst` crops the two last axes: width and channels of a tensor that has its channels last. */
  Cropping2D: { readonly cropping: Sides; readonly dataFormat: 'channelsFirst' | 'channelsLast' };
  Dense: { readonly units: number; readonly useBias: boolean };
  DepthwiseConv2D: Convolution & { readonly depthMultiplier: number };
  /** In `noiseShape` null is the size of the input. */
  Dropout: { readonly rate: number; readonly noiseShape?: readonly (number | null)[] };
  Flatten: Nothing;
  GlobalAveragePooling2D: Nothing;
  GlobalMaxPooling2D: Nothing;
  LayerNormalization: { readonly epsilon: number };
  LeakyReLU: { readonly alpha: number };
  Maximum: Nothing;
  MaxPooling2D: Window & { readonly poolSize: Pair };
  Multiply: Nothing;
  PReLU: { readonly sharedAxes: readonly number[] };
  /** The order of the axes; the first after the batch is 1. */
  Permute: { readonly dims: readonly number[] };
  ReLU: { readonly maxValue?: number };
  /** `scale * x + offset` */
  Rescaling: { readonly scale: number; readonly offset: number };
  /** At most one null, which takes what is left. */
  Reshape: { readonly targetShape: readonly (number | null)[] };
  UpSampling2D: { readonly size: Pair; readonly interpolation: 'nearest' };
  ZeroPadding2D: { readonly padding: Sides };
}

export type StockClass = keyof StockConfigs;

/** The function of `tf.layers` that makes each of them. */
export const factories = {
  Activation: 'activation',
  Add: 'add',
  Average: 'average',
  AveragePooling2D: 'averagePooling2d',
  BatchNormalization: 'batchNormalization',
  Concatenate: 'concatenate',
  Conv2D: 'conv2d',
  Conv2DTranspose: 'conv2dTranspose',
  Cropping2D: 'cropping2D',
  Dense: 'dense',
  DepthwiseConv2D: 'depthwiseConv2d',
  Dropout: 'dropout',
  Flatten: 'flatten',
  GlobalAveragePooling2D: 'globalAveragePooling2d',
  GlobalMaxPooling2D: 'globalMaxPooling2d',
  LayerNormalization: 'layerNormalization',
  LeakyReLU: 'leakyReLU',
  Maximum: 'maximum',
  MaxPooling2D: 'maxPooling2d',
  Multiply: 'multiply',
  PReLU: 'prelu',
  Permute: 'permute',
  ReLU: 'reLU',
  Rescaling: 'rescaling',
  Reshape: 'reshape',
  UpSampling2D: 'upSampling2d',
  ZeroPadding2D: 'zeroPadding2d',
} as const satisfies Record<StockClass, string>;

export type Factory = (typeof factories)[StockClass];
