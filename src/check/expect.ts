import { diagnostic } from '../diagnostics/report.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type * as ast from '../parser/ast.ts';
import { hasKind, mayBe } from '../values/assignable.ts';
import { type Type, UNKNOWN } from '../values/type.ts';
import type { Context } from './context.ts';
import { excerpt } from './lookup.ts';
import { withArticle } from './words.ts';

/** Checks an expression against the type that its place needs; `what` names the place: "a condition". */
export function expect(context: Context, expression: ast.Expression, wanted: Type, what: string): Type {
  const found = context.checks.typeOf(context, expression);
  if (mayBe(found, wanted)) return found;
  context.report(
    diagnostic(
      'ARC2001',
      expression.span,
      { what, expected: withArticle(wanted), found: withArticle(found) },
      { help: conversionHelp(expression, found, wanted) },
    ),
  );
  return UNKNOWN;
}

function conversionHelp(expression: ast.Expression, found: Type, wanted: Type): string[] {
  if (found.kind === 'float' && hasKind(wanted, 'int')) {
    const text = excerpt(expression);
    return [`write \`int(${text})\` to cut it off, or \`ceil(${text})\` to round it up`];
  }
  if (found.kind === 'literal' && wanted.kind === 'union') {
    return didYouMean(
      found.value,
      wanted.options.flatMap((option) => (option.kind === 'literal' ? [option.value] : [])),
    );
  }
  if (found.kind === 'int' && wanted.kind === 'bool') return ['a condition is a comparison, such as `n > 0`'];
  return [];
}
