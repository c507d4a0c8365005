import type { LayersModel, layers } from '@tensorflow/tfjs';

export function mobileNetV2(activation?: () => layers.Layer): LayersModel;
