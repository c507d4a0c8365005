import { diagnostic } from '../../diagnostics/report.ts';
import type { Node } from '../../ir/graph.ts';
import type * as ast from '../../parser/ast.ts';
import type { Spanned } from '../../parser/walk.ts';
import type { Span } from '../../source/source.ts';
import { giveArgument } from '../edits.ts';
import type { BuiltNetwork } from '../network.ts';
import { oddPlaces } from '../places.ts';
import type { Rule, Subject } from '../subject.ts';

/** A bias that the batch norm behind it takes away again: its mean contains it. */
export const biasBeforeNorm: Rule = function* (subject) {
  const branches = branchesIn(subject);
  const isOdd = (network: BuiltNetwork, node: Node) => isLost(network, node, branches);
  for (const { node, place, elsewhere } of oddPlaces(subject, isOdd)) {
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

/** The bodies of `if`s: what they hold is built with some arguments and not with others. */
function branchesIn({ nodes }: Subject): readonly Span[] {
  return nodes.filter(isIf).flatMap((statement) => {
    const bodies = statement.branches.map(({ body }) => body.span);
    return statement.else ? [...bodies, statement.else.span] : bodies;
  });
}

function isIf(node: Spanned): node is ast.IfStatement {
  return node.kind === 'if';
}

function isLost(network: BuiltNetwork, node: Node, branches: readonly Span[]): boolean {
  if (!hasBias(node)) return false;
  const { module } = node;
  const isShared = module !== undefined && network.applicationsOf(module).length > 1;
  const nodes = isShared ? network.applicationsOf(module) : [node];
  return nodes.every((each) => isNormalised(network, each, branches));
}

/** Whether all that takes the result is a batch norm in training: one that is frozen leaves the bias its effect. */
function isNormalised(network: BuiltNetwork, node: Node, branches: readonly Span[]): boolean {
  const behind = network.readersOf(node);
  if (behind.length === 0 || network.isOutput(node)) return false;
  return behind.every(
    ({ op, attributes, origin }) =>
      op === 'batch_norm' &&
      isTrainable(attributes) &&
      !branches.some((branch) => holds(branch, origin) && !holds(branch, node.origin)),
  );
}

function holds(outer: Span, { source, start }: Span): boolean {
  return outer.source === source && outer.start <= start && start < outer.end;
}

function isTrainable(attributes: Node['attributes']): boolean {
  return 'trainable' in attributes && attributes.trainable;
}

function hasBias({ op, attributes }: Node): boolean {
  const weighted =
    op === 'conv2d' || op === 'depthwise_conv2d' || op === 'conv2d_transpose' || op === 'dense';
  return weighted && 'bias' in attributes && attributes.bias;
}
