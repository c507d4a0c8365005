import type { builders } from 'prettier/doc';
import { columnsOf } from '../diagnostics/render/width.ts';

/** What a layout is made of: text, and places where a line may end. */
export type Doc = builders.Doc;

/** How many columns a document takes on one line; none are enough where it must have several. */
export function flatWidth(doc: Doc): number {
  const text = flatText(doc);
  return text === undefined ? Number.POSITIVE_INFINITY : columnsOf(text);
}

/** The text of a document on one line; undefined where it must have several, or has a comment behind it. */
export function flatText(doc: Doc): string | undefined {
  let text = '';
  const open: Doc[] = [doc];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') text += next;
    else if (Array.isArray(next)) for (let i = next.length - 1; i >= 0; i--) open.push(next[i] ?? '');
    else
      switch (next.type) {
        case 'line':
          if (next.hard) return undefined;
          if (!next.soft) text += ' ';
          break;
        case 'group':
          if (next.break) return undefined;
          open.push(next.contents);
          break;
        case 'indent':
        case 'align':
          open.push(next.contents);
          break;
        case 'fill':
          open.push(next.parts);
          break;
        case 'if-break':
          open.push(next.flatContents);
          break;
        default:
          return undefined;
      }
  }
  return text;
}
