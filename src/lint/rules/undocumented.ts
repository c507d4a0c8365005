import { diagnostic } from '../../diagnostics/report.ts';
import type { Rule } from '../subject.ts';

/** Blocks and networks without documentation: editors show it wherever they are used. Off unless asked for. */
export const undocumented: Rule = function* ({ module }) {
  for (const declaration of module.declarations) {
    const { kind, doc } = declaration;
    if ((kind !== 'block' && kind !== 'network') || doc !== undefined) continue;
    const { name } = declaration;
    const help = ['write what it is above it, in lines that begin with `///`'];
    yield diagnostic('ARC8017', name.span, { what: kind, name: name.name }, { help });
  }
};
