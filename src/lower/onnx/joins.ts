import type { Shape } from '../../ir/shape.ts';
import { type Emit, finish, inputOf, step } from './emission.ts';
import { asMap } from './reshaping.ts';

export const add: Emit<'add'> = (_, site) =>
  finish(site, site.inputs.length === 2 ? 'Add' : 'Sum', site.inputs);

export const maximum: Emit<'maximum'> = (_, site) => finish(site, 'Max', site.inputs);

export const average: Emit<'average'> = (_, site) => finish(site, 'Mean', site.inputs);

/** A vector among maps becomes a map of one pixel, which spreads over them. */
export const multiply: Emit<'multiply'> = (_, site) => {
  const onMaps = site.shape.length === 3;
  const factors = site.inputs.map((x) => (onMaps && x.dims.length === 2 ? asMap(site, x) : x));
  const last = factors.pop();
  if (!last) throw new Error(`\`${site.path}\` multiplies nothing`);
  let product = factors[0] ?? inputOf(site);
  for (const factor of factors.slice(1)) {
    product = step(site, 'product', 'Mul', [product, factor], larger(product.dims, factor.dims));
  }
  return finish(site, 'Mul', [product, last]);
};

/** Of two shapes one of which spreads over the other: the sizes that are not 1. */
function larger(a: Shape, b: Shape): Shape {
  return a.map((size, i) => (size === 1 ? (b[i] ?? 1) : size));
}

export const concat: Emit<'concat'> = ({ attributes: { axis } }, site) => {
  const onMaps = inputOf(site).dims.length === 4;
  return finish(site, 'Concat', site.inputs, { axis: onMaps ? ([2, 3, 1][axis] ?? axis) : axis + 1 });
};
