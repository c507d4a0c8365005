import { diagnostic } from '../../diagnostics/report.ts';
import type * as ast from '../../parser/ast.ts';
import type { Spanned } from '../../parser/walk.ts';
import type { Rule } from '../subject.ts';

const SNAKE = /^_?[a-z][a-z0-9_]*$|^_$/;
const UPPER = /^_?[A-Z][A-Z0-9_]*$/;

interface Named {
  readonly what: string;
  readonly name: ast.Identifier;
}

/** Names in the style of the language: `snake_case`, and `UPPER_CASE` for constants if one likes. */
export const naming: Rule = function* ({ nodes }) {
  for (const node of nodes) {
    for (const { what, name } of namesOf(node)) {
      // An imported name may be that of a constant.
      const constant = (what === 'constant' || what === 'name') && UPPER.test(name.name);
      if (SNAKE.test(name.name) || constant) continue;
      const better = snakeCase(name.name);
      yield diagnostic(
        'ARC8015',
        name.span,
        { what, name: name.name },
        { help: SNAKE.test(better) ? [`write \`${better}\``] : [] },
      );
    }
  }
};

function namesOf(node: Spanned): readonly Named[] {
  const statement = node as ast.Statement | ast.Declaration | ast.Import | ast.ComprehensionExpression;
  switch (statement.kind) {
    case 'const':
      return [{ what: 'constant', name: statement.name }];
    case 'fn':
    case 'block':
    case 'network':
      return [
        { what: statement.kind === 'fn' ? 'function' : statement.kind, name: statement.name },
        ...statement.parameters.map(({ name }) => ({ what: 'parameter', name })),
      ];
    case 'chain':
      return [
        ...(statement.label ? [{ what: 'label', name: statement.label }] : []),
        ...(statement.as ? [{ what: 'tensor', name: statement.as }] : []),
      ];
    case 'shared':
    case 'input':
      return [{ what: statement.kind === 'input' ? 'input' : 'shared layer', name: statement.name }];
    case 'import':
      return statement.names.flatMap(({ alias }) => (alias ? [{ what: 'name', name: alias }] : []));
    case 'comprehension':
      return statement.clauses.flatMap(({ pattern }) =>
        bound(pattern).map((name) => ({ what: 'value', name })),
      );
    case 'let':
    case 'for':
      return bound(statement.pattern).map((name) => ({ what: 'value', name }));
    default:
      return [];
  }
}

function bound(pattern: ast.Pattern): readonly ast.Identifier[] {
  if (pattern.kind === 'bind') return [{ name: pattern.name, span: pattern.span }];
  return pattern.kind === 'tuple-pattern' ? pattern.items.flatMap(bound) : [];
}

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
