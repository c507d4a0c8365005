import type { Span } from '../source/source.ts';
import type { Code } from './registry.ts';
import type { Severity } from './template.ts';

/** A place and what is to be said about it; the text may be empty. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** A change of the source that mends the problem; all edits together, or none. */
export interface Fix {
  readonly title: string;
  /**
   * The program is another one afterwards, or has lost a comment: editors offer it, `archc lint --fix` leaves it to
   * people.
   */
  readonly unsafe?: true;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** What was found wrong, as a value: collected on the way, rendered at the edge. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** Stands alone: no "here", no "above". */
  readonly message: string;
  /** Where the fault is; undefined for what has no place in a source (a missing folder). */
  readonly primary: Label | undefined;
  /** The path of what it is about, where that has no place in a source. */
  readonly file?: string;
  readonly labels: readonly Label[];
  readonly notes: readonly string[];
  readonly help: readonly string[];
  readonly fixes: readonly Fix[];
}

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}
