import { diagnostic } from '../../diagnostics/report.ts';
import type * as ast from '../../parser/ast.ts';
import type { Span } from '../../source/source.ts';
import type { Rule } from '../subject.ts';

/**
 * A residual whose `when` is false in every instance that is built: its addition is never there. Nothing is said where
 * other arguments of a network may take it, or a network that cannot be built as it stands.
 */
export const residualNeverTaken: Rule = function* ({ module, residuals, networks }) {
  const declared = module.declarations.filter((declaration) => declaration.kind === 'network');
  if (declared.length > networks.length) return;
  for (const [element, taken] of residuals) {
    const when = element.args.find(({ name }) => name?.name === 'when');
    if (taken || !when || element.span.source !== module.source) continue;
    if (declared.some((network) => network.parameters.length > 0 && isIn(network, element.span))) continue;
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

function isIn({ span }: ast.NetworkDeclaration, place: Span): boolean {
  return span.start <= place.start && place.end <= span.end;
}
