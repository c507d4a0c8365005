import type { Program } from '../../check/program.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type * as ast from '../../parser/ast.ts';
import { callsIn } from '../../parser/walk.ts';
import type { Rule } from '../subject.ts';

/** A stride inside a `repeat`: the map is halved in every turn, where mostly the first one alone is meant. */
export const strideInRepeat: Rule = function* ({ nodes, program }) {
  for (const node of nodes) {
    if (!isRepeat(node)) continue;
    const { count, body } = node;
    if (count.kind === 'int' && count.value < 2) continue;
    for (const call of callsIn(body)) {
      const stride = call.args.find(({ name }) => name?.name === 'stride');
      if (!stride || !isLarge(stride.value) || !makesSmaller(program, call)) continue;
      yield diagnostic(
        'ARC8014',
        stride.span,
        { call: call.callee.name },
        {
          labels: [{ span: count.span, text: 'so often' }],
          help: ['stride once in front of the `repeat`, and repeat with stride 1'],
        },
      );
    }
  }
};

/** A call of a layer or block; a transposed convolution with a stride makes the map larger. */
function makesSmaller({ calls }: Program, call: ast.CallExpression): boolean {
  const callee = calls.get(call)?.callee;
  return callee?.kind === 'block' || (callee?.kind === 'op' && callee.op !== 'conv2d_transpose');
}

function isRepeat(node: { readonly kind?: string }): node is ast.RepeatStatement {
  return node.kind === 'repeat';
}

function isLarge(value: ast.Expression): boolean {
  if (value.kind === 'tuple') return value.items.some(isLarge);
  return value.kind === 'int' && value.value > 1;
}
