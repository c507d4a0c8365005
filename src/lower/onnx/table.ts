import type { InferenceNode, InferenceOp } from '../../ir/inference.ts';
import * as activations from './activations.ts';
import * as convolutions from './convolutions.ts';
import type { Emit, Site, Value } from './emission.ts';
import * as joins from './joins.ts';
import * as normalisation from './normalisation.ts';
import * as pooling from './pooling.ts';
import * as reshaping from './reshaping.ts';
import { upsample } from './upsample.ts';

/** How each operation is made of operators; inputs are values, not operators. */
const table: { readonly [N in Exclude<InferenceOp, 'input'>]: Emit<N> } = {
  identity: activations.identity,
  conv2d: convolutions.conv2d,
  depthwise_conv2d: convolutions.depthwiseConv2d,
  conv2d_transpose: convolutions.conv2dTranspose,
  dense: convolutions.dense,
  affine: normalisation.affine,
  layer_norm: normalisation.layerNorm,
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
  reshape: reshaping.reshape,
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

export function emitNode<N extends Exclude<InferenceOp, 'input'>>(node: InferenceNode<N>, site: Site): Value {
  return table[node.op](node, site);
}
