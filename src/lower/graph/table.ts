import type { InferenceNode, InferenceOp } from '../../ir/inference.ts';
import * as activations from './activations.ts';
import * as channelwise from './channelwise.ts';
import * as convolutions from './convolutions.ts';
import { dense } from './dense.ts';
import type { Value } from './draft.ts';
import * as joins from './joins.ts';
import * as pooling from './pooling.ts';
import { upsample } from './resample.ts';
import * as reshaping from './reshaping.ts';
import type { Site } from './site.ts';
import { conv2dTranspose } from './transposed.ts';

/** The nodes that each operation becomes, and the one that holds its result; inputs are made with the graph. */
type LowerTable = {
  readonly [N in Exclude<InferenceOp, 'input'>]: (node: InferenceNode<N>, site: Site) => Value;
};

const table: LowerTable = {
  identity: (_, site) => site.x,
  conv2d: convolutions.conv2d,
  depthwise_conv2d: convolutions.depthwiseConv2d,
  conv2d_transpose: conv2dTranspose,
  dense,
  affine: channelwise.affine,
  layer_norm: channelwise.layerNorm,
  relu: activations.relu,
  relu6: activations.relu6,
  leaky_relu: activations.leakyRelu,
  prelu: activations.prelu,
  elu: activations.elu,
  selu: activations.selu,
  silu: activations.silu,
  gelu: activations.gelu,
  mish: activations.mish,
  sigmoid: activations.sigmoid,
  tanh: activations.tanh,
  hard_sigmoid: activations.hardSigmoid,
  hard_swish: activations.hardSwish,
  softplus: activations.softplus,
  softmax: activations.softmax,
  max_pool2d: pooling.maxPool,
  avg_pool2d: pooling.avgPool,
  global_avg_pool: pooling.globalAvgPool,
  global_max_pool: pooling.globalMaxPool,
  adaptive_avg_pool2d: pooling.adaptiveAvgPool,
  reshape: reshaping.reshapeTo,
  channel_shuffle: reshaping.channelShuffle,
  slice: reshaping.slice,
  pad: reshaping.pad,
  crop: reshaping.crop,
  upsample,
  add: joins.add,
  multiply: joins.multiply,
  concat: joins.concat,
  maximum: joins.maximum,
  average: joins.average,
};

export function lowerNode<N extends Exclude<InferenceOp, 'input'>>(
  node: InferenceNode<N>,
  site: Site,
): Value {
  return table[node.op](node, site);
}
