import { type StructuredPatchHunk, structuredPatch } from 'diff';

/** How many lines of the text around a change are shown. */
const CONTEXT = 3;

/** Of two texts with more lines of difference, all that differs is one change: to find the least would take too long. */
const MOST_CHANGES = 4000;

/** What changes a text into another, as `diff -u` writes it; empty where nothing does. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const options = { context: CONTEXT, maxEditLength: MOST_CHANGES };
  const patch = structuredPatch(path, path, before, after, undefined, undefined, options);
  const hunks = patch?.hunks ?? [replacement(before, after)];
  // What a name with spaces ends with, so that `patch` knows where.
  const name = /\s/.test(path) ? `${path}\t` : path;
  return `--- ${name}\n+++ ${name}\n${hunks.map(hunkText).join('')}`;
}

function hunkText({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk): string {
  const place = (start: number, count: number) =>
    count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`;
  return `@@ -${place(oldStart, oldLines)} +${place(newStart, newLines)} @@\n${lines.join('\n')}\n`;
}

/** All of one text for all of another. */
function replacement(before: string, after: string): StructuredPatchHunk {
  const marked = (text: string, mark: string) =>
    (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).flatMap((line) =>
      line.endsWith('\n')
        ? [`${mark}${line.slice(0, -1)}`]
        : [`${mark}${line}`, '\\ No newline at end of file'],
    );
  const [removed, added] = [marked(before, '-'), marked(after, '+')];
  const count = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('\\')).length;
  return {
    oldStart: 1,
    oldLines: count(removed),
    newStart: 1,
    newLines: count(added),
    lines: [...removed, ...added],
  };
}
