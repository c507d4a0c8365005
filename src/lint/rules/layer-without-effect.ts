import type { Program } from '../../check/program.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { OpName } from '../../ops/attributes.ts';
import type * as ast from '../../parser/ast.ts';
import { isChain } from '../../parser/walk.ts';
import { spanText } from '../../source/source.ts';
import { removal } from '../edits.ts';
import { keepingNames } from '../part-names.ts';
import type { Rule } from '../subject.ts';

/** The first argument with which, alone, a layer gives back what it takes; undefined: it always does. */
const idle: Partial<Record<OpName, number | undefined>> = {
  identity: undefined,
  dropout: 0,
  drop_path: 0,
  scale: 1,
  pad: 0,
  crop: 0,
  upsample: 1,
  max_pool2d: 1,
  avg_pool2d: 1,
  channel_shuffle: 1,
};

/** A layer written out that gives back what it takes: `identity()`, `dropout(0)`, `scale(1)`. */
export const layerWithoutEffect: Rule = function* (subject) {
  const { nodes, program } = subject;
  for (const chain of nodes.filter(isChain)) {
    for (const element of chain.elements) {
      if (element.kind !== 'apply' || !isIdle(program, element.call)) continue;
      const { name } = element.call.callee;
      if (name === 'identity' && isSaid(chain)) continue;
      const title = `take \`${spanText(element.span)}\` out`;
      const placed = subject.elementAt(element.span);
      const fix = placed && removal(title, placed);
      yield diagnostic(
        'ARC8007',
        element.span,
        { call: spanText(element.span) },
        { help: fix ? [] : [title], fixes: fix ? [keepingNames(subject, fix, name)] : [] },
      );
    }
  }
};

/** Where nothing else stands, `identity()` says that nothing is meant to happen, to the flow or to a tensor. */
function isSaid({ elements: [first, ...others] }: ast.Chain): boolean {
  return others.length === 0 || (first?.kind === 'name' && others.length === 1);
}

function isIdle(program: Program, call: ast.CallExpression): boolean {
  const resolved = program.calls.get(call);
  if (resolved?.callee.kind !== 'op' || !Object.hasOwn(idle, resolved.callee.op)) return false;
  const neutral = idle[resolved.callee.op];
  if (neutral === undefined) return true;
  const value = call.args.length === 1 ? resolved.args[0]?.value : undefined;
  return (value?.kind === 'int' || value?.kind === 'float') && value.value === neutral;
}
