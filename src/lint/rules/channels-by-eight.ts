import { diagnostic } from '../../diagnostics/report.ts';
import type { Node } from '../../ir/graph.ts';
import type { OpName } from '../../ops/attributes.ts';
import type { BuiltNetwork } from '../network.ts';
import { placesWithOdd } from '../places.ts';
import type { Rule } from '../subject.ts';

/** What may stand between the convolutions of a mobile block. */
const between: ReadonlySet<OpName> = new Set<OpName>([
  'batch_norm',
  'relu',
  'relu6',
  'silu',
  'hard_swish',
  'leaky_relu',
  'elu',
  'identity',
]);

/**
 * Channels of a mobile block, a 1x1 convolution beside a depthwise one, that are no multiple of 8: the kernels of
 * phones and browsers take 4 or 8 channels at a time (MobileNetV2, section 6, rounds all of them). The last convolution
 * of a network has as many as there are things to tell apart.
 */
export const channelsByEight: Rule = function* (subject) {
  for (const { node, place, elsewhere } of placesWithOdd(subject, isUneven)) {
    const channels = filtersOf(node);
    const near = Math.max(8, Math.round(channels / 8) * 8);
    const help = [
      `${near} is the nearest multiple; \`make_divisible\` of std/layers rounds as MobileNet does`,
    ];
    yield diagnostic('ARC8010', place, { channels }, { labels: elsewhere, help });
  }
};

function isUneven(network: BuiltNetwork, node: Node): boolean {
  const filters = filtersOf(node);
  if (filters % 8 === 0 || filters < 8) return false;
  return (
    (reachesDepthwise(network, node) || comesFromDepthwise(network, node)) && network.isTrainedBehind(node)
  );
}

/** Of a 1x1 convolution; 0 for every other node. */
function filtersOf({ op, attributes }: Node): number {
  if (op !== 'conv2d') return 0;
  const [height, width] = attributes.kernel;
  return height === 1 && width === 1 ? attributes.filters : 0;
}

function reachesDepthwise(network: BuiltNetwork, from: Node): boolean {
  let at = network.readersOf(from);
  while (at.length === 1 && at[0] && between.has(at[0].op)) at = network.readersOf(at[0]);
  return at.some(({ op }) => op === 'depthwise_conv2d');
}

function comesFromDepthwise({ graph }: BuiltNetwork, node: Node): boolean {
  let [input] = node.inputs;
  for (;;) {
    const before: Node | undefined = input === undefined ? undefined : graph.nodes[input];
    if (!before || !between.has(before.op)) return before?.op === 'depthwise_conv2d';
    [input] = before.inputs;
  }
}
