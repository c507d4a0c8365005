import type { Shape } from '../../ir/shape.ts';
import type { Size } from '../../ir/size.ts';
import {
  channelAxis,
  type Emit,
  finish,
  inputOf,
  integers,
  number,
  own,
  type Site,
  step,
  type Value,
} from './emission.ts';

/** Past the end of every axis. */
const END = 2 ** 31 - 1;

/** [n, c, h, w] as [n, h, w, c], on the way to the result. */
export function channelsLast(site: Site, x: Value): Value {
  return step(site, 'channels_last', 'Transpose', [x], moved(x.dims, [0, 2, 3, 1]), { perm: [0, 2, 3, 1] });
}

/** [n, h, w, c] as [n, c, h, w]: the result. */
export function channelsFirst(site: Site, x: Value): Value {
  return finish(site, 'Transpose', [x], { perm: [0, 3, 1, 2] });
}

function moved(dims: Shape, axes: readonly number[]): Shape {
  return axes.map((axis) => dims[axis] ?? 1);
}

/** Whether the numbers of a feature map lie in one order, channels first or last. */
function oneOrder(dims: Shape): boolean {
  if (dims.length !== 4) return true;
  const [, channels, height, width] = dims;
  return channels === 1 || (height === 1 && width === 1);
}

/** In the order of [h, w, c]: channels go last before, and first after, where that makes a difference. */
export const reshape: Emit<'reshape'> = (node, site) => {
  const x = inputOf(site);
  const { batch } = site.emission;
  const ordered = oneOrder(x.dims) ? x : channelsLast(site, x);
  const [height, width, channels] = node.shape;
  const isMap =
    node.shape.length === 3 && height !== undefined && width !== undefined && channels !== undefined;
  const first: Shape = isMap ? [channels, height, width] : node.shape;
  if (!isMap || oneOrder([batch, ...first])) return finish(site, 'Reshape', [ordered, target(site, first)]);
  const shaped = step(
    site,
    'reshape',
    'Reshape',
    [ordered, target(site, node.shape)],
    [batch, ...node.shape],
  );
  return channelsFirst(site, shaped);
};

/** Where Reshape goes: 0 keeps the batch, -1 is the one size that is open. */
function target(site: Site, shape: Shape): Value {
  const open = (size: Size) => (typeof size === 'number' ? size : -1);
  return integers(site, [0, ...shape.map(open)]);
}

/** Channels picked in their new order. */
export const channelShuffle: Emit<'channel_shuffle'> = ({ attributes: { groups } }, site) => {
  const x = inputOf(site);
  const axis = channelAxis(x.dims);
  const channels = Number(x.dims[axis]);
  const each = channels / groups;
  const order = Array.from({ length: channels }, (_, to) => (to % groups) * each + Math.floor(to / groups));
  return finish(site, 'Gather', [x, own(site, 'order', [channels], order)], { axis });
};

export const slice: Emit<'slice'> = ({ attributes: { start, stop } }, site) => {
  const x = inputOf(site);
  const axes = integers(site, [channelAxis(x.dims)]);
  return finish(site, 'Slice', [x, integers(site, [start]), integers(site, [stop]), axes]);
};

export const crop: Emit<'crop'> = ({ attributes: { amount } }, site) => {
  const [top, bottom, left, right] = amount;
  const stop = (after: number) => (after === 0 ? END : -after);
  const stops = integers(site, [stop(bottom), stop(right)]);
  return finish(site, 'Slice', [inputOf(site), integers(site, [top, left]), stops, integers(site, [2, 3])]);
};

export const pad: Emit<'pad'> = ({ attributes: { padding, value } }, site) =>
  finish(site, 'Pad', paddedBy(site, inputOf(site), padding, value));

/**
 * The operands of Pad: sides of a feature map, and what it holds there. A 0 is written as -0, which is the same number:
 * onnxruntime merges zeros into the padding of a pool behind them, even where a window then lies in the padding alone,
 * which it refuses, or the padding of that pool is no number but nothing.
 */
export function paddedBy(
  site: Site,
  x: Value,
  [top, bottom, left, right]: readonly [number, number, number, number],
  value: number,
): readonly Value[] {
  const sides = integers(site, [0, 0, top, left, 0, 0, bottom, right]);
  return [x, sides, number(site, value === 0 ? -0 : value)];
}

/** A vector of channels as a map of one pixel. */
export function asMap(site: Site, x: Value): Value {
  const dims = [...x.dims, 1, 1];
  return step(site, 'map', 'Unsqueeze', [x, integers(site, [2, 3])], dims);
}
