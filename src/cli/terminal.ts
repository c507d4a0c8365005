import { styleText } from 'node:util';
import type { Style as DiagnosticStyle, Paint } from '../diagnostics/render/paint.ts';

/** What a piece of printed text is; colours are given here and nowhere else. */
export type Style = 'good' | 'bad' | 'strong' | 'faint' | 'accent';

type Format = Parameters<typeof styleText>[0];

const formats: Readonly<Record<Style, Format>> = {
  good: 'green',
  bad: ['bold', 'red'],
  strong: 'bold',
  faint: 'dim',
  accent: 'cyan',
};

const diagnosticFormats: Readonly<Record<DiagnosticStyle, Format>> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  secondary: ['bold', 'blue'],
  gutter: ['bold', 'blue'],
  strong: 'bold',
};

/** Node's own decision looks at stdout only. */
const CHOSEN = { validateStream: false };

/** A stream that text goes to: a terminal, a file or a pipe. */
export type Stream = NodeJS.WriteStream;

/** Whether a stream shows colours: a terminal that has them, `NO_COLOR` is not set; or `FORCE_COLOR` says so. */
export function hasColours(stream: Stream): boolean {
  const forced = process.env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && stream.hasColors();
}

/** Colours a text for a stream; plain where the stream shows none. */
export function styled(stream: Stream, style: Style, text: string): string {
  return hasColours(stream) ? styleText(formats[style], text, CHOSEN) : text;
}

/** How diagnostics are coloured on a stream; undefined: not at all. */
export function paintFor(stream: Stream): Paint | undefined {
  if (!hasColours(stream)) return undefined;
  return (style, text) => styleText(diagnosticFormats[style], text, CHOSEN);
}
