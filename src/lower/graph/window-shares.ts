import type { PoolAttributes } from '../../ops/attributes.ts';
import type { Sides } from '../../ops/padding.ts';
import { meanFactors } from '../mean-factors.ts';
import { setting } from './draft.ts';
import { padMap } from './padding.ts';
import { pool } from './pool-window.ts';
import { emit, mapSize, type Site, scalar, whole } from './site.ts';
import { concatSizes, sizesOf } from './sizes.ts';

/**
 * What the mean over whole windows is to be divided by: the share of each window that counts, which is the input and
 * the padding `counted`; `padded` is all that lies around it. Of a known size it is a constant to multiply by, else the
 * mean of a map of ones.
 */
export function shareMap(
  site: Site,
  attributes: PoolAttributes,
  counted: Sides,
  padded: Sides,
): { readonly op: 'Mul' | 'RealDiv'; readonly map: string } {
  const [height, width] = mapSize(site.x);
  const [rows, columns] = mapSize(site.node);
  if (height !== null && width !== null && rows !== null && columns !== null) {
    const factors = Float32Array.from(
      meanFactors(attributes, [height, width], [rows, columns], padded, counted),
    );
    return { op: 'Mul', map: setting(site.draft, `${site.name}/factors`, factors, [1, rows, columns, 1]) };
  }
  const one = whole(site, 'one', 1);
  const size = concatSizes(site, 'ones_shape', [one, sizesOf(site, site.x, 1, 3), one]);
  const shape = [...site.x.shape.slice(0, 2), 1];
  const ones = emit(site, 'ones', 'Fill', [size, scalar(site, 'unit', 1)], {}, shape);
  const inside = padMap(site, 'counted', ones, counted, 1);
  const around = padded.map((side, i) => Math.max(side - (counted[i] ?? 0), 0));
  const [top = 0, bottom = 0, left = 0, right = 0] = around;
  const map = padMap(site, 'uncounted', inside, [top, bottom, left, right]);
  return { op: 'RealDiv', map: pool(site, 'share', 'AvgPool', map, attributes, 'VALID').name };
}
