import type { Node } from '../../ir/graph.ts';
import type { OpName } from '../../ops/attributes.ts';
import { asFeatureMap, crop, padWith, padZeros, reshape, sliceChannels } from './compose.ts';
import type { Flow } from './plan.ts';
import { channelsOf, constantWeight, dimsOf, type Lowered, place, type Site } from './site.ts';

type Lower<N extends OpName> = (node: Node<N>, site: Site) => Lowered;

/** The Flatten of tfjs takes known sizes and at least two of them. */
export const flatten: Lower<'flatten'> = (node, site) => {
  const { dims } = site.x;
  const result = dimsOf(node.shape);
  if (dims.length === 1) return site.x;
  return dims.includes(null)
    ? reshape(site, '', site.x, result)
    : place(site, '', 'Flatten', {}, [site.x], result);
};

export const reshapeTo: Lower<'reshape'> = (node, site) => reshape(site, '', site.x, dimsOf(node.shape));

/**
 * [.., groups, c / groups] with its two last axes exchanged. Where more sizes are open than Reshape can leave open, a
 * 1x1 convolution by the permutation's matrix.
 */
export const channelShuffle: Lower<'channel_shuffle'> = (node, site) => {
  const { groups } = node.attributes;
  const { x } = site;
  const channels = channelsOf(x.dims);
  const each = channels / groups;
  const lead = x.dims.slice(0, -1);
  if (lead.filter((size) => size === null).length > 1)
    return asFeatureMap(site, (map) => permuted(site, map, groups));
  const long = lead.includes(null) ? null : lead.reduce<number>((product, size) => product * (size ?? 1), 1);
  const split = reshape(site, 'split', x, [long, groups, each]);
  const exchanged = place(site, 'exchange', 'Permute', { dims: [1, 3, 2] }, [split], [long, each, groups]);
  return reshape(site, '', exchanged, x.dims);
};

function permuted(site: Site, map: Flow, groups: number): Flow {
  const channels = channelsOf(map.dims);
  const each = channels / groups;
  const matrix = new Float32Array(channels * channels);
  for (let to = 0; to < channels; to++) {
    const from = (to % groups) * each + Math.floor(to / groups);
    matrix[from * channels + to] = 1;
  }
  const config = {
    kernelSize: [1, 1],
    strides: [1, 1],
    padding: 'valid',
    useBias: false,
    filters: channels,
  } as const;
  return place(site, '', 'Conv2D', config, [map], map.dims, [
    constantWeight('kernel', [1, 1, channels, channels], matrix),
  ]);
}

export const slice: Lower<'slice'> = (node, site) =>
  asFeatureMap(site, (map) => sliceChannels(site, '', map, node.attributes.start, node.attributes.stop));

export const pad: Lower<'pad'> = (node, site) => {
  const { padding, value } = node.attributes;
  return value === 0 ? padZeros(site, '', site.x, padding) : padWith(site, '', site.x, padding, value);
};

export const cropped: Lower<'crop'> = (node, site) => crop(site, '', site.x, node.attributes.amount);
