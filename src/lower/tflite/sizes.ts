import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { InferenceGraph } from '../../ir/inference.ts';
import { formatShape } from '../../ir/shape.ts';
import { formatSize } from '../../ir/size.ts';
import { otherTargets } from '../targets.ts';

/** The sizes of a model are signed 32-bit numbers. */
const LARGEST = 2 ** 31 - 1;

/** Why the sizes of a network cannot be written; empty: they can. */
export function checkSizes(graph: InferenceGraph): readonly Diagnostic[] {
  const open = openSizes(graph);
  return open.length > 0 ? open : hugeSizes(graph);
}

/** A diagnostic for each input with a size that is open, at its line; behind known inputs all sizes are known. */
function openSizes(graph: InferenceGraph): readonly Diagnostic[] {
  return graph.nodes.flatMap(({ op, name, shape, origin }) => {
    const open = shape.filter((size) => typeof size !== 'number');
    if (op !== 'input' || open.length === 0) return [];
    const sizes = open.map((size) => `\`${formatSize(size)}\``);
    const label = `${sizes.join(' and ')} ${open.length === 1 ? 'is' : 'are'} not known when it is built`;
    const help = [
      'make the size a parameter, `network net(size: int = 224)` with `[size, size, 3]`, ' +
        'and choose it with `--set size=224`',
      ...otherTargets(),
    ];
    return [diagnostic('ARC5301', origin, { input: name, shape: formatShape(shape) }, { label, help })];
  });
}

/** Where the first axis that is too long comes from. */
function hugeSizes({ nodes }: InferenceGraph): readonly Diagnostic[] {
  for (const { name, shape, origin } of nodes) {
    const size = shape.find((each) => typeof each === 'number' && each > LARGEST);
    if (typeof size === 'number') return [diagnostic('ARC5303', origin, { part: name, size })];
  }
  return [];
}
