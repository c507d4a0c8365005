import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { type Type, UNKNOWN, unionOf } from '../values/type.ts';
import type { Context } from './context.ts';
import { type Binding, find } from './scope.ts';
import { withArticle } from './words.ts';

/** Declares the names of a pattern over a value of the type. */
export function bindPattern(
  context: Context,
  pattern: ast.Pattern,
  type: Type,
  origin: Binding['origin'],
): void {
  switch (pattern.kind) {
    case 'anything':
      return;
    case 'bind':
      declare(context, { kind: 'value', name: pattern.name, span: pattern.span, type, origin, used: false });
      return;
    case 'tuple-pattern': {
      const parts = partTypes(pattern.items.length, type);
      if (!parts) {
        context.report(
          diagnostic('ARC2012', pattern.span, { names: pattern.items.length, found: withArticle(type) }),
        );
      }
      for (const [i, item] of pattern.items.entries())
        bindPattern(context, item, parts?.[i] ?? UNKNOWN, origin);
    }
  }
}

/** The types of the parts of a tuple of the length; undefined if the type can be no such tuple. */
function partTypes(length: number, type: Type): readonly Type[] | undefined {
  if (type.kind === 'unknown') return [];
  const options = type.kind === 'union' ? type.options : [type];
  const tuples = options.flatMap((option) =>
    option.kind === 'tuple' && option.items.length === length ? [option] : [],
  );
  if (tuples.length === 0) return undefined;
  return Array.from({ length }, (_, i) => unionOf(...tuples.map((tuple) => tuple.items[i] ?? UNKNOWN)));
}

/** Adds a name to the scope; a name of the same body or of one around it is never hidden. */
export function declare(context: Context, binding: Binding): void {
  const clash = find(context.scope, binding.name);
  if (clash) {
    const inner = context.scope?.names.has(binding.name) ? 'ARC1005' : 'ARC1006';
    context.report(
      diagnostic(
        inner,
        binding.span,
        { name: binding.name },
        {
          labels: [{ span: clash.span, text: 'it is declared here' }],
          help: ['choose another name: a name keeps its meaning to the end of its body'],
        },
      ),
    );
    return;
  }
  context.scope?.names.set(binding.name, binding);
}
