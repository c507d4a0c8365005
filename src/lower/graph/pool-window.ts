import type { PoolAttributes } from '../../ops/attributes.ts';
import type { Value } from './draft.ts';
import { integers, text } from './node-def.ts';
import { channelsOf, emit, type Site } from './site.ts';

/** One pool of tfjs, whose result has the height and width of the node. */
export function pool(
  site: Site,
  suffix: string,
  op: 'MaxPool' | 'AvgPool',
  x: Value,
  { kernel, stride }: Pick<PoolAttributes, 'kernel' | 'stride'>,
  padding: 'SAME' | 'VALID',
): Value {
  const attr = {
    ksize: integers([1, ...kernel, 1]),
    strides: integers([1, ...stride, 1]),
    padding: text(padding),
    data_format: text('NHWC'),
  };
  return emit(site, suffix, op, [x.name], attr, [...site.node.shape.slice(0, 2), channelsOf(x)]);
}
