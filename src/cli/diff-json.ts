import { type Comparison, type PartChange, tally } from '../diff/compare.ts';
import type { Costs } from '../ir/costs.ts';
import { jsonShape, type Shape } from '../ir/shape.ts';
import type { Branch } from '../ir/tree.ts';
import type { Compared } from './compared.ts';

/** What `archc diff --json` prints. A value that one side lacks is null, and so are MACs that depend on a symbol. */
export function diffDocument(
  { comparisons, lonely }: Compared,
  [before, after]: readonly [string, string],
): unknown {
  return {
    version: 1,
    equal: lonely.length === 0 && comparisons.every(({ isEqual }) => isEqual),
    files: { before, after },
    networks: [
      ...comparisons.map(describe),
      ...lonely.map(({ side, graph: { name } }) => ({
        name: { before: side === 'before' ? name : null, after: side === 'after' ? name : null },
        equal: false,
      })),
    ],
  };
}

function describe(comparison: Comparison): unknown {
  const { before, after, costs, details, parts, isEqual } = comparison;
  return {
    name: { before: before.name, after: after.name },
    equal: isEqual,
    ...costPairs(costs.before, costs.after),
    counts: tally(comparison),
    details,
    parts: parts.map(describePart),
  };
}

/** Parts of what is the same are left out. */
function describePart({ change, before, after, details, parts }: PartChange): unknown {
  const pair = <T>(of: (part: Branch) => T) => ({
    before: before ? of(before) : null,
    after: after ? of(after) : null,
  });
  return {
    change,
    path: pair(({ path }) => path),
    kind: pair(({ kind }) => kind ?? null),
    shape: pair(({ shape }: { readonly shape: Shape }) => jsonShape(shape)),
    ...costPairs(before?.costs, after?.costs),
    details,
    parts: change === 'same' ? [] : parts.map(describePart),
  };
}

function costPairs(before: Costs | undefined, after: Costs | undefined) {
  return {
    params: { before: before?.params ?? null, after: after?.params ?? null },
    macs: { before: before?.macs ?? null, after: after?.macs ?? null },
  };
}
