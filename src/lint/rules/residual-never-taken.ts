import { diagnostic } from '../../diagnostics/report.ts';
import type { Rule } from '../subject.ts';

/** A residual whose `when` is false in every instance that is built: its addition is never there. */
export const residualNeverTaken: Rule = function* ({ module, residuals }) {
  for (const [element, taken] of residuals) {
    const when = element.args.find(({ name }) => name?.name === 'when');
    if (taken || !when || element.span.source !== module.source) continue;
    yield diagnostic(
      'ARC8013',
      element.keyword.span,
      {},
      {
        labels: [{ span: when.span, text: 'false in every instance' }],
        help: ['take the residual out, or look at the condition and at the calls'],
      },
    );
  }
};
