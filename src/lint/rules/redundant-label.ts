import type { Program } from '../../check/program.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type * as ast from '../../parser/ast.ts';
import { isChain } from '../../parser/walk.ts';
import { span } from '../../source/source.ts';
import type { Rule } from '../subject.ts';

/** A label that says what the part would be called anyway: `relu: relu()`. */
export const redundantLabel: Rule = function* ({ nodes, program }) {
  for (const { label, elements } of nodes.filter(isChain)) {
    const [only] = elements;
    if (!label || elements.length !== 1 || only?.kind !== 'apply') continue;
    if (declaredName(program, only.call) !== label.name) continue;
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

/** What a part is called without a label: as its layer or block is declared, whatever name it was imported under. */
function declaredName({ calls }: Program, call: ast.CallExpression): string | undefined {
  const callee = calls.get(call)?.callee;
  if (callee?.kind === 'op') return callee.op;
  return callee?.kind === 'block' ? callee.global.declaration.name.name : undefined;
}
