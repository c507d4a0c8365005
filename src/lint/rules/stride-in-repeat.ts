import { opParameters } from '../../check/calls.ts';
import type { Program, ResolvedCall } from '../../check/program.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { OpName } from '../../ops/attributes.ts';
import type * as ast from '../../parser/ast.ts';
import { callsIn } from '../../parser/walk.ts';
import { usesOp } from '../mentioned.ts';
import type { Rule } from '../subject.ts';

const enlarging: ReadonlySet<OpName> = new Set(['conv2d_transpose', 'upsample']);

/** A stride inside a `repeat`: the map is halved in every turn, where mostly the first one alone is meant. */
export const strideInRepeat: Rule = function* ({ nodes, program }) {
  for (const node of nodes) {
    if (!isRepeat(node)) continue;
    const { count, body } = node;
    const isOnce = count.kind === 'int' && count.value < 2;
    if (isOnce || holdsPaths(body) || usesOp(program, body, enlarging)) continue;
    for (const call of callsIn(body)) {
      const resolved = program.calls.get(call);
      const stride = resolved && strideOf(program, resolved);
      if (!stride || !isLarge(program, stride.value)) continue;
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

/** Paths stand side by side: each takes the same map. */
function holdsPaths({ statements }: ast.Body): boolean {
  return statements.some(
    (statement) => statement.kind === 'chain' && statement.elements.some(({ kind }) => kind === 'path'),
  );
}

/** The argument for the stride of a layer or a block, given by its name or by its place. */
function strideOf({ parameters }: Program, { callee, args }: ResolvedCall): ast.Argument | undefined {
  if (callee.kind !== 'op' && callee.kind !== 'block') return undefined;
  const known = callee.kind === 'op' ? opParameters(callee.op) : parameters.get(callee.global.declaration);
  return args[known?.findIndex(({ name }) => name === 'stride') ?? -1];
}

function isRepeat(node: { readonly kind?: string }): node is ast.RepeatStatement {
  return node.kind === 'repeat';
}

function isLarge(program: Program, value: ast.Expression): boolean {
  if (value.kind === 'tuple') return value.items.some((each) => isLarge(program, each));
  const named = value.kind === 'name' ? program.names.get(value) : undefined;
  if (named?.kind === 'const') return isLarge(program, named.global.declaration.value);
  return value.kind === 'int' && value.value > 1;
}
