import { diagnostic } from '../../diagnostics/report.ts';
import type { Node } from '../../ir/graph.ts';
import { formatShape } from '../../ir/shape.ts';
import type { BuiltNetwork } from '../network.ts';
import { oddPlaces } from '../places.ts';
import type { Rule } from '../subject.ts';

/** An upsampling in front of a 1x1 convolution: the other way round gives the same numbers for less work. */
export const upsampleBeforePoint: Rule = function* (subject) {
  for (const { network, node, place, elsewhere } of oddPlaces(subject, isWasteful)) {
    const [reader] = network.readersOf(node);
    const behind = reader && network.placeOf(reader);
    yield diagnostic(
      'ARC8011',
      place,
      { shape: formatShape(node.shape) },
      {
        labels: [
          ...(behind && behind !== place ? [{ span: behind, text: 'this 1x1 convolution' }] : []),
          ...elsewhere,
        ],
        help: ['put the convolution first: a 1x1 convolution and a resize can be exchanged'],
      },
    );
  }
};

function isWasteful(network: BuiltNetwork, node: Node): boolean {
  if (node.op !== 'upsample' || network.isOutput(node) || !enlarges(network, node)) return false;
  const [reader, ...others] = network.readersOf(node);
  if (reader?.op !== 'conv2d' || others.length > 0) return false;
  const { kernel, stride, padding } = reader.attributes;
  const padded = padding !== 'same' && padding.some((side) => side > 0);
  return kernel.join() === '1,1' && stride.join() === '1,1' && !padded;
}

/** Given a size, it may make the map smaller, or it is not known until the network runs. */
function enlarges({ graph }: BuiltNetwork, { inputs, shape, attributes }: Node<'upsample'>): boolean {
  if (attributes.scale) return attributes.scale.some((factor) => factor > 1);
  const [input] = inputs;
  const before = input === undefined ? undefined : graph.nodes[input]?.shape;
  const [from, to] = [before, shape].map((each) => {
    const [height, width] = each ?? [];
    return typeof height === 'number' && typeof width === 'number' ? height * width : undefined;
  });
  return from !== undefined && to !== undefined && to > from;
}
