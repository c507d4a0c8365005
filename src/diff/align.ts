/** A pair of things that stand for each other, or one that has no counterpart. */
export type Aligned<T> =
  | { readonly before: T; readonly after: T }
  | { readonly before: T; readonly after: undefined }
  | { readonly before: undefined; readonly after: T };

export interface Likeness<T> {
  /** Equal texts: no difference that counts. */
  key(item: T): string;
  /** 0 (never a pair) to 1. */
  similarity(before: T, after: T): number;
}

/** Beyond this many pairs to look at, only items with equal keys are paired. */
const MOST_PAIRS = 1_000_000;

/**
 * Aligns two lists without changing the order of either, so that the pairs are as alike as they can be together: an
 * item that was put in between does not make everything behind it differ. Squares make one equal pair and a gap better
 * than two pairs that are half alike. What is removed stands before what is added in its place.
 */
export function align<T>(
  before: readonly T[],
  after: readonly T[],
  likeness: Likeness<T>,
): readonly Aligned<T>[] {
  const keys = [before, after].map((items) => items.map((item) => likeness.key(item)));
  const [keysBefore = [], keysAfter = []] = keys;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && keysBefore[start] === keysAfter[start]) start++;
  let end = 0;
  while (end < shorter - start && keysBefore.at(-1 - end) === keysAfter.at(-1 - end)) end++;

  const rows = before.slice(start, before.length - end);
  const columns = after.slice(start, after.length - end);
  const isSmall = rows.length * columns.length <= MOST_PAIRS;
  const middle = isSmall ? alignFully(rows, columns, likeness) : alignByKeys(rows, columns, likeness);
  return [
    ...pairUp(before.slice(0, start), after.slice(0, start)),
    ...middle,
    ...pairUp(before.slice(before.length - end), after.slice(after.length - end)),
  ];
}

function pairUp<T>(before: readonly T[], after: readonly T[]): Aligned<T>[] {
  return before.flatMap((item, i) => {
    const other = after[i];
    return other === undefined ? [] : [{ before: item, after: other }];
  });
}

/** The longest common subsequence, pairs weighted by their likeness (Needleman and Wunsch, 1970, gaps free). */
function alignFully<T>(
  rows: readonly T[],
  columns: readonly T[],
  { similarity }: Likeness<T>,
): readonly Aligned<T>[] {
  const width = columns.length + 1;
  // best[r * width + c]: what the items from r and c on can reach together.
  const best = new Float64Array((rows.length + 1) * width);
  const pairs = new Float64Array((rows.length + 1) * width);
  for (const [r, row] of [...rows.entries()].reverse()) {
    for (const [c, column] of [...columns.entries()].reverse()) {
      const at = r * width + c;
      const alike = similarity(row, column) ** 2;
      pairs[at] = alike;
      const paired = alike > 0 ? alike + (best[at + width + 1] ?? 0) : 0;
      best[at] = Math.max(paired, best[at + width] ?? 0, best[at + 1] ?? 0);
    }
  }
  const aligned: Aligned<T>[] = [];
  let r = 0;
  let c = 0;
  for (;;) {
    const before = rows[r];
    const after = columns[c];
    if (before === undefined && after === undefined) return aligned;
    const at = r * width + c;
    const alike = pairs[at] ?? 0;
    if (
      before !== undefined &&
      after !== undefined &&
      alike > 0 &&
      best[at] === alike + (best[at + width + 1] ?? 0)
    ) {
      aligned.push({ before, after });
      r++;
      c++;
    } else if (before !== undefined && (after === undefined || best[at] === best[at + width])) {
      aligned.push({ before, after: undefined });
      r++;
    } else if (after !== undefined) {
      aligned.push({ before: undefined, after });
      c++;
    }
  }
}

/** Walks both lists once; a pair is an item and the next one of the other list with the same key. */
function alignByKeys<T>(
  rows: readonly T[],
  columns: readonly T[],
  { key }: Likeness<T>,
): readonly Aligned<T>[] {
  const places = new Map<string, number[]>();
  for (const [c, column] of columns.entries()) {
    const known = places.get(key(column));
    if (known) known.push(c);
    else places.set(key(column), [c]);
  }
  const aligned: Aligned<T>[] = [];
  let next = 0;
  for (const before of rows) {
    const waiting = places.get(key(before)) ?? [];
    const place = waiting.find((c) => c >= next);
    const after = place === undefined ? undefined : columns[place];
    if (place === undefined || after === undefined) {
      aligned.push({ before, after: undefined });
      continue;
    }
    for (const added of columns.slice(next, place)) aligned.push({ before: undefined, after: added });
    aligned.push({ before, after });
    next = place + 1;
  }
  for (const added of columns.slice(next)) aligned.push({ before: undefined, after: added });
  return aligned;
}
