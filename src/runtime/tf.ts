/** The tfjs namespace: tensors, layers, converters. */
export type Tf = typeof import('@tensorflow/tfjs');
