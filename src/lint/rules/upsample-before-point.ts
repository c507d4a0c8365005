import { diagnostic } from '../../diagnostics/report.ts';
import { formatShape } from '../../ir/shape.ts';
import { placeInFile, type Rule, readersOf } from '../subject.ts';

/** An upsampling in front of a 1x1 convolution: the other way round gives the same numbers for less work. */
export const upsampleBeforePoint: Rule = function* (subject) {
  for (const graph of subject.graphs) {
    const readers = readersOf(graph);
    for (const node of graph.nodes) {
      const [reader, ...others] = readers.get(node.id) ?? [];
      if (node.op !== 'upsample' || reader?.op !== 'conv2d' || others.length > 0) continue;
      const { kernel, stride, padding } = reader.attributes;
      const padded = padding !== 'same' && padding.some((side) => side > 0);
      if (kernel.join() !== '1,1' || stride.join() !== '1,1' || padded) continue;
      const place = placeInFile(subject, graph, node);
      if (!place) continue;
      const behind = placeInFile(subject, graph, reader);
      yield diagnostic(
        'ARC8011',
        place,
        { shape: formatShape(node.shape) },
        {
          labels:
            behind && behind.start !== place.start ? [{ span: behind, text: 'this 1x1 convolution' }] : [],
          help: ['put the convolution first: a 1x1 convolution and a resize can be exchanged'],
        },
      );
    }
  }
};
