import type { Program } from '../../check/program.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { Node } from '../../ir/graph.ts';
import { activations } from '../../ops/activations.ts';
import type { OpName } from '../../ops/attributes.ts';
import type * as ast from '../../parser/ast.ts';
import { removal } from '../edits.ts';
import type { BuiltNetwork } from '../network.ts';
import { keepingNames } from '../part-names.ts';
import { oddPlaces } from '../places.ts';
import type { Rule, Subject } from '../subject.ts';
import type { Placed } from '../tree.ts';

/** Of `identity` another rule says that it does nothing. */
const repeatable: ReadonlySet<OpName> = new Set<OpName>(activations.filter((name) => name !== 'identity'));

/** Two equal activations in a row. */
export const repeatedActivation: Rule = function* (subject) {
  for (const { network, node, place, elsewhere } of oddPlaces(subject, isRepeated)) {
    const first = before(network, node);
    const earlier = first && network.placeOf(first);
    const fix = fixOf(subject, node);
    yield diagnostic(
      'ARC8006',
      place,
      { layer: node.op },
      {
        labels: [
          ...(earlier && earlier !== place ? [{ span: earlier, text: 'the first one' }] : []),
          ...elsewhere,
        ],
        help: fix ? [] : ['take one of them out'],
        fixes: fix ? [fix] : [],
      },
    );
  }
};

function isRepeated(network: BuiltNetwork, node: Node): boolean {
  return repeatable.has(node.op) && before(network, node)?.op === node.op;
}

/** What an activation is applied to; a dropout scales, and leaves most of them what they are. */
function before(network: BuiltNetwork, node: Node): Node | undefined {
  const first = network.before(node);
  return first?.op === 'dropout' ? before(network, first) : first;
}

/**
 * Applied to its own result, only a cut-off changes nothing; and only where both stand side by side they do so in every
 * instance, also in those that are built elsewhere.
 */
function fixOf(subject: Subject, { op, origin }: Node): Fix | undefined {
  const { program } = subject;
  const placed = subject.elementAt(origin);
  const fix = placed && removal(`take the second \`${op}\` out`, placed);
  if (!placed || !fix) return undefined;
  const isSafe = (op === 'relu' || op === 'relu6') && standsTwice(program, placed, op);
  return isSafe ? keepingNames(subject, fix, op) : { ...fix, unsafe: true };
}

function standsTwice(program: Program, { chain, element }: Placed, op: OpName): boolean {
  const earlier = chain.elements[chain.elements.indexOf(element) - 1];
  return [earlier, element].every((each) => each?.kind === 'apply' && isCallOf(program, each.call, op));
}

function isCallOf({ calls }: Program, call: ast.CallExpression, op: OpName): boolean {
  const callee = calls.get(call)?.callee;
  return callee?.kind === 'op' && callee.op === op;
}
