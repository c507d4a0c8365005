import type { Diagnostic } from './diagnostic.ts';

/** Units of UTF-16, not of a locale: the order must be the same on every machine. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compare(a: Diagnostic, b: Diagnostic): number {
  if (!a.primary || !b.primary) {
    if (a.primary !== b.primary) return a.primary ? -1 : 1;
    return compareText(a.code, b.code) || compareText(a.message, b.message);
  }
  const [one, other] = [a.primary.span, b.primary.span];
  return (
    compareText(one.source.path, other.source.path) ||
    one.start - other.start ||
    one.end - other.end ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/**
 * Sorted by file, position and code, what has no place last; of several that say the same about one place
 * (a block that is wrong at every instantiation) only the first is kept.
 */
export function sortDiagnostics(diagnostics: Iterable<Diagnostic>): Diagnostic[] {
  const sorted = [...diagnostics].sort(compare);
  return sorted.filter((diagnostic, index) => {
    const before = sorted[index - 1];
    return before === undefined || compare(before, diagnostic) !== 0;
  });
}
