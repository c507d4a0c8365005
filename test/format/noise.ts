import * as fc from 'fast-check';
import { tokenPlaces } from '../parser/mutate.ts';

/** What may stand between two tokens besides the text of the source; `#` becomes a number, so that each comment is another. */
const GAPS = [
  ...[' ', ' ', ' ', '\n', '\n', '\n\n', '\n\n\n', '\t', '   \n ', '\r\n'],
  ...[
    ' // c#\n',
    '\n// own #\n',
    '\n\n// apart #\n\n',
    ' //c#\n// two#\n',
    '\n/// doc #\n',
    ' /// behind #\n\n',
    ' // 3 #\n',
    '\n// 3\n',
    '\n// 3\n',
    '\n//\n',
  ],
];

/** Comments that the parser takes for divisions, where an operand stands before them: errors that stay as they are. */
export const DIVISIONS = [...GAPS, ' // 3\n', ' // 3 )\n', ' // oup\n', '// n\n'];

/** A text with white space and comments put between its tokens. How many of the gaps change is drawn too. */
export function noisy(texts: fc.Arbitrary<string>, gaps: readonly string[] = GAPS): fc.Arbitrary<string> {
  return fc
    .tuple(
      texts,
      fc.constantFrom(0, 1, 10, 50),
      fc.noShrink(fc.array(fc.nat(), { minLength: 40, maxLength: 40 })),
    )
    .map(([text, share, choices]) => withNoise(text, gaps, share, choices));
}

function withNoise(text: string, gaps: readonly string[], share: number, choices: readonly number[]): string {
  let result = '';
  let done = 0;
  let count = 0;
  for (const [i, { start, end }] of tokenPlaces(text).entries()) {
    const choice = (choices[i % choices.length] ?? 0) + i * 7919;
    const gap = text.slice(done, start);
    const isChanged = choice % 100 < share;
    result += isChanged
      ? (gaps[(choice >> 7) % gaps.length] ?? ' ').replaceAll('#', () => `${++count}`)
      : gap;
    result += text.slice(start, end);
    done = end;
  }
  return result + text.slice(done);
}
