import type { Severity } from '../template.ts';

/** What a piece of the rendered text is; a terminal gives each a colour. */
export type Style = Severity | 'secondary' | 'gutter' | 'strong';

/** Colours a piece of text; given from outside, since the core does not know the terminal. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;

/** A printed row under construction: one character and one style a column. */
export interface Canvas {
  readonly characters: string[];
  readonly styles: Style[];
  /** Follows the last character. */
  tail: { readonly text: string; readonly style: Style } | undefined;
}

export function canvas(): Canvas {
  return { characters: [], styles: [], tail: undefined };
}

/** Fills the columns from `from` up to `to`, what was there before is drawn over. */
export function fill(on: Canvas, from: number, to: number, character: string, style: Style): void {
  for (let column = from; column < to; column++) {
    on.characters[column] = character;
    on.styles[column] = style;
  }
}

/** Writes a text that ends the row, beginning at a column not left of what is drawn. */
export function write(on: Canvas, column: number, text: string, style: Style): void {
  for (let at = on.characters.length; at < column; at++) on.characters[at] = ' ';
  on.tail = { text, style };
}

/** The row as text: runs of one style are painted together, blanks not at all. */
export function painted(row: Canvas, paint: Paint): string {
  let text = '';
  let run = '';
  let style: Style | undefined;
  const flush = (): void => {
    text += style && run.trim() !== '' ? paint(style, run) : run;
    run = '';
  };
  for (let column = 0; column < row.characters.length; column++) {
    const character = row.characters[column] ?? ' ';
    const own = character === ' ' ? undefined : row.styles[column];
    if (own !== style) {
      flush();
      style = own;
    }
    run += character;
  }
  flush();
  if (row.tail && row.tail.text !== '') return text + paint(row.tail.style, row.tail.text);
  return text;
}
