import { diagnostic } from '../../diagnostics/report.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { activations } from '../../ops/activations.ts';
import type { OpName } from '../../ops/attributes.ts';
import { removal } from '../edits.ts';
import { placeInFile, type Rule } from '../subject.ts';

const repeatable: ReadonlySet<OpName> = new Set<OpName>(activations);

/** Two equal activations in a row. */
export const repeatedActivation: Rule = function* (subject) {
  for (const graph of subject.graphs) {
    for (const node of graph.nodes) {
      const first = before(graph, node);
      const place = first && placeInFile(subject, graph, node);
      if (!first || !place) continue;
      const earlier = placeInFile(subject, graph, first);
      const fix = removal(subject, node.origin);
      yield diagnostic(
        'ARC8006',
        place,
        { layer: node.op },
        {
          labels: earlier && earlier.start !== place.start ? [{ span: earlier, text: 'the first one' }] : [],
          help: fix ? [] : ['take one of them out'],
          fixes: fix
            ? [{ title: `take the second \`${node.op}\` out`, ...meaning(node.op), edits: [fix] }]
            : [],
        },
      );
    }
  }
};

function before(graph: Graph, node: Node): Node | undefined {
  if (!repeatable.has(node.op)) return undefined;
  const [input] = node.inputs;
  const first = input === undefined ? undefined : graph.nodes[input];
  return first?.op === node.op ? first : undefined;
}

/** Applied to its own result, only a cut-off changes nothing. */
function meaning(op: OpName): { readonly changesMeaning?: true } {
  return op === 'relu' || op === 'relu6' ? {} : { changesMeaning: true };
}
