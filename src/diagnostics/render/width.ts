/** A piece of text that a terminal draws as one: where it begins in the source, what is shown, how many columns. */
export interface Cell {
  readonly offset: number;
  readonly shown: string;
  readonly width: number;
}

const TAB = '    ';
const ASCII = /^[\x20-\x7e]*$/;
/** Invisible when alone, or would move the cursor or turn the writing direction. */
const UNSHOWABLE = /^(?:[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\r\n)$/u;
/** Emoji, and the blocks of East Asian Width W and F (Unicode Standard Annex 11). */
const WIDE =
  /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]/u;

let segmenter: Intl.Segmenter | undefined;

function cell(offset: number, grapheme: string): Cell {
  if (grapheme === '\t') return { offset, shown: TAB, width: TAB.length };
  if (grapheme === '\uFEFF' && offset === 0) return { offset, shown: '', width: 0 };
  if (UNSHOWABLE.test(grapheme)) return { offset, shown: '\uFFFD', width: 1 };
  return { offset, shown: grapheme, width: WIDE.test(grapheme) ? 2 : 1 };
}

/** The cells of one line, offsets counted from `from`: tabs become four spaces, what cannot be seen becomes U+FFFD. */
export function cellsOf(line: string, from = 0): Cell[] {
  if (ASCII.test(line))
    return Array.from(line, (shown, index) => ({ offset: from + index, shown, width: 1 }));
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  // Half of a surrogate pair joins with accents behind it, so it is replaced before the text is cut up.
  const whole = line.replace(/\p{Cs}/gu, '\uFFFD');
  return Array.from(segmenter.segment(whole), ({ segment, index }) => cell(from + index, segment));
}

/** How many columns of a terminal a line takes. */
export function columnsOf(line: string): number {
  if (ASCII.test(line)) return line.length;
  return cellsOf(line).reduce((sum, { width }) => sum + width, 0);
}

/** Text that is safe to print inside a line: no control characters, no line ends. */
export function inOneLine(text: string): string {
  return cellsOf(text.replace(/\s*\r?\n\s*/g, ' '))
    .map(({ shown }) => shown)
    .join('');
}
