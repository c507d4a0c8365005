import { diagnostic } from '../../diagnostics/report.ts';
import type { Tensor } from '../../elaborate/state.ts';
import { isCall } from '../../parser/walk.ts';
import { numeric, type Value } from '../../values/value.ts';
import type { Rule } from '../subject.ts';

/** An inverted residual that is narrower inside than outside: an expansion below 1. */
export const narrowExpansion: Rule = function* ({ module, nodes, program, instances }) {
  const seen = new Set<number>();
  for (const { values, call, block } of instances) {
    const given = values.get('expansion');
    const expansion = given === undefined || isTensor(given) ? undefined : numeric(given);
    if (expansion === undefined || expansion >= 1 || call.source !== module.source) continue;
    if (seen.has(call.start)) continue;
    seen.add(call.start);
    const written = nodes
      .filter(isCall)
      .find(({ span }) => span.start === call.start && span.end === call.end);
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
