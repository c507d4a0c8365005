import { lineText } from '../../source/lines.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { placeOf } from '../place.ts';

/** Of a minified line only so much is hashed. */
const HASHED = 1000;
const PRIME = 0x100000001b3n;
const BASIS = 0xcbf29ce484222325n;

/** FNV-1a, 64 bits, over UTF-16 units: not for secrets, but the same on every machine and without Node. */
function hash(text: string): string {
  let value = BASIS;
  for (let at = 0; at < text.length; at++)
    value = BigInt.asUintN(64, (value ^ BigInt(text.charCodeAt(at))) * PRIME);
  return value.toString(16).padStart(16, '0');
}

function keyOf({ code, message, primary }: Diagnostic): { path: string; content: string } {
  if (!primary) return { path: '', content: `${code}\0${message}` };
  const { source, start } = placeOf(primary.span);
  return { path: source.path, content: `${code}\0${lineText(source, start.line).trim().slice(0, HASHED)}` };
}

/**
 * A name for each diagnostic that stays when lines are added above it or the line is indented: the code, the
 * text of the line, and which one of several like it in the file this is.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): string[] {
  const seen = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const { path, content } = keyOf(diagnostic);
    const occurrence = seen.get(`${path}\0${content}`) ?? 0;
    seen.set(`${path}\0${content}`, occurrence + 1);
    return hash(`${content}\0${occurrence}`);
  });
}
