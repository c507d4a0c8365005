/** One source text. `path` is both how it is found through the Host and how it is shown to the user. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A half-open range of UTF-16 offsets, `start` to `end`, in one source. */
export interface Span {
  readonly source: SourceFile;
  readonly start: number;
  readonly end: number;
}

export function span(source: SourceFile, start: number, end: number): Span {
  return { source, start, end };
}

/** From the beginning of `first` to the end of `last`; both lie in one source. */
export function spanning(first: Span, last: Span): Span {
  return { source: first.source, start: first.start, end: Math.max(first.end, last.end) };
}

export function spanText(of: Span): string {
  return of.source.text.slice(of.start, of.end);
}
