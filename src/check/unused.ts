import type { Code } from '../diagnostics/registry.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { Context } from './context.ts';
import type { Binding, Scope } from './scope.ts';

/** The lint of each kind of name; inputs that start the flow and sizes of a signature are none. */
const lints: Readonly<
  Record<Binding['origin'], Extract<Code, 'ARC8002' | 'ARC8003' | 'ARC8004'> | undefined>
> = {
  parameter: 'ARC8004',
  let: 'ARC8002',
  loop: 'ARC8002',
  shared: 'ARC8002',
  as: 'ARC8003',
  signature: undefined,
  input: undefined,
};

/** Reports the names of a scope that nothing has used. A leading `_` says that this is meant. */
export function reportUnused(context: Context, scope: Scope): void {
  for (const binding of scope.names.values()) {
    const code = lints[binding.origin];
    if (binding.used || !code || binding.name.startsWith('_')) continue;
    context.report(diagnostic(code, binding.span, { name: binding.name }, { help: [advice(binding)] }));
  }
}

function advice(binding: Binding): string {
  if (binding.origin === 'loop') return `write \`_\` instead of \`${binding.name}\``;
  if (binding.origin === 'as') return `use it, or take \`as ${binding.name}\` out`;
  return `take \`${binding.name}\` out, or begin its name with \`_\``;
}
