import type { Constant, InferenceNode } from './inference.ts';

export function isConstant(value: unknown): value is Constant {
  return typeof value === 'object' && value !== null && 'data' in value && value.data instanceof Float32Array;
}

/** The constants of a node by what they are in its attributes; of an activation that has one, `activation.alpha`. */
export function constantsOf(node: InferenceNode): readonly (readonly [what: string, constant: Constant])[] {
  const found: (readonly [string, Constant])[] = [];
  for (const [what, value] of Object.entries(node.attributes)) {
    if (isConstant(value)) found.push([what, value]);
    else if (what === 'activation' && typeof value === 'object' && value !== null && 'alpha' in value) {
      if (isConstant(value.alpha)) found.push(['activation.alpha', value.alpha]);
    }
  }
  return found;
}

/** Whether two constants hold the same numbers in the same shape. */
export function sameNumbers(a: Constant, b: Constant): boolean {
  if (a === b) return true;
  if (a.shape.length !== b.shape.length || a.shape.some((size, i) => size !== b.shape[i])) return false;
  return a.data === b.data || a.data.every((number, i) => Object.is(number, b.data[i]));
}
