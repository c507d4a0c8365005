import { diagnostic } from '../../diagnostics/report.ts';
import type { Node } from '../../ir/graph.ts';
import { isCall } from '../../parser/walk.ts';
import { giveArgument } from '../edits.ts';
import { placeInFile, type Rule, readersOf } from '../subject.ts';

/** A bias that the batch norm behind it takes away again: its mean contains it. */
export const biasBeforeNorm: Rule = function* (subject) {
  for (const graph of subject.graphs) {
    const readers = readersOf(graph);
    for (const node of graph.nodes) {
      if (!hasBias(node) || graph.outputs.some((output) => output.node === node.id)) continue;
      const behind = readers.get(node.id) ?? [];
      const place = placeInFile(subject, graph, node);
      if (!place || behind.length === 0 || behind.some(({ op }) => op !== 'batch_norm')) continue;
      const own = node.origin.source === subject.module.source;
      const call = own
        ? subject.nodes.filter(isCall).find((each) => each.span.start === place.start)
        : undefined;
      const direct = call && subject.program.calls.get(call)?.callee.kind === 'op' ? call : undefined;
      yield diagnostic(
        'ARC8008',
        place,
        { layer: node.op },
        {
          help: direct ? [] : ['give it `bias = false`: the batch norm has a shift of its own'],
          fixes: direct
            ? [
                {
                  title: 'write `bias = false`',
                  changesMeaning: true,
                  edits: [giveArgument(direct, 'bias', 'false')],
                },
              ]
            : [],
        },
      );
    }
  }
};

function hasBias({ op, attributes }: Node): boolean {
  const weighted =
    op === 'conv2d' || op === 'depthwise_conv2d' || op === 'conv2d_transpose' || op === 'dense';
  return weighted && 'bias' in attributes && attributes.bias;
}
