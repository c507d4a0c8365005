import type { Program } from '../../check/program.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { Tensor } from '../../elaborate/state.ts';
import type * as ast from '../../parser/ast.ts';
import { callsIn } from '../../parser/walk.ts';
import type { Span } from '../../source/source.ts';
import { numeric, type Value } from '../../values/value.ts';
import type { Rule } from '../subject.ts';

/**
 * An inverted residual that is narrower inside than outside: a block around a depthwise convolution with an expansion
 * below 1. Blocks without one may be bottlenecks, which are narrow on purpose.
 */
export const narrowExpansion: Rule = function* ({ module, program, instances, callAt }) {
  const seen = new Set<Span>();
  const inverted = new Map<ast.BlockDeclaration, boolean>();
  for (const { values, call, block } of instances) {
    const given = values.get('expansion');
    const expansion = given === undefined || isTensor(given) ? undefined : numeric(given);
    if (expansion === undefined || expansion >= 1 || call.source !== module.source || seen.has(call))
      continue;
    seen.add(call);
    const isInverted = inverted.get(block) ?? hasDepthwise(program, block);
    inverted.set(block, isInverted);
    if (!isInverted) continue;
    const written = callAt(call);
    const index = program.parameters.get(block)?.findIndex(({ name }) => name === 'expansion') ?? -1;
    const argument = written && program.calls.get(written)?.args[index];
    yield diagnostic(
      'ARC8012',
      argument?.span ?? call,
      { block: block.name.name, expansion },
      { help: ['an expansion is at least 1: the block widens, filters and narrows again'] },
    );
  }
};

function isTensor(value: Value | Tensor): value is Tensor {
  return typeof value === 'object' && value !== null && value.kind === 'tensor';
}

function hasDepthwise({ calls }: Program, { body }: ast.BlockDeclaration): boolean {
  return callsIn(body).some((call) => {
    const callee = calls.get(call)?.callee;
    return callee?.kind === 'op' && callee.op === 'depthwise_conv2d';
  });
}
