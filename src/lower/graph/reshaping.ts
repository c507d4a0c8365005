import type { InferenceNode, InferenceOp } from '../../ir/inference.ts';
import type { Value } from './draft.ts';
import { cropMap, padMap } from './padding.ts';
import { channelsOf, emit, type Site, whole } from './site.ts';
import { batchOf, reshape, shapeOf } from './sizes.ts';

type Lower<N extends InferenceOp> = (node: InferenceNode<N>, site: Site) => Value;

/** At most one size of the result can be open (LANGUAGE §6), and is what the others leave. */
export const reshapeTo: Lower<'reshape'> = (node, site) => {
  const { x } = site;
  const sizes = node.shape.map((size) => (typeof size === 'number' ? size : ('rest' as const)));
  return reshape(site, '', x, [batchOf(x), ...sizes], node.shape);
};

/** Channels as a table [groups, channels / groups], which is turned. */
export const channelShuffle: Lower<'channel_shuffle'> = (node, site) => {
  const { x } = site;
  const { groups } = node.attributes;
  const each = channelsOf(x) / groups;
  if (groups === 1 || each === 1) return x;
  const table = reshape(site, 'table', x, ['rest', groups, each], []);
  const turned = emit(site, 'turned', 'Transpose', [table.name, whole(site, 'order', 0, 2, 1)]);
  const open = x.shape.some((size) => typeof size !== 'number');
  if (open) return emit(site, '', 'Reshape', [turned.name, shapeOf(site, x)]);
  const sizes = x.shape.map((size) => (typeof size === 'number' ? size : 1));
  return reshape(site, '', turned, [batchOf(x), ...sizes], node.shape);
};

/** Channels `start` to `stop`. */
export const slice: Lower<'slice'> = (node, site) => {
  const { start, stop } = node.attributes;
  const { x } = site;
  if (start === 0 && stop === channelsOf(x)) return x;
  const all = x.shape.slice(0, -1);
  const begin = whole(site, 'begin', 0, ...all.map(() => 0), start);
  const size = whole(site, 'size', -1, ...all.map(() => -1), stop - start);
  return emit(site, '', 'Slice', [x.name, begin, size]);
};

export const pad: Lower<'pad'> = (node, site) => {
  const { padding, value } = node.attributes;
  return padMap(site, '', site.x, padding, value);
};

export const crop: Lower<'crop'> = (node, site) => cropMap(site, '', site.x, node.attributes.amount);
