import type * as ast from '../parser/ast.ts';

/** The names that an expression mentions, as written: what a constant may depend on, before names are looked up. */
export function mentionedNames(expression: ast.Expression): Set<string> {
  const names = new Set<string>();
  collect(expression, names);
  return names;
}

function collect(expression: ast.Expression, names: Set<string>): void {
  switch (expression.kind) {
    case 'name':
      names.add(expression.name);
      return;
    case 'call':
      names.add(expression.callee.name);
      for (const arg of expression.args) collect(arg.value, names);
      return;
    case 'string':
      for (const part of expression.parts) if (typeof part !== 'string') collect(part, names);
      return;
    case 'list':
    case 'tuple':
      for (const item of expression.items) collect(item, names);
      return;
    case 'comprehension':
      for (const clause of expression.clauses) collect(clause.iterable, names);
      if (expression.condition) collect(expression.condition, names);
      collect(expression.value, names);
      return;
    case 'index':
      collect(expression.target, names);
      for (const index of expression.indices) collect(index, names);
      return;
    case 'unary':
      collect(expression.operand, names);
      return;
    case 'binary':
      collect(expression.first, names);
      for (const { operand } of expression.rest) collect(operand, names);
      return;
    case 'conditional':
      collect(expression.condition, names);
      collect(expression.then, names);
      collect(expression.else, names);
      return;
    default:
      return;
  }
}
