import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Code, ParametersOf } from '../diagnostics/registry.ts';
import { type Details, diagnostic } from '../diagnostics/report.ts';
import type { Shape } from '../ir/shape.ts';
import type { Span } from '../source/source.ts';
import type { Type } from '../values/type.ts';
import type { InitName, OpAttributes, OpName } from './attributes.ts';

/** An argument as a layer sees it, of the parameter's type: none is null, lists and tuples are arrays. */
export type Argument = number | string | boolean | null | readonly Argument[];

export interface OpParameter {
  readonly name: string;
  readonly type: Type;
  /** Undefined: must be given. A name in `sameAs` takes the value of that earlier parameter. */
  readonly default?: Argument | { readonly sameAs: string };
  /** One line: what it is, in which unit. */
  readonly doc: string;
}

/** What a layer finds wrong with its arguments or inputs; the elaborator knows the places. */
export interface Problem {
  readonly problem: true;
  /** The parameter whose argument is at fault; undefined: the call, or the tensor that reaches it. */
  readonly at: string | undefined;
  diagnose(place: Span, details?: Details): Diagnostic;
}

export function problem<C extends Code>(
  code: C,
  parameters: ParametersOf<C>,
  where: { readonly at?: string } & Details = {},
): Problem {
  const { at, ...own } = where;
  return {
    problem: true,
    at,
    diagnose: (place, more = {}) =>
      diagnostic(code, place, parameters, {
        ...own,
        ...more,
        labels: [...(own.labels ?? []), ...(more.labels ?? [])],
        notes: [...(own.notes ?? []), ...(more.notes ?? [])],
        help: [...(own.help ?? []), ...(more.help ?? [])],
      }),
  };
}

export function isProblem(result: unknown): result is Problem {
  return typeof result === 'object' && result !== null && 'problem' in result && result.problem === true;
}

export interface WeightSpec {
  /** kernel, bias, gamma, beta, moving_mean, moving_variance or alpha. */
  readonly name: 'kernel' | 'bias' | 'gamma' | 'beta' | 'moving_mean' | 'moving_variance' | 'alpha';
  /**
   * In TensorFlow's layout: conv2d [kh, kw, in / groups, out], depthwise [kh, kw, in, multiplier],
   * transposed [kh, kw, out, in], dense [in, out], everything else [channels].
   */
  readonly shape: readonly number[];
  /** How it starts: a named distribution, or one number everywhere. */
  readonly init: InitName | number;
  /** Inputs and outputs of one unit of the kernel, for the scale of the distribution (depthwise: kh * kw). */
  readonly fanIn: number;
  readonly fanOut: number;
  /** Whether training changes it by gradient; false for moving statistics and with `trainable = false`. */
  readonly trainable: boolean;
}

/** Everything the compiler knows of one operation. Sizes in `macs` are numbers: symbols are replaced before. */
export interface OpDefinition<A> {
  readonly doc: string;
  readonly parameters: readonly OpParameter[];
  /** How many tensors: one, two or more (joins), or none (`input`). */
  readonly takes: 'one' | 'several' | 'none';
  /** Checks the arguments by themselves and brings them into the graph's form. */
  normalise(args: Readonly<Record<string, Argument>>): A | Problem;
  /** The shape of the result, or what does not fit. */
  shape(attributes: A, inputs: readonly Shape[]): Shape | Problem;
  /** The weights, in the order in which PyTorch lists them; empty for most. */
  weights(attributes: A, inputs: readonly Shape[]): readonly WeightSpec[];
  /** Multiply-accumulates for one sample: convolutions and dense layers only. */
  macs(attributes: A, inputs: readonly (readonly number[])[], output: readonly number[]): number;
}

/** One definition for each operation; the compiler refuses a table that forgets one. */
export type OpTable = { readonly [N in OpName]: OpDefinition<OpAttributes[N]> };
