import { diagnostic } from '../diagnostics/report.ts';
import { adviceFor } from '../diagnostics/suggest.ts';
import type * as ast from '../parser/ast.ts';
import { type Context, reportUnknown } from './context.ts';
import { find } from './scope.ts';

/** Notes that a tensor is used; what is no tensor is reported. */
export function useTensor(
  context: Context,
  name: ast.Identifier,
  what: string,
  others: readonly string[] = [],
): boolean {
  const binding = find(context.scope, name.name);
  if (binding?.kind === 'tensor') {
    binding.used = true;
    return true;
  }
  reportNoTensor(context, name, what, others);
  return false;
}

/** Says that a name is no tensor; a layer value that was meant as one is told how to become one. */
export function reportNoTensor(
  context: Context,
  name: ast.Identifier,
  what: string,
  others: readonly string[] = [],
): void {
  const binding = find(context.scope, name.name);
  if (!binding) {
    const tensors = tensorsInScope(context);
    const named = `the tensors named here are ${tensors.map((each) => `\`${each}\``).join(', ')}`;
    reportUnknown(context, name, 'tensor', () => {
      const near = adviceFor(name.span, name.name, [...others, ...tensors]);
      if (near.help.length > 0) return near;
      return { help: [tensors.length > 0 ? named : 'name a tensor with `… as name`'] };
    });
    return;
  }
  binding.used = true;
  context.report(
    diagnostic(
      'ARC2019',
      name.span,
      { join: what, found: binding.kind === 'shared' ? 'a shared layer' : 'a compile-time value' },
      {
        labels: [{ span: binding.span, text: 'declared here' }],
        help: [`to name a tensor, write \`… as ${name.name}\` behind the call that makes it`],
      },
    ),
  );
}

function tensorsInScope(context: Context): string[] {
  const names: string[] = [];
  for (let scope = context.scope; scope; scope = scope.parent) {
    for (const binding of scope.names.values()) if (binding.kind === 'tensor') names.push(binding.name);
  }
  return names;
}

/** Whether the name of an element, standing first in its chain, is a tensor. */
export function isTensor(context: Context, name: string): boolean {
  return find(context.scope, name)?.kind === 'tensor';
}
