import type { Shape } from '../ir/shape.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import type { Value } from '../values/value.ts';
import type { Calls, Env, Tensor } from './environment.ts';

/** An instance of a block that is built. */
export interface Instance {
  readonly block: ast.BlockDeclaration;
  readonly call: Span;
  /** The calls that led here, the instance's own first. */
  readonly calls: Calls | undefined;
  /** Of the part in the graph: `irblock_3`. */
  readonly path: string;
  /** The values of its parameters, and the sizes that its signature binds, by name. */
  readonly values: ReadonlyMap<string, Value | Tensor>;
  readonly input: Shape | undefined;
  /** Undefined where something is wrong inside. */
  readonly output: Shape | undefined;
}

/**
 * Is told what a build does, by those who show it beside the source or look for what is odd in it. A body that is built
 * several times is told several times; what lies behind a mistake is not told.
 */
export interface Observer {
  /** A statement has run; `tensor` is what flows behind it, and `calls` say for which instance. */
  statement?(statement: ast.Statement, tensor: Tensor | undefined, calls: Calls | undefined): void;
  instance?(instance: Instance): void;
  /** A name of a pattern, or a parameter of a network, has got its value; `at` is where the name is written. */
  value?(at: Span, value: Value, calls: Calls | undefined): void;
  /** A `residual` adds its input, or its `when` is false. */
  residual?(element: ast.ResidualElement, taken: boolean): void;
}

/** The names of one body and their values; its own map may not exist yet. */
export function valuesOf(env: Env): ReadonlyMap<string, Value | Tensor> {
  return env.names ?? new Map();
}
