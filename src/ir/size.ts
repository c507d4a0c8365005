/** Exact symbolic sizes (LANGUAGE §6), in one place for those who use them. */
export { equalSizes, isEmpty, substituteSize, suggestMultiple, symbolsOf } from './size-compare.ts';
export {
  addSizes,
  ceilDivide,
  floorDivide,
  greatestCommonDivisor,
  INEXACT,
  isExact,
  multiplySizes,
  type Size,
  scaleSize,
  subtractSizes,
  symbol,
  termKey,
} from './size-form.ts';
export { formatSize } from './size-format.ts';
