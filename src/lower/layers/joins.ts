import type { Node } from '../../ir/graph.ts';
import type { OpName } from '../../ops/attributes.ts';
import { reshape } from './compose.ts';
import { channelsOf, dimsOf, type Lowered, place, type Site } from './site.ts';

type Lower<N extends OpName> = (node: Node<N>, site: Site) => Lowered;

function join(className: 'Add' | 'Average' | 'Maximum') {
  return (node: Node, site: Site): Lowered => place(site, '', className, {}, site.inputs, dimsOf(node.shape));
}

export const add = join('Add');
export const average = join('Average');
export const maximum = join('Maximum');

/** [c] is brought to the rank of the others, so that it meets their channels. */
export const multiply: Lower<'multiply'> = (node, site) => {
  const dims = dimsOf(node.shape);
  const inputs = site.inputs.map((input, i) => {
    if (input.dims.length === dims.length) return input;
    return reshape(site, `input_${i + 1}`, input, [...dims.slice(1).map(() => 1), channelsOf(input.dims)]);
  });
  return place(site, '', 'Multiply', {}, inputs, dims);
};

export const concat: Lower<'concat'> = (node, site) => {
  return place(site, '', 'Concatenate', { axis: node.attributes.axis + 1 }, site.inputs, dimsOf(node.shape));
};

export const dropout: Lower<'dropout'> = (node, site) =>
  place(site, '', 'Dropout', { rate: node.attributes.rate }, [site.x], site.x.dims);

/** One draw for each sample of the batch; what stays is scaled by 1 / (1 - rate), as in Dropout. */
export const dropPath: Lower<'drop_path'> = (node, site) => {
  const noiseShape = [null, ...site.x.dims.map(() => 1)];
  return place(site, '', 'Dropout', { rate: node.attributes.rate, noiseShape }, [site.x], site.x.dims);
};
