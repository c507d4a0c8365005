import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { InferenceGraph } from '../../ir/inference.ts';
import { formatShape } from '../../ir/shape.ts';
import { formatSize } from '../../ir/size.ts';
import { otherTargets } from '../targets.ts';

/** A diagnostic for each input with a size that is open, at its line; behind known inputs all sizes are known. */
export function openSizes(graph: InferenceGraph): readonly Diagnostic[] {
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
