import { diagnostic } from '../../diagnostics/report.ts';
import { nodeWeights } from '../../ops/query.ts';
import { removal } from '../edits.ts';
import { placeInFile, type Rule } from '../subject.ts';

/** A dropout behind which nothing is trained: it only makes what comes out of the network noisy in training. */
export const dropoutAtTheEnd: Rule = function* (subject) {
  for (const graph of subject.graphs) {
    const trainedBehind = new Set<number>();
    for (const node of graph.nodes.toReversed()) {
      const trained =
        trainedBehind.has(node.id) || nodeWeights(graph, node).some(({ trainable }) => trainable);
      if (trained) for (const input of node.inputs) trainedBehind.add(input);
    }
    for (const node of graph.nodes) {
      if (node.op !== 'dropout' || node.attributes.rate === 0 || trainedBehind.has(node.id)) continue;
      const place = placeInFile(subject, graph, node);
      if (!place) continue;
      const fix = removal(subject, node.origin);
      yield diagnostic(
        'ARC8009',
        place,
        {},
        {
          help: ['put it in front of the last layer that has weights'],
          fixes: fix ? [{ title: 'take it out', changesMeaning: true, edits: [fix] }] : [],
        },
      );
    }
  }
};
