import type { Span } from '../source/source.ts';
import { hasKind } from '../values/assignable.ts';
import type { Type } from '../values/type.ts';

/** A name of a body. */
export interface Binding {
  readonly kind: 'value' | 'tensor' | 'shared';
  readonly name: string;
  readonly span: Span;
  /** Of a tensor: unknown, since tensors are no values. */
  readonly type: Type;
  /** How it came to be, for messages and lints. */
  readonly origin: 'parameter' | 'let' | 'loop' | 'signature' | 'as' | 'input' | 'shared';
  used: boolean;
}

/** The names of one pair of braces; its parent is the body around it, up to the declaration. */
export interface Scope {
  readonly names: Map<string, Binding>;
  readonly parent: Scope | undefined;
}

export function innerScope(parent: Scope | undefined): Scope {
  return { names: new Map(), parent };
}

export function find(scope: Scope | undefined, name: string): Binding | undefined {
  for (let at = scope; at; at = at.parent) {
    const binding = at.names.get(name);
    if (binding) return binding;
  }
  return undefined;
}

/** The nearest binding that may be applied: a value counts only if it may be a layer value. */
export function findCallable(scope: Scope | undefined, name: string): Binding | undefined {
  for (let at = scope; at; at = at.parent) {
    const binding = at.names.get(name);
    if (
      binding &&
      (binding.kind === 'shared' || (binding.kind === 'value' && hasKind(binding.type, 'layer')))
    )
      return binding;
  }
  return undefined;
}

export function* namesInScope(scope: Scope | undefined): Iterable<Binding> {
  for (let at = scope; at; at = at.parent) yield* at.names.values();
}

/** What a binding is, in words. */
export function describeBinding(binding: Binding): string {
  if (binding.kind === 'tensor') return 'a tensor';
  if (binding.kind === 'shared') return 'a shared layer';
  return binding.origin === 'parameter' ? 'a parameter' : 'a value';
}
