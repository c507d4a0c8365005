import { diagnostic } from '../diagnostics/report.ts';
import { type Advice, adviceFor, quoted, replacement } from '../diagnostics/suggest.ts';
import type * as ast from '../parser/ast.ts';
import { spanText } from '../source/source.ts';
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
      conversionAdvice(expression, found, wanted),
    ),
  );
  return UNKNOWN;
}

function conversionAdvice(expression: ast.Expression, found: Type, wanted: Type): Advice {
  const { span } = expression;
  if (found.kind === 'float' && hasKind(wanted, 'int')) {
    const text = excerpt(expression);
    const help = [`write \`int(${text})\` to cut it off, or \`ceil(${text})\` to round it up`];
    const fixes = ['int', 'ceil'].map((name) => replacement(span, `${name}(${spanText(span)})`));
    return { help, fixes };
  }
  if (found.kind === 'literal' && wanted.kind === 'union') {
    const known = wanted.options.flatMap((option) => (option.kind === 'literal' ? [option.value] : []));
    return adviceFor(span, found.value, known, quoted);
  }
  if (found.kind === 'int' && wanted.kind === 'bool')
    return { help: ['a condition is a comparison, such as `n > 0`'] };
  return { help: [] };
}
