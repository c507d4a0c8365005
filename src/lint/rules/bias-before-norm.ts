import { diagnostic } from '../../diagnostics/report.ts';
import type { Node } from '../../ir/graph.ts';
import { giveArgument } from '../edits.ts';
import type { BuiltNetwork } from '../network.ts';
import { oddPlaces } from '../places.ts';
import type { Rule } from '../subject.ts';

/** A bias that the batch norm behind it takes away again: its mean contains it. */
export const biasBeforeNorm: Rule = function* (subject) {
  for (const { node, place, elsewhere } of oddPlaces(subject, isLost)) {
    const call = subject.callAt(node.origin);
    const direct = call && subject.program.calls.get(call)?.callee.kind === 'op' ? call : undefined;
    const title = 'write `bias = false`';
    yield diagnostic(
      'ARC8008',
      place,
      { layer: node.op },
      {
        labels: elsewhere,
        help: direct ? [] : ['give the layer `bias = false`: the batch norm has a shift of its own'],
        fixes: direct
          ? [{ title, changesMeaning: true, edits: [giveArgument(direct, 'bias', 'false')] }]
          : [],
      },
    );
  }
};

function isLost(network: BuiltNetwork, node: Node): boolean {
  if (!hasBias(node)) return false;
  const { module } = node;
  const isShared = module !== undefined && network.applicationsOf(module).length > 1;
  const nodes = isShared ? network.applicationsOf(module) : [node];
  return nodes.every((each) => isNormalised(network, each));
}

/** Whether all that takes the result is a batch norm in training: one that is frozen leaves the bias its effect. */
function isNormalised(network: BuiltNetwork, node: Node): boolean {
  const behind = network.readersOf(node);
  if (behind.length === 0 || network.isOutput(node)) return false;
  return behind.every(({ op, attributes }) => op === 'batch_norm' && isTrainable(attributes));
}

function isTrainable(attributes: Node['attributes']): boolean {
  return 'trainable' in attributes && attributes.trainable;
}

function hasBias({ op, attributes }: Node): boolean {
  const weighted =
    op === 'conv2d' || op === 'depthwise_conv2d' || op === 'conv2d_transpose' || op === 'dense';
  return weighted && 'bias' in attributes && attributes.bias;
}
