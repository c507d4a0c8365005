import { diagnostic } from '../../diagnostics/report.ts';
import type { Node } from '../../ir/graph.ts';
import { removal } from '../edits.ts';
import type { BuiltNetwork } from '../network.ts';
import { oddPlaces } from '../places.ts';
import type { Rule } from '../subject.ts';

/** A dropout behind which nothing is trained: it only makes what comes out of the network noisy in training. */
export const dropoutAtTheEnd: Rule = function* (subject) {
  for (const { node, place, elsewhere } of oddPlaces(subject, isLast)) {
    const placed = subject.elementAt(node.origin);
    const fix = placed && removal('take the `dropout` out', placed);
    yield diagnostic(
      'ARC8009',
      place,
      {},
      {
        labels: elsewhere,
        help: ['put it in front of the last layer that has weights'],
        fixes: fix ? [{ ...fix, unsafe: true }] : [],
      },
    );
  }
};

function isLast(network: BuiltNetwork, node: Node): boolean {
  return node.op === 'dropout' && node.attributes.rate > 0 && !network.isTrainedBehind(node);
}
