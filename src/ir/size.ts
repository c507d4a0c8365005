/** Exact symbolic sizes (LANGUAGE §6), in one place for those who use them. */
export { equalSizes, isEmpty, substituteSize, suggestMultiple, symbolsOf } from './size-compare.ts';
export {
  addSizes,
  ceilDivide,
  floorDivide,
  greatestCommonDivisor,
  INEXACT,
  isExact,
  MAX_TERMS,
  multiplySizes,
  type Size,
  type SymbolicSize,
  scaleSize,
  subtractSizes,
  symbol,
  type Term,
  termKey,
} from './size-form.ts';
export { formatSize } from './size-format.ts';
