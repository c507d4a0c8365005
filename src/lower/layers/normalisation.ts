import type { Node } from '../../ir/graph.ts';
import type { OpName } from '../../ops/attributes.ts';
import { add, asFeatureMap, channelBias, channelwise, rescale } from './compose.ts';
import type { Flow, StockWeight } from './plan.ts';
import {
  channelsOf,
  constantWeight,
  type Lowered,
  ownWeight,
  place,
  placeWeighted,
  type Site,
} from './site.ts';

type Lower<N extends OpName> = (node: Node<N>, site: Site) => Lowered;

export const batchNorm: Lower<'batch_norm'> = (node, site) =>
  asFeatureMap(site, (map) =>
    node.attributes.trainable ? trained(node, site, map) : frozen(node, site, map),
  );

/**
 * Without `scale` or `center` BatchNormalization fails in training. So it keeps both, as the constants 1 and 0 and
 * frozen (which leaves its statistics running), and what is trained follows as a layer of its own.
 */
function trained(node: Node<'batch_norm'>, site: Site, map: Flow): Flow {
  const { scale, center, eps, decay } = node.attributes;
  const channels = channelsOf(map.dims);
  const whole = scale && center;
  const weights: StockWeight[] = [
    whole ? ownWeight('gamma', [channels]) : constantWeight('gamma', [channels], filled(channels, 1)),
    whole ? ownWeight('beta', [channels]) : constantWeight('beta', [channels], filled(channels, 0)),
    ownWeight('moving_mean', [channels]),
    ownWeight('moving_variance', [channels]),
  ];
  const config = { momentum: decay, epsilon: eps };
  const normal = placeWeighted(site, '', 'BatchNormalization', config, map, map.dims, weights, whole);
  if (scale && !center) return channelwise(site, 'gamma', normal, (own) => own('gamma'), undefined, true);
  if (center && !scale)
    return add(site, 'center', [normal, channelBias(site, 'beta', normal, 'beta', true)], map.dims);
  return normal;
}

function filled(length: number, value: number): Float32Array {
  return new Float32Array(length).fill(value);
}

/**
 * BatchNormalization goes on to update its statistics in training even when it is frozen. With fixed statistics it is
 * a factor and an addend for each channel.
 */
function frozen(node: Node<'batch_norm'>, site: Site, map: Flow): Flow {
  const { scale, center, eps } = node.attributes;
  const factors: StockWeight['values'] = (own) => {
    const gamma = scale ? own('gamma') : undefined;
    return own('moving_variance').map((variance, i) => (gamma?.[i] ?? 1) / Math.sqrt(variance + eps));
  };
  const addends: StockWeight['values'] = (own) => {
    const gamma = scale ? own('gamma') : undefined;
    const beta = center ? own('beta') : undefined;
    const variance = own('moving_variance');
    return own('moving_mean').map(
      (mean, i) => (beta?.[i] ?? 0) - (mean * (gamma?.[i] ?? 1)) / Math.sqrt((variance[i] ?? 1) + eps),
    );
  };
  return channelwise(site, '', map, factors, addends, false);
}

export const layerNorm: Lower<'layer_norm'> = (node, site) => {
  const { eps, trainable } = node.attributes;
  const put = (x: Flow) => {
    const channels = channelsOf(x.dims);
    const weights = [ownWeight('gamma', [channels]), ownWeight('beta', [channels])];
    return placeWeighted(site, '', 'LayerNormalization', { epsilon: eps }, x, x.dims, weights, trainable);
  };
  // The kernel of tfjs ends at four axes, the batch among them.
  return site.x.dims.length <= 3 ? put(site.x) : asFeatureMap(site, put);
};

/** A trained factor for each channel. */
export const layerScale: Lower<'layer_scale'> = (node, site) =>
  asFeatureMap(site, (map) =>
    channelwise(site, '', map, (own) => own('gamma'), undefined, node.attributes.trainable),
  );

export const scale: Lower<'scale'> = (node, site) => rescale(site, '', site.x, node.attributes.factor);

/** (x - mean) / std, with one pair of numbers for all channels or one for each. */
export const normalize: Lower<'normalize'> = (node, site) => {
  const { mean, std } = node.attributes;
  const [onlyMean = 0, onlyStd = 1] = [mean[0], std[0]];
  if (mean.length === 1 && std.length === 1)
    return rescale(site, '', site.x, 1 / onlyStd, -onlyMean / onlyStd);
  return asFeatureMap(site, (map) => {
    const channels = channelsOf(map.dims);
    const deviation = (i: number) => std[i] ?? onlyStd;
    const factors = Float32Array.from({ length: channels }, (_, i) => 1 / deviation(i));
    const addends = Float32Array.from({ length: channels }, (_, i) => -(mean[i] ?? onlyMean) / deviation(i));
    const config = {
      kernelSize: [1, 1],
      strides: [1, 1],
      padding: 'valid',
      depthMultiplier: 1,
      useBias: true,
    } as const;
    return place(site, '', 'DepthwiseConv2D', config, [map], map.dims, [
      constantWeight('depthwise_kernel', [1, 1, channels, 1], factors),
      constantWeight('bias', [channels], addends),
    ]);
  });
};
