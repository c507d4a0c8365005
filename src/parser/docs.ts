import type { SourceFile } from '../source/source.ts';
import type { Comment } from './ast.ts';

/** The `///` lines right above an offset, as one text; undefined if there are none. */
export function documentation(
  source: SourceFile,
  comments: readonly Comment[],
  offset: number,
): string | undefined {
  const lines: string[] = [];
  let below = offset;
  for (let i = lastBefore(comments, offset); i >= 0; i--) {
    const comment = comments[i];
    if (!comment?.doc || source.text.slice(comment.span.end, below).trim() !== '') break;
    lines.push(comment.text);
    below = comment.span.start;
  }
  return lines.length > 0 ? lines.reverse().join('\n') : undefined;
}

function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
