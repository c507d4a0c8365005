import { BOOL, FLOAT, INT, literalType, NONE, oneOf, type Type, tupleOf, unionOf } from '../values/type.ts';
import { type Arguments, argumentIn, flagIn } from './arguments.ts';
import type { InitName, Weighted } from './attributes.ts';
import type { Argument, OpParameter } from './definition.ts';

/** `n` or `(height, width)`. */
export const SPATIAL: Type = unionOf(INT, tupleOf(INT, INT));

/** `n`, `(height, width)` or `(top, bottom, left, right)`. */
export const SIDES: Type = unionOf(SPATIAL, tupleOf(INT, INT, INT, INT));

/** What `padding` takes. */
export const PADDING: Type = unionOf(literalType('auto'), literalType('same'), literalType('valid'), SIDES);

const INITS: readonly InitName[] = ['he_normal', 'glorot_uniform', 'truncated_normal', 'zeros', 'ones'];

export function parameter(name: string, type: Type, doc: string): OpParameter {
  return { name, type, doc };
}

export function optional(name: string, type: Type, value: OpParameter['default'], doc: string): OpParameter {
  return { name, type, default: value, doc };
}

export const BIAS = optional('bias', BOOL, true, 'whether a trained number is added to each output channel');

export const EPS = optional('eps', FLOAT, 1e-5, 'added to the variance before the square root is taken');

export const KERNEL = optional('kernel', SPATIAL, 3, 'height and width of the window, in pixels');

export const STRIDE = optional('stride', SPATIAL, 1, 'step of the window, in pixels');

export const DILATION = optional(
  'dilation',
  SPATIAL,
  1,
  'distance between the taps of the kernel, in pixels',
);

const PADDING_DOC =
  'zeros around the input: "auto" (dilation * (kernel - 1) / 2 a side, 0 where stride equals kernel), ' +
  '"same" (TensorFlow\'s rule), "valid" (none), `n`, `(h, w)` or `(top, bottom, left, right)`';

export function paddingParameter(value: Argument): OpParameter {
  return optional('padding', PADDING, value, PADDING_DOC);
}

/**
 * `init` and `trainable`, which end the parameters of every layer with weights; a layer's own start is
 * `none`.
 */
export function weightParameters(init: InitName | { readonly own: string }): readonly OpParameter[] {
  const trainable = optional('trainable', BOOL, true, 'whether training changes the weights');
  if (typeof init === 'string') {
    return [optional('init', oneOf(...INITS), init, 'how the kernel starts; biases start at 0'), trainable];
  }
  const type = unionOf(oneOf(...INITS), NONE);
  return [optional('init', type, null, `how the weights start; \`none\`: ${init.own}`), trainable];
}

/** The values of `init` and `trainable`. */
export function weighted(args: Arguments): Weighted {
  return { init: initIn(args), trainable: flagIn(args, 'trainable') };
}

function initIn(args: Arguments): InitName | null {
  const init = argumentIn(args, 'init');
  if (init === null) return null;
  for (const name of INITS) if (name === init) return name;
  throw new Error(`there is no initialiser ${init}`);
}
