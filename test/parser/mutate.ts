import { readdirSync, readFileSync } from 'node:fs';
import { archLexer } from '../../src/parser/tokens.ts';

/** The texts of the examples and the standard library, by path. */
export function sources(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const folder of ['examples', 'std']) {
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith('.arch')) found.set(`${folder}/${name}`, readFileSync(`${folder}/${name}`, 'utf8'));
    }
  }
  return found;
}

export interface TokenPlace {
  readonly start: number;
  readonly end: number;
}

export function tokenPlaces(text: string): readonly TokenPlace[] {
  return archLexer()
    .tokenize(text)
    .tokens.map(({ startOffset, image }) => ({ start: startOffset, end: startOffset + image.length }));
}

/** The text without one of its tokens. */
export function without(text: string, token: TokenPlace): string {
  return text.slice(0, token.start) + text.slice(token.end);
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32 of T. Ettinger). */
export function numbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const strays = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '->',
    '=',
    '==',
    '..',
    '**',
    '-',
    '_',
    '?h',
    '"',
    '//',
    '@',
    '.',
    '2.',
  ],
  ...[
    'if',
    'else',
    'for',
    'in',
    'let',
    'not',
    'repeat',
    'network',
    'block',
    'const',
    'fn',
    'residual',
    'shared',
    'none',
  ],
  ...[
    '0',
    '-1',
    '9007199254740991',
    '1e308',
    '0.5',
    '"same"',
    'x',
    'relu',
    'conv2d(8)',
    'concat(_, _)',
    '\n',
    '\u{1F600}',
  ],
];

/** The text with one to three random changes: tokens dropped, doubled, swapped, replaced, put in, or the end cut off. */
export function mutated(text: string, next: () => number): string {
  let changed = text;
  for (let turns = 1 + Math.floor(next() * 3); turns > 0; turns--) changed = oneChange(changed, next);
  return changed;
}

function oneChange(text: string, next: () => number): string {
  const places = tokenPlaces(text);
  const pick = () => places[Math.floor(next() * places.length)];
  const [one, other] = [pick(), pick()];
  if (!one || !other) return text;
  const stray = strays[Math.floor(next() * strays.length)] ?? '';
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  switch (Math.floor(next() * 7)) {
    case 0:
      return without(text, one);
    case 1:
      return `${text.slice(0, one.end)} ${text.slice(one.start)}`;
    case 2:
      return first.end > second.start
        ? text
        : text.slice(0, first.start) +
            text.slice(second.start, second.end) +
            text.slice(first.end, second.start) +
            text.slice(first.start, first.end) +
            text.slice(second.end);
    case 3:
      return text.slice(0, one.start) + stray + text.slice(one.end);
    case 4:
      return `${text.slice(0, one.end)} ${stray} ${text.slice(one.end)}`;
    case 5:
      return text.slice(0, one.start) + text.slice(other.start, other.end) + text.slice(one.end);
    default:
      return text.slice(0, Math.floor(next() * text.length));
  }
}
