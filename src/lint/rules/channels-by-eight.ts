import { diagnostic } from '../../diagnostics/report.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { placeInFile, type Rule, readersOf } from '../subject.ts';

/** What may stand between the convolutions of a mobile block. */
const between = new Set([
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
 * phones and browsers take 4 or 8 channels at a time (MobileNetV2, section 6, rounds all of them).
 */
export const channelsByEight: Rule = function* (subject) {
  for (const graph of subject.graphs) {
    const readers = readersOf(graph);
    for (const node of graph.nodes) {
      if (node.op !== 'conv2d' || node.attributes.filters % 8 === 0 || node.attributes.filters < 8) continue;
      if (node.attributes.kernel.join() !== '1,1') continue;
      if (!reachesDepthwise(readers, node) && !comesFromDepthwise(graph, node)) continue;
      const place = placeInFile(subject, graph, node);
      if (!place) continue;
      const { filters } = node.attributes;
      const near = Math.max(8, Math.round(filters / 8) * 8);
      const help = [
        `${near} is the nearest multiple; \`make_divisible\` of std/layers rounds as MobileNet does`,
      ];
      yield diagnostic('ARC8010', place, { channels: filters }, { help });
    }
  }
};

function reachesDepthwise(readers: ReadonlyMap<number, readonly Node[]>, from: Node): boolean {
  let at = readers.get(from.id) ?? [];
  while (at.length === 1 && at[0] && between.has(at[0].op)) at = readers.get(at[0].id) ?? [];
  return at.some(({ op }) => op === 'depthwise_conv2d');
}

function comesFromDepthwise(graph: Graph, node: Node): boolean {
  let [input] = node.inputs;
  for (;;) {
    const before: Node | undefined = input === undefined ? undefined : graph.nodes[input];
    if (!before || !between.has(before.op)) return before?.op === 'depthwise_conv2d';
    [input] = before.inputs;
  }
}
