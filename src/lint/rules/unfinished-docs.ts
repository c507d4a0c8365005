import { diagnostic } from '../../diagnostics/report.ts';
import { span } from '../../source/source.ts';
import type { Rule } from '../subject.ts';

const UNFINISHED = /\b(TODO|FIXME|XXX|TBD)\b/g;

/** Documentation that still says what is to be done: whoever imports the block reads it. */
export const unfinishedDocs: Rule = function* ({ module }) {
  for (const comment of module.comments) {
    if (!comment.doc) continue;
    const { source, start, end } = comment.span;
    for (const match of source.text.slice(start, end).matchAll(UNFINISHED)) {
      const at = start + match.index;
      const help = ['say what holds today; what is to be done belongs into a `//` comment'];
      yield diagnostic('ARC8016', span(source, at, at + match[0].length), { word: match[0] }, { help });
    }
  }
};
