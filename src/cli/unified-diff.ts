/** How many lines of the text around a change are shown. */
const CONTEXT = 3;

/** A line that both texts have, or only one of them: its mark in a diff. */
interface Step {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/** What changes a text into another, as `diff -u` writes it; empty where nothing does. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const steps = stepsBetween(linesOf(before), linesOf(after));
  const changes = steps.flatMap(({ mark }, i) => (mark === ' ' ? [] : [i]));
  const hunks: { from: number; to: number }[] = [];
  for (const i of changes) {
    const last = hunks[hunks.length - 1];
    const to = Math.min(steps.length, i + CONTEXT + 1);
    if (last && i - CONTEXT <= last.to) last.to = to;
    else hunks.push({ from: Math.max(0, i - CONTEXT), to });
  }
  return `--- ${path}\n+++ ${path}\n${hunks.map((hunk) => hunkText(steps, hunk)).join('')}`;
}

function hunkText(steps: readonly Step[], { from, to }: { from: number; to: number }): string {
  const shown = steps.slice(from, to);
  const place = (other: '-' | '+') => {
    const start = steps.slice(0, from).filter(({ mark }) => mark !== other).length;
    const count = shown.filter(({ mark }) => mark !== other).length;
    const first = count === 0 ? start : start + 1;
    return count === 1 ? `${first}` : `${first},${count}`;
  };
  const lines = shown.map(({ mark, line }) =>
    line.endsWith('\n') ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`,
  );
  return `@@ -${place('+')} +${place('-')} @@\n${lines.join('')}`;
}

/** The lines with their ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The shortest way from one list of lines to another (Myers, 1986: An O(ND) Difference Algorithm). */
function stepsBetween(before: readonly string[], after: readonly string[]): readonly Step[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const shorter = Math.min(before.length, after.length) - head;
  while (tail < shorter && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const same = (line: string): Step => ({ mark: ' ', line });
  return [
    ...before.slice(0, head).map(same),
    ...changesBetween(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

function changesBetween(before: readonly string[], after: readonly string[]): readonly Step[] {
  /** After d changes: how far the way has come in `before`, by the diagonal on which it lies. */
  const rounds: Map<number, number>[] = [new Map([[1, 0]])];
  for (let changes = 0; ; changes++) {
    const last = rounds[changes] ?? new Map();
    const reached = new Map<number, number>();
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = isInsertion(last, diagonal, changes) ? at(last, diagonal + 1) : at(last, diagonal - 1) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      reached.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length)
        return wayBack(before, after, rounds.slice(0, changes + 1));
    }
    rounds.push(reached);
  }
}

function at(reached: ReadonlyMap<number, number>, diagonal: number): number {
  return reached.get(diagonal) ?? -1;
}

function isInsertion(reached: ReadonlyMap<number, number>, diagonal: number, changes: number): boolean {
  if (diagonal === -changes) return true;
  return diagonal !== changes && at(reached, diagonal - 1) < at(reached, diagonal + 1);
}

function wayBack(
  before: readonly string[],
  after: readonly string[],
  rounds: readonly ReadonlyMap<number, number>[],
): readonly Step[] {
  const steps: Step[] = [];
  let x = before.length;
  let y = after.length;
  for (let changes = rounds.length - 1; changes >= 0; changes--) {
    const last = rounds[changes] ?? new Map();
    const inserts = isInsertion(last, x - y, changes);
    const diagonal = inserts ? x - y + 1 : x - y - 1;
    const startX = at(last, diagonal);
    const startY = startX - diagonal;
    while (x > startX && y > startY) {
      x--;
      y--;
      steps.push({ mark: ' ', line: before[x] ?? '' });
    }
    if (changes === 0) break;
    if (inserts) steps.push({ mark: '+', line: after[--y] ?? '' });
    else steps.push({ mark: '-', line: before[--x] ?? '' });
  }
  return steps.reverse();
}
