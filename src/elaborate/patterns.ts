import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { formatValue } from '../values/coerce.ts';
import { isUnknown, orUnknown, UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { define } from './environment.ts';
import { report, type Site } from './state.ts';

/** Gives the names of a pattern their values; false if the value does not fit (as reported). */
export function bind(site: Site, pattern: ast.Pattern, value: Value): boolean {
  switch (pattern.kind) {
    case 'anything':
      return true;
    case 'bind':
      define(site.env, pattern.name, value);
      site.frame.build.observer?.value?.(pattern.span, value, site.frame.calls);
      return true;
    case 'tuple-pattern': {
      if (isUnknown(value)) {
        for (const item of pattern.items) bind(site, item, UNKNOWN_VALUE);
        return true;
      }
      if (
        typeof value !== 'object' ||
        value?.kind !== 'tuple' ||
        value.items.length !== pattern.items.length
      ) {
        report(site.frame, diagnostic('ARC2109', pattern.span, { found: formatValue(value) }));
        for (const item of pattern.items) bind(site, item, UNKNOWN_VALUE);
        return false;
      }
      const { items } = value;
      return pattern.items.map((item, i) => bind(site, item, orUnknown(items[i]))).every(Boolean);
    }
  }
}
