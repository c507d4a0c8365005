import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { WeightValues } from './tensor.ts';

/** A warning (ARC6301) if weights of a file hold NaN or infinite numbers; empty: all are finite. */
export function checkFinite(weights: WeightValues, file: string): readonly Diagnostic[] {
  const found: { readonly weight: string; readonly value: number }[] = [];
  for (const [weight, { data }] of weights) {
    const at = data.findIndex((each) => !Number.isFinite(each));
    if (at >= 0) found.push({ weight, value: data[at] ?? Number.NaN });
  }
  const [first] = found;
  if (!first) return [];
  const help = ['a training that diverged leaves such weights: take those of an earlier step'];
  return [diagnostic('ARC6301', undefined, { ...first, file, more: found.length - 1 }, { help })];
}
