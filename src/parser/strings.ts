import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { type SourceFile, span } from '../source/source.ts';

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', '{': '{', '}': '}' };

/** A piece of a string: text, or the range of an interpolated expression (without its braces). */
export type StringPiece = string | { readonly start: number; readonly end: number };

/** A string token without quotes, escapes replaced; braces are text. For imports, test names and literal types. */
export function readPlainString(
  source: SourceFile,
  start: number,
  image: string,
  report: (d: Diagnostic) => void,
): string {
  return pieces(source, start, image, false, report)
    .filter((piece) => typeof piece === 'string')
    .join('');
}

/** A string token as text and interpolations in turn. */
export function readString(
  source: SourceFile,
  start: number,
  image: string,
  report: (d: Diagnostic) => void,
): readonly StringPiece[] {
  return pieces(source, start, image, true, report);
}

function pieces(
  source: SourceFile,
  start: number,
  image: string,
  interpolates: boolean,
  report: (d: Diagnostic) => void,
): StringPiece[] {
  const quoted = image.startsWith("'") || image.startsWith('`');
  if (quoted) {
    const place = span(source, start, start + image.length);
    report(
      diagnostic('ARC0001', place, { text: `\`${image[0]}\`` }, { help: [`write "${image.slice(1, -1)}"`] }),
    );
  }
  const closed = quoted || isClosed(image);
  if (!closed)
    report(diagnostic('ARC0003', span(source, start, start + image.length), {}, { label: 'begins here' }));
  const end = closed ? image.length - 1 : image.length;
  const found: StringPiece[] = [];
  let text = '';
  const lastClose = image.lastIndexOf('}', end - 1);
  for (let i = 1; i < end; i++) {
    const character = image[i] ?? '';
    if (character === '\\') {
      const escaped = image[i + 1] ?? '';
      const meaning = escapes[escaped];
      if (meaning === undefined) {
        const place = span(source, start + i, start + Math.min(i + 2, end));
        report(
          diagnostic(
            'ARC0004',
            place,
            { text: `\\${escaped}` },
            {
              help: ['the escapes are `\\"`, `\\\\`, `\\n`, `\\{` and `\\}`; a backslash itself is `\\\\`'],
            },
          ),
        );
      }
      text += meaning ?? escaped;
      i++;
    } else if (interpolates && character === '{') {
      const close = i < lastClose ? image.indexOf('}', i) : -1;
      if (close < 0) {
        const place = span(source, start + i, start + i + 1);
        report(
          diagnostic(
            'ARC0006',
            place,
            { problem: 'this `{` begins an interpolation that the string does not end' },
            {
              help: ['write `\\{` for a brace in the text'],
            },
          ),
        );
        text += character;
        continue;
      }
      found.push(text, { start: start + i + 1, end: start + close });
      text = '';
      i = close;
    } else if (interpolates && character === '}') {
      const place = span(source, start + i, start + i + 1);
      report(
        diagnostic(
          'ARC0006',
          place,
          { problem: 'this `}` ends no interpolation' },
          {
            help: ['write `\\}` for a brace in the text'],
          },
        ),
      );
      text += character;
    } else {
      text += character;
    }
  }
  found.push(text);
  return found.filter((piece) => piece !== '');
}

function isClosed(image: string): boolean {
  if (image.length < 2 || !image.endsWith('"')) return false;
  let backslashes = 0;
  for (let i = image.length - 2; i > 0 && image[i] === '\\'; i--) backslashes++;
  return backslashes % 2 === 0;
}
