import type { InferenceNode } from '../../ir/inference.ts';
import { NO_SIDES } from '../../ops/padding.ts';
import { activate } from './activations.ts';
import type { Value } from './draft.ts';
import { integers } from './node-def.ts';
import { emitProduct, isFused, windowAttributes } from './product.ts';
import { channelsOf, emit, kernelOf, type Site, wholeScalar } from './site.ts';
import { dimsOf, reshape } from './sizes.ts';

/**
 * On the last axis. A vector is one row of a matrix product; on a map it is a convolution with one pixel, which needs
 * no sizes, and a sequence is a map of one row.
 */
export function dense(node: InferenceNode<'dense'>, site: Site): Value {
  const { kernel, bias, activation } = node.attributes;
  const [channels = 1, units = 1] = kernel.shape;
  const { x } = site;
  const rank = x.shape.length;
  const late = activation && !isFused({ kind: 'dense', activation }) ? activation : null;
  const own = late ? 'product' : '';
  const fused = { bias, activation: late ? null : activation };
  const lead = node.shape.slice(0, -1);
  let result: Value;
  if (rank === 2 || rank === 3) {
    const pixel = {
      kind: 'conv2d',
      kernel: kernelOf(site, kernel, [1, 1, channels, units]),
      ...fused,
    } as const;
    const attr = windowAttributes([1, 1], NO_SIDES, [1, 1]);
    if (rank === 3) result = emitProduct(site, own, x, pixel, attr, node.shape);
    else {
      const row = emit(site, 'row', 'ExpandDims', [x.name, wholeScalar(site, 'axis', 1)], {}, [
        1,
        ...x.shape,
      ]);
      const mapped = emitProduct(site, 'product', row, pixel, attr, [1, ...node.shape]);
      result = emit(site, late ? 'sequence' : '', 'Squeeze', [mapped.name], { squeeze_dims: integers([1]) });
    }
  } else {
    const product = { kind: 'dense', kernel: kernelOf(site, kernel), ...fused } as const;
    if (rank === 1) result = emitProduct(site, own, x, product, {}, node.shape);
    else {
      const rows = reshape(site, 'rows', x, ['rest', channelsOf(x)], [channelsOf(x)]);
      const mapped = emitProduct(site, 'product', rows, product, {}, [units]);
      const dims = [...dimsOf(x).slice(0, -1), units];
      result = reshape(site, late ? 'mapped' : '', mapped, dims, [...lead, units]);
    }
  }
  return late ? activate(site, result, late) : result;
}
