import * as activations from './activation.ts';
import type { OpName } from './attributes.ts';
import { conv2d, conv2d_transpose, depthwise_conv2d } from './conv.ts';
import type { OpTable } from './definition.ts';
import { dense } from './dense.ts';
import { input } from './input.ts';
import { add, average, concat, maximum, multiply } from './join.ts';
import { batch_norm, layer_norm } from './norm.ts';
import { crop, pad, upsample } from './pad.ts';
import { adaptive_avg_pool2d, avg_pool2d, global_avg_pool, global_max_pool, max_pool2d } from './pool.ts';
import { channel_shuffle, flatten, reshape, slice } from './reshape.ts';
import { layer_scale, normalize, scale } from './scale.ts';
import { drop_path, dropout } from './train.ts';

/** Every operation there is, in the order of LANGUAGE §7. */
export const ops: OpTable = {
  input,
  conv2d,
  depthwise_conv2d,
  conv2d_transpose,
  dense,
  batch_norm,
  layer_norm,
  ...activations,
  max_pool2d,
  avg_pool2d,
  global_avg_pool,
  global_max_pool,
  adaptive_avg_pool2d,
  flatten,
  reshape,
  channel_shuffle,
  slice,
  layer_scale,
  scale,
  pad,
  crop,
  upsample,
  dropout,
  drop_path,
  normalize,
  add,
  multiply,
  concat,
  maximum,
  average,
};

export function isOpName(name: string): name is OpName {
  return Object.hasOwn(ops, name);
}
