import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { formatValue } from '../values/coerce.ts';
import { isUnknown, UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { report, type Site } from './state.ts';

/** Reports a value that a union let through at the definition (LANGUAGE §3); gives the unknown value. */
export function wrongType(
  site: Site,
  expression: ast.Expression,
  value: Value,
  what: string,
  expected: string,
): Value {
  if (isUnknown(value)) return UNKNOWN_VALUE;
  report(site.frame, diagnostic('ARC2107', expression.span, { what, expected, found: formatValue(value) }));
  return UNKNOWN_VALUE;
}
