import type { Program } from '../../check/program.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { OpName } from '../../ops/attributes.ts';
import type * as ast from '../../parser/ast.ts';
import { isChain } from '../../parser/walk.ts';
import { spanText } from '../../source/source.ts';
import { removal } from '../edits.ts';
import type { Rule } from '../subject.ts';

/** The argument with which a layer gives back what it takes; undefined: it always does. */
const idle: Partial<Record<OpName, number | undefined>> = {
  identity: undefined,
  dropout: 0,
  drop_path: 0,
  scale: 1,
  pad: 0,
  crop: 0,
  upsample: 1,
};

/** A layer written out that gives back what it takes: `identity()`, `dropout(0)`, `scale(1)`. */
export const layerWithoutEffect: Rule = function* ({ nodes, program }) {
  for (const chain of nodes.filter(isChain)) {
    for (const element of chain.elements) {
      if (element.kind !== 'apply' || !isIdle(program, element.call)) continue;
      // Where nothing else stands, it says that nothing is meant to happen.
      if (element.call.callee.name === 'identity' && chain.elements.length === 1) continue;
      const fix = removal('take it out', { chain, element });
      yield diagnostic(
        'ARC8007',
        element.span,
        { call: spanText(element.span) },
        { help: ['take it out'], fixes: fix ? [fix] : [] },
      );
    }
  }
};

function isIdle(program: Program, call: ast.CallExpression): boolean {
  const callee = program.calls.get(call)?.callee;
  if (callee?.kind !== 'op' || !Object.hasOwn(idle, callee.op)) return false;
  const neutral = idle[callee.op];
  if (neutral === undefined) return true;
  const [argument] = call.args;
  const value = argument?.value;
  const sole = call.args.length === 1 && (value?.kind === 'int' || value?.kind === 'float');
  return sole && value.value === neutral;
}
