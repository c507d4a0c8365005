import type { Span } from '../source/source.ts';
import type { Fix } from './diagnostic.ts';
import { listOr } from './lists.ts';

/** Edit distance (insertions, deletions, substitutions, swaps of neighbours), or `limit + 1` once it is passed. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? limit + 1;
}

/** The known names nearest to what was written, best first, at most three; none when nothing is near. */
export function nearest(written: string, known: Iterable<string>): string[] {
  // Of one letter, only the other case is near.
  const limit = written.length < 2 ? 0 : Math.max(1, Math.floor(written.length * 0.4));
  const lower = written.toLowerCase();
  const scored: [number, string][] = [];
  for (const name of new Set(known)) {
    if (name === written) continue;
    const score = distance(lower, name.toLowerCase(), limit);
    if (score <= limit) scored.push([score, name]);
  }
  scored.sort((x, y) => x[0] - y[0] || (x[1] < y[1] ? -1 : 1));
  return scored.slice(0, 3).map(([, name]) => name);
}

/** A help line "did you mean `a`, `b` or `c`?", or nothing. */
export function didYouMean(written: string, known: Iterable<string>): string[] {
  const names = nearest(written, known).map((name) => `\`${name}\``);
  if (names.length === 0) return [];
  return [`did you mean ${listOr(names)}?`];
}

/** What a diagnostic says to do, and what an editor can do about it. */
export interface Advice {
  readonly help: readonly string[];
  readonly fixes?: readonly Fix[];
}

/** `didYouMean` with each name as a change of what is written at a place, which `quote` may put into quotes. */
export function adviceFor(
  at: Span,
  written: string,
  known: Iterable<string>,
  quote: (name: string) => string = (name) => name,
): Advice {
  const names = nearest(written, known);
  return { help: didYouMean(written, names), fixes: names.map((name) => replacement(at, quote(name))) };
}

/** The program is another one with the name that was meant, so that nobody but a person applies it. */
export function replacement(at: Span, text: string): Fix {
  return { title: `write \`${text}\``, unsafe: true, edits: [{ span: at, text }] };
}

/** As a literal of the language, for text without anything to escape. */
export function quoted(text: string): string {
  return `"${text}"`;
}
