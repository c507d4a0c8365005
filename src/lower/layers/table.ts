import type { Node } from '../../ir/graph.ts';
import type { OpName } from '../../ops/attributes.ts';
import * as activations from './activations.ts';
import * as convolutions from './convolutions.ts';
import * as joins from './joins.ts';
import * as normalisation from './normalisation.ts';
import * as pooling from './pooling.ts';
import * as reshaping from './reshaping.ts';
import type { Lowered, Site } from './site.ts';
import { upsample } from './upsample.ts';

/** How each operation is made of stock layers, or why it cannot be; inputs are no layers of their own. */
type LowerTable = { readonly [N in Exclude<OpName, 'input'>]: (node: Node<N>, site: Site) => Lowered };

const table: LowerTable = {
  conv2d: convolutions.conv2d,
  depthwise_conv2d: convolutions.depthwiseConv2d,
  conv2d_transpose: convolutions.conv2dTranspose,
  dense: convolutions.dense,
  batch_norm: normalisation.batchNorm,
  layer_norm: normalisation.layerNorm,
  layer_scale: normalisation.layerScale,
  scale: normalisation.scale,
  normalize: normalisation.normalize,
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
  identity: activations.identity,
  max_pool2d: pooling.maxPool,
  avg_pool2d: pooling.avgPool,
  global_avg_pool: pooling.globalAvgPool,
  global_max_pool: pooling.globalMaxPool,
  adaptive_avg_pool2d: pooling.adaptiveAvgPool,
  flatten: reshaping.flatten,
  reshape: reshaping.reshapeTo,
  channel_shuffle: reshaping.channelShuffle,
  slice: reshaping.slice,
  pad: reshaping.pad,
  crop: reshaping.cropped,
  upsample,
  dropout: joins.dropout,
  drop_path: joins.dropPath,
  add: joins.add,
  multiply: joins.multiply,
  concat: joins.concat,
  maximum: joins.maximum,
  average: joins.average,
};

export function lowerNode<N extends Exclude<OpName, 'input'>>(node: Node<N>, site: Site): Lowered {
  return table[node.op](node, site);
}
