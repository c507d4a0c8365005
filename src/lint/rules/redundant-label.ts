import { diagnostic } from '../../diagnostics/report.ts';
import { isChain } from '../../parser/walk.ts';
import { span } from '../../source/source.ts';
import type { Rule } from '../subject.ts';

/** A label that says what the part would be called anyway: `relu: relu()`. */
export const redundantLabel: Rule = function* ({ nodes }) {
  for (const { label, elements } of nodes.filter(isChain)) {
    const [only] = elements;
    if (!label || elements.length !== 1 || only?.kind !== 'apply') continue;
    if (only.call.callee.name !== label.name) continue;
    const edit = { span: span(label.span.source, label.span.start, only.span.start), text: '' };
    yield diagnostic(
      'ARC8005',
      label.span,
      { name: label.name },
      {
        help: ['leave the label out, or say what the part is for'],
        fixes: [{ title: `leave the label \`${label.name}\` out`, edits: [edit] }],
      },
    );
  }
};
