import type { InferenceNode, InferenceOp } from '../../ir/inference.ts';
import type { Value } from './draft.ts';
import { integer } from './node-def.ts';
import { emit, type Site, scalar, wholeScalar } from './site.ts';
import { batchOf, reshape } from './sizes.ts';

type Lower<N extends InferenceOp> = (node: InferenceNode<N>, site: Site) => Value;

export const add: Lower<'add'> = (_, site) => chain(site, '', 'AddV2', site.inputs);
export const maximum: Lower<'maximum'> = (_, site) => chain(site, '', 'Maximum', site.inputs);

export const average: Lower<'average'> = (_, site) => {
  const { length } = site.inputs;
  if (length === 1) return site.x;
  const sum = chain(site, 'sum', 'AddV2', site.inputs);
  return emit(site, '', 'Mul', [sum.name, scalar(site, 'share', 1 / length)]);
};

/** A vector [c] is brought to the rank of the others, so that it meets their channels. */
export const multiply: Lower<'multiply'> = (node, site) => {
  const rank = node.shape.length;
  const inputs = site.inputs.map((input, i) => {
    if (input.shape.length === rank) return input;
    const ones = node.shape.slice(0, rank - input.shape.length).map(() => 1);
    const sizes = input.shape.map((size) => (typeof size === 'number' ? size : ('rest' as const)));
    const dims = [batchOf(input), ...ones, ...sizes];
    return reshape(site, `input_${i + 1}`, input, dims, [...ones, ...input.shape]);
  });
  return chain(site, '', 'Mul', inputs);
};

/** Two at a time, from the left. */
function chain(site: Site, suffix: string, op: string, inputs: readonly Value[]): Value {
  const [first = site.x, ...others] = inputs;
  return others.reduce((sum, each, i) => {
    const last = i === others.length - 1;
    return emit(site, last ? suffix : `of_${i + 2}`, op, [sum.name, each.name]);
  }, first);
}

export const concat: Lower<'concat'> = (node, site) => {
  const { inputs } = site;
  if (inputs.length === 1) return site.x;
  const axis = wholeScalar(site, 'axis', node.attributes.axis + 1);
  const input = [...inputs.map(({ name }) => name), axis];
  return emit(site, '', 'ConcatV2', input, { N: integer(inputs.length) });
};
