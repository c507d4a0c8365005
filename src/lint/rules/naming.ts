import { diagnostic } from '../../diagnostics/report.ts';
import type * as ast from '../../parser/ast.ts';
import { reservedWords } from '../../parser/tokens.ts';
import type { Spanned } from '../../parser/walk.ts';
import type { Rule } from '../subject.ts';
import { boundIn } from '../tree.ts';

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
        { help: isFree(better) ? [`write \`${better}\``] : [] },
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
        boundIn(pattern).map((name) => ({ what: 'value', name })),
      );
    case 'let':
    case 'for':
      return boundIn(statement.pattern).map((name) => ({ what: 'value', name }));
    default:
      return [];
  }
}

function isFree(name: string): boolean {
  return SNAKE.test(name) && !reservedWords.some((word) => word === name);
}

/** `MobileNetV2` and `Conv2D` as `mobile_net_v2` and `conv2d`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/([A-Z0-9]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
