import type { Position } from '../../source/lines.ts';
import type { Span } from '../../source/source.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { pageOf } from '../pages.ts';
import { placeOf } from '../place.ts';
import type { Code } from '../registry.ts';
import type { Severity } from '../template.ts';

/** `line` and `column` count from 1, `offset` from 0; column and offset count UTF-16 units. */
interface JsonPosition extends Position {
  readonly offset: number;
}

/** Half-open: `end` is the position after the last character. */
interface JsonRange {
  readonly start: JsonPosition;
  readonly end: JsonPosition;
}

interface JsonLabel {
  readonly path: string;
  readonly range: JsonRange;
  readonly text: string;
}

interface JsonFix {
  readonly title: string;
  /** Whether the program stays what it was: a tool may apply it without asking. */
  readonly safe: boolean;
  /** All of them or none; ranges are those of the text as it was read. */
  readonly edits: readonly { readonly path: string; readonly range: JsonRange; readonly text: string }[];
}

interface JsonDiagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** `null` where the problem is about no file. */
  readonly path: string | null;
  /** `null` where the problem has no place in a source. */
  readonly range: JsonRange | null;
  /** What is said about that range; may be empty. */
  readonly label: string;
  readonly labels: readonly JsonLabel[];
  readonly notes: readonly string[];
  readonly help: readonly string[];
  readonly fixes: readonly JsonFix[];
  /** The page that explains the code. */
  readonly url: string;
}

/** The whole document. `version` rises when a field changes its meaning or goes; new fields may come without. */
export interface JsonReport {
  readonly version: 1;
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface JsonOptions {
  /** Folder or URL of the pages of the codes. */
  readonly pages?: string;
}

function placed(span: Span): { path: string; range: JsonRange } {
  const { start, end } = placeOf(span);
  return { path: span.source.path, range: { start, end } };
}

function jsonDiagnostic(diagnostic: Diagnostic, pages: string | undefined): JsonDiagnostic {
  const { code, severity, message, primary, file = null, labels, notes, help, fixes } = diagnostic;
  return {
    code,
    severity,
    message,
    ...(primary ? placed(primary.span) : { path: file, range: null }),
    label: primary?.text ?? '',
    labels: labels.map(({ span, text }) => ({ ...placed(span), text })),
    notes,
    help,
    fixes: fixes.map(({ title, unsafe = false, edits }) => ({
      title,
      safe: !unsafe,
      edits: edits.map(({ span, text }) => ({ ...placed(span), text })),
    })),
    url: pageOf(code, pages),
  };
}

/**
 * Diagnostics for programs: one JSON document of the shape `JsonReport`, with a line end.
 *
 * ```json
 * { "version": 1, "diagnostics": [{
 *   "code": "ARC3102", "severity": "error", "message": "…",
 *   "path": "net.arch",
 *   "range": { "start": { "line": 14, "column": 11, "offset": 210 }, "end": { … } },
 *   "label": "…", "labels": [{ "path": "…", "range": { … }, "text": "…" }],
 *   "notes": ["…"], "help": ["…"],
 *   "fixes": [{ "title": "…", "safe": false, "edits": [{ "path": "…", "range": { … }, "text": "…" }] }],
 *   "url": "https://…/ARC3102.md" }] }
 * ```
 */
export function renderJson(diagnostics: readonly Diagnostic[], options: JsonOptions = {}): string {
  const report: JsonReport = {
    version: 1,
    diagnostics: diagnostics.map((diagnostic) => jsonDiagnostic(diagnostic, options.pages)),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
