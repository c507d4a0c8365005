import type { Code } from '../diagnostics/registry.ts';
import { biasBeforeNorm } from './rules/bias-before-norm.ts';
import { channelsByEight } from './rules/channels-by-eight.ts';
import { dropoutAtTheEnd } from './rules/dropout-at-the-end.ts';
import { layerWithoutEffect } from './rules/layer-without-effect.ts';
import { naming } from './rules/naming.ts';
import { narrowExpansion } from './rules/narrow-expansion.ts';
import { redundantLabel } from './rules/redundant-label.ts';
import { repeatedActivation } from './rules/repeated-activation.ts';
import { residualNeverTaken } from './rules/residual-never-taken.ts';
import { strideInRepeat } from './rules/stride-in-repeat.ts';
import { undocumented } from './rules/undocumented.ts';
import { unfinishedDocs } from './rules/unfinished-docs.ts';
import { upsampleBeforePoint } from './rules/upsample-before-point.ts';
import type { Rule } from './subject.ts';

export type LintCode = Extract<Code, `ARC8${string}`>;

/** What becomes of a lint. */
export const levels = ['off', 'warning', 'error'] as const;

export type Level = (typeof levels)[number];

/** The rules that look at a whole file; those about unused names (ARC8001 to ARC8004) are found by the checks. */
export const rules: Readonly<Partial<Record<LintCode, Rule>>> = {
  ARC8005: redundantLabel,
  ARC8006: repeatedActivation,
  ARC8007: layerWithoutEffect,
  ARC8008: biasBeforeNorm,
  ARC8009: dropoutAtTheEnd,
  ARC8010: channelsByEight,
  ARC8011: upsampleBeforePoint,
  ARC8012: narrowExpansion,
  ARC8013: residualNeverTaken,
  ARC8014: strideInRepeat,
  ARC8015: naming,
  ARC8016: unfinishedDocs,
  ARC8017: undocumented,
};

/** Those that look at what is built: of what is not, they cannot tell. */
export const aboutBuilds: ReadonlySet<LintCode> = new Set<LintCode>([
  'ARC8006',
  'ARC8008',
  'ARC8009',
  'ARC8010',
  'ARC8011',
  'ARC8012',
  'ARC8013',
]);

/** Lints are warnings unless `archc.json` says otherwise, but for these. */
const defaults: Readonly<Partial<Record<LintCode, Level>>> = { ARC8005: 'off', ARC8017: 'off' };

export type Levels = ReadonlyMap<LintCode, Level>;

/** The level of a lint that the settings do not mention. */
export function usualLevel(code: LintCode): Level {
  return defaults[code] ?? 'warning';
}

export function levelOf(code: LintCode, set: Levels): Level {
  return set.get(code) ?? usualLevel(code);
}
