import { readFileSync } from 'node:fs';
import { diagnostic } from '../diagnostics/report.ts';
import { unreadable } from '../runtime/unreadable.ts';
import type { Failed } from './weights-file.ts';

/** The names of the classes, one a line; as many as the network has classes (undefined: it does not classify). */
export function readLabels(
  path: string,
  classes: number | undefined,
): { readonly labels: readonly string[] } | Failed {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (failure) {
    return { diagnostics: [diagnostic('ARC7001', undefined, { path, reason: unreadable(failure) })] };
  }
  // Editors on Windows begin a file with a mark of its encoding.
  const lines = text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
  const labels = lines === '' ? [] : lines.split(/\r?\n/);
  if (labels.length === classes) return { labels };
  const help = [
    classes === undefined
      ? 'leave `--labels` out: classes are told apart by one output, a row of scores'
      : 'give one line for each class, in their order',
  ];
  return {
    diagnostics: [diagnostic('ARC7133', undefined, { path, labels: labels.length, classes }, { help })],
  };
}
