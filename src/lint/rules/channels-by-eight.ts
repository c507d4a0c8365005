import { listAnd } from '../../diagnostics/lists.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { Node } from '../../ir/graph.ts';
import { activations } from '../../ops/activations.ts';
import type { OpName } from '../../ops/attributes.ts';
import type { BuiltNetwork } from '../network.ts';
import { placesWithOdd } from '../places.ts';
import type { Rule } from '../subject.ts';

/** What may stand between the convolutions of a mobile block. */
const between: ReadonlySet<OpName> = new Set<OpName>(['batch_norm', ...activations]);

/**
 * Channels of a mobile block, a 1x1 convolution beside a depthwise one, that are no multiple of 8: the kernels of
 * phones and browsers take 4 or 8 channels at a time (MobileNetV2, section 6, rounds all of them). What gives the
 * outputs of a network has as many as there are things to tell apart.
 */
export const channelsByEight: Rule = function* (subject) {
  for (const { place, elsewhere, figures } of placesWithOdd(subject, isUneven, filtersOf)) {
    const nearest = figures.map((channels) => Math.max(8, Math.round(channels / 8) * 8));
    const instead = listAnd([...new Set(nearest)]);
    const help = [`take ${instead} instead; \`make_divisible\` of std/layers rounds as MobileNet does`];
    yield diagnostic('ARC8010', place, { channels: figures }, { labels: elsewhere, help });
  }
};

function isUneven(network: BuiltNetwork, node: Node): boolean {
  const filters = filtersOf(node);
  if (filters % 8 === 0 || filters < 8) return false;
  if (!network.isTrainedBehind(node)) return false;
  if (reachesDepthwise(network, node)) return true;
  return comesFromDepthwise(network, node) && !isAnOutput(network, filters);
}

/** Of a 1x1 convolution; 0 for every other node. */
function filtersOf({ op, attributes }: Node): number {
  if (op !== 'conv2d') return 0;
  const [height, width] = attributes.kernel;
  return height === 1 && width === 1 ? attributes.filters : 0;
}

/** Each channel for itself, under either name. */
function isDepthwise({ op, attributes, shape }: Node): boolean {
  if (op === 'depthwise_conv2d') return true;
  return op === 'conv2d' && attributes.groups > 1 && attributes.groups === shape.at(-1);
}

function reachesDepthwise(network: BuiltNetwork, from: Node): boolean {
  let at = network.readersOf(from);
  while (at.length === 1 && at[0] && between.has(at[0].op)) at = network.readersOf(at[0]);
  return at.some(isDepthwise);
}

/** What is multiplied comes first, and then the gate of a squeeze-excite. */
function comesFromDepthwise(network: BuiltNetwork, node: Node): boolean {
  let at = network.before(node);
  while (at && (between.has(at.op) || at.op === 'multiply')) at = network.before(at);
  return at !== undefined && isDepthwise(at);
}

/** Maps of classes are enlarged by layers that are trained, too. */
function isAnOutput({ graph }: BuiltNetwork, channels: number): boolean {
  return graph.outputs.some(({ node }) => graph.nodes[node]?.shape.at(-1) === channels);
}
