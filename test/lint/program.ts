import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { checksWith } from '../../src/language-tests.ts';
import { applyFixes } from '../../src/lint/edits.ts';
import { type Mended, mend } from '../../src/lint/mend.ts';
import { memoryHost } from '../../src/source/host.ts';
import { diagnosticsOf, standardLibrary } from '../program.ts';

/** Settings as `archc.json` has them. */
export function settings(levels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { 'archc.json': JSON.stringify({ lint: levels }) };
}

/** What `archc lint --fix` makes of a program. */
export function mended(text: string, files: Readonly<Record<string, string>> = {}): Mended {
  const host = memoryHost({ ...standardLibrary, ...files });
  return mend({ path: 'main.arch', text }, checksWith(host));
}

/** A program with the fixes of one diagnostic. */
export function withFixes({ primary, fixes }: Diagnostic): string {
  if (!primary) throw new Error('a fix has a place');
  return applyFixes(primary.span.source, fixes).text;
}

/** The one diagnostic of a program. */
export function onlyOf(text: string, files: Readonly<Record<string, string>> = {}): Diagnostic {
  const found = diagnosticsOf(text, files);
  const [only] = found;
  if (!only || found.length > 1)
    throw new Error(`expected one, found ${found.map(({ code }) => code).join(' ')}`);
  return only;
}
