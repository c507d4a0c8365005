import { builders, utils } from 'prettier/doc';
import {
  type Cursor,
  closing,
  comma,
  hasBlankLine,
  hasComment,
  hasNewline,
  isNext,
  lastComma,
  nextStart,
  nextToken,
  separator,
  take,
} from './cursor.ts';
import { type Doc, flatWidth } from './documents.ts';

const { align, conditionalGroup, fill, group, hardline, indent, line, softline } = builders;

/** What stands in brackets, taken from the source and not yet arranged. */
export interface Bracketed {
  readonly id: symbol;
  readonly open: Doc;
  readonly entries: readonly Entry[];
  /** Comments behind the last entry, and the place in front of the bracket that closes. */
  readonly comments: Doc;
  readonly line: Doc;
  readonly close: Doc;
}

export interface Entry {
  /** The place in front of it, with the comments there. */
  readonly before: Doc;
  readonly doc: Doc;
  readonly comma: Doc;
  /** It began a line in the source; a blank line was above it. */
  readonly beginsLine: boolean;
  readonly apart: boolean;
}

/** Takes brackets and what is in them, with commas between and, where lines are broken, behind the last one. */
export function takeBracketed<T>(
  cursor: Cursor,
  [opener, closer]: readonly [string, string],
  items: readonly T[],
  takeItem: (item: T) => Doc,
  padding: Doc = softline,
): Bracketed {
  const id = Symbol(opener);
  let end = nextToken(cursor)?.end ?? 0;
  const open = take(cursor, opener);
  const entries = items.map((item, i): Entry => {
    const start = nextStart(cursor);
    const beginsLine = hasNewline(cursor, end, start);
    const apart = i > 0 && hasBlankLine(cursor, start);
    const before = separator(cursor, i === 0 ? padding : line);
    const doc = takeItem(item);
    const isLast = i === items.length - 1;
    const behind = isLast ? lastComma(cursor, id) : comma(cursor);
    end = cursor.tokens[cursor.at - 1]?.end ?? end;
    return { before, doc, comma: behind, beginsLine, apart };
  });
  const { comments, line: last } = closing(cursor, items.length === 0 ? '' : padding, items.length === 0);
  return { id, open, entries, comments, line: last, close: take(cursor, closer) };
}

/** On one line if it fits, else a line for each. */
export function oneALine(taken: Bracketed, shouldBreak = false): Doc {
  const { id, open, entries, comments, line: last, close } = taken;
  const inner = entries.map(({ before, doc, comma, apart }) => [
    apart && shouldBreak ? hardline : '',
    before,
    doc,
    comma,
  ]);
  return group([open, indent([inner, comments]), last, close], { id, shouldBreak });
}

/** On one line if it fits, else as many on a line as there is room for; where the source ended lines, they end here. */
export function filled(taken: Bracketed, shouldBreak: boolean): Doc {
  const { id, open, entries, comments, line: last, close } = taken;
  const inner = rows(entries, shouldBreak);
  return group([open, indent([entries[0]?.before ?? '', fill(inner), comments]), last, close], {
    id,
    shouldBreak,
  });
}

export interface Aligned {
  readonly doc: Doc;
  /** The bracket that closes has a line of its own where the list has several. */
  readonly isListed: boolean;
}

/**
 * Parameters: on one line if they fit, else behind the bracket that opens, with the lines of the source. Where there
 * is no room for one of them, and with comments among them, they take a line for each.
 */
export function aligned(taken: Bracketed, column: number, width: number, hasComments: boolean): Aligned {
  const isWide = ({ doc }: Entry) => column + flatWidth(doc) + 1 > width;
  if (hasComments || taken.entries.some(isWide)) return { doc: oneALine(taken), isListed: true };
  if (taken.entries.length === 0) return { doc: oneALine(taken), isListed: false };
  const { open, entries, close } = taken;
  const flat = entries.map(({ doc }, i) => [i === 0 ? '' : [',', line], doc]);
  const lines = entries.map((entry, i) => ({
    ...entry,
    apart: false,
    comma: i === entries.length - 1 ? close : entry.comma,
  }));
  const broken = [open, align(utils.willBreak(open) ? 1 : column, fill(rows(lines, true)))];
  const doc = utils.willBreak([open, flat]) ? broken : conditionalGroup([[open, flat, close], broken]);
  return { doc, isListed: false };
}

/** The parts of a `fill`. What ends a line in it is a group that breaks: a bare hard line would be taken for flat. */
function rows(entries: readonly Entry[], keepsLines: boolean): Doc[] {
  return entries.flatMap((entry, i) => {
    const { before, doc, comma, beginsLine, apart } = entry;
    if (i === 0) return [[doc, comma]];
    const ends = before !== line || (keepsLines && beginsLine);
    const blank = apart && keepsLines ? hardline : '';
    return [ends ? group([blank, before], { shouldBreak: true }) : line, [doc, comma]];
  });
}

/** Whether a bracket opens and the source goes on in the next line. */
export function opensLine(cursor: Cursor): boolean {
  const end = nextToken(cursor)?.end ?? 0;
  const after = cursor.tokens[cursor.at + 1]?.start ?? 0;
  return hasNewline(cursor, end, after);
}

/** Whether the one argument that brackets hold is a list itself, so that its brackets are enough to indent it. */
export function holdsOneList(cursor: Cursor): boolean {
  const { tokens, closers, at } = cursor;
  const inner = tokens[at + 2]?.image === '=' ? at + 3 : at + 1;
  const end = closers.get(inner);
  const last = closers.get(at);
  if (tokens[inner]?.image !== '[' || end === undefined || last === undefined) return false;
  const behind = tokens[end + 1]?.image === ',' ? end + 2 : end + 1;
  if (behind !== last) return false;
  const place = (index: number) => tokens[index]?.start ?? 0;
  return !hasComment(cursor, place(at), place(inner)) && !hasComment(cursor, place(end), place(last));
}

/** An expression in parentheses of its own. */
export function takeParenthesised(cursor: Cursor, takeInner: () => Doc): Doc {
  const open = take(cursor, '(');
  const before = separator(cursor, softline);
  const inner = takeInner();
  const behind = isNext(cursor, ',') ? comma(cursor) : '';
  const { comments, line: last } = closing(cursor, softline);
  return group([open, indent([before, inner, behind, comments]), last, take(cursor, ')')]);
}
