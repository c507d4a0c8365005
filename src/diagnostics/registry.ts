import { budgets } from './codes/budgets.ts';
import { files } from './codes/files.ts';
import { lint } from './codes/lint.ts';
import { names } from './codes/names.ts';
import { shapes } from './codes/shapes.ts';
import { syntax } from './codes/syntax.ts';
import { targets } from './codes/targets.ts';
import { types } from './codes/types.ts';
import { weights } from './codes/weights.ts';
import type { Template } from './template.ts';

/** Every code there is. A code is never reused and its meaning never changes; each has a page in docs/diagnostics. */
export const registry = {
  ...syntax,
  ...names,
  ...types,
  ...shapes,
  ...budgets,
  ...targets,
  ...weights,
  ...files,
  ...lint,
} as const;

export type Code = keyof typeof registry;

export type ParametersOf<C extends Code> = (typeof registry)[C] extends Template<infer P> ? P : never;

export const codes = Object.keys(registry) as readonly Code[];

export function isCode(text: string): text is Code {
  return Object.hasOwn(registry, text);
}
