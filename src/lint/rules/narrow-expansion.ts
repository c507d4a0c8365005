import { diagnostic } from '../../diagnostics/report.ts';
import type { Tensor } from '../../elaborate/environment.ts';
import type { Instance } from '../../elaborate/observer.ts';
import type { OpName } from '../../ops/attributes.ts';
import type * as ast from '../../parser/ast.ts';
import type { Span } from '../../source/source.ts';
import { numeric, type Value } from '../../values/value.ts';
import { usesOp } from '../mentioned.ts';
import type { Rule } from '../subject.ts';

const depthwise: ReadonlySet<OpName> = new Set(['depthwise_conv2d']);

/** What the parameter is called in papers and libraries. */
const names: ReadonlySet<string> = new Set(['expansion', 'expand_ratio']);

/**
 * An inverted residual that is narrower inside than outside: a block around a depthwise convolution with an expansion
 * below 1. Blocks without one may be bottlenecks, which are narrow on purpose.
 */
export const narrowExpansion: Rule = function* ({ module, program, instances, callAt }) {
  const calls = new Map<Span, { readonly block: ast.BlockDeclaration; readonly expansions: Set<number> }>();
  for (const { values, call, block } of instances) {
    const expansion = expansionOf(values);
    if (expansion === undefined || expansion >= 1 || call.source !== module.source) continue;
    const known = calls.get(call) ?? { block, expansions: new Set() };
    calls.set(call, known);
    known.expansions.add(expansion);
  }
  for (const [call, { block, expansions }] of calls) {
    if (!usesOp(program, block.body, depthwise)) continue;
    const written = callAt(call);
    const index = program.parameters.get(block)?.findIndex(({ name }) => names.has(name)) ?? -1;
    const argument = written && program.calls.get(written)?.args[index];
    yield diagnostic(
      'ARC8012',
      argument?.span ?? call,
      { block: block.name.name, expansions: [...expansions] },
      { help: ['an expansion is at least 1: the block widens, filters and narrows again'] },
    );
  }
};

function expansionOf(values: Instance['values']): number | undefined {
  for (const [name, value] of values)
    if (names.has(name)) return isTensor(value) ? undefined : numeric(value);
  return undefined;
}

function isTensor(value: Value | Tensor): value is Tensor {
  return typeof value === 'object' && value !== null && value.kind === 'tensor';
}
