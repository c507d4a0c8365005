import type { ModuleId, NodeId } from '../ir/graph.ts';
import type { Shape } from '../ir/shape.ts';
import type { Span } from '../source/source.ts';
import type { Value } from '../values/value.ts';

/** A tensor of a body: the node that makes it. Of unknown shape where a mistake has been reported. */
export interface Tensor {
  readonly kind: 'tensor';
  readonly node: NodeId;
  readonly shape: Shape | undefined;
  /** What produced it, seen from the body in which it flows: of a block's result, the call of the block. */
  readonly origin: Span | undefined;
}

/** Names of a body at an instantiation. */
export interface Env {
  /** Made when the first name is. */
  names: Map<string, Value | Tensor> | undefined;
  readonly parent: Env | undefined;
}

export function innerEnv(parent: Env | undefined): Env {
  return { names: undefined, parent };
}

export function define(env: Env, name: string, value: Value | Tensor): void {
  env.names ??= new Map();
  env.names.set(name, value);
}

export function lookUp(env: Env | undefined, name: string): Value | Tensor | undefined {
  for (let at = env; at; at = at.parent) {
    const found = at.names?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The calls that led here, innermost first. */
export interface Calls {
  readonly span: Span;
  readonly name: string;
  readonly parent: Calls | undefined;
  readonly depth: number;
}

/** Modules in the order of the body; a `shared` layer holds its place by a list of its own. */
export type ModuleOrder = (ModuleId | ModuleOrder)[];
