import type { Program } from '../../check/program.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { Node } from '../../ir/graph.ts';
import type * as ast from '../../parser/ast.ts';
import { nodesIn, type Spanned } from '../../parser/walk.ts';
import type { SourceFile, Span } from '../../source/source.ts';
import { giveArgument } from '../edits.ts';
import type { BuiltNetwork } from '../network.ts';
import { oddPlaces } from '../places.ts';
import type { Rule } from '../subject.ts';

/** A bias that the batch norm behind it takes away again: its mean contains it. */
export const biasBeforeNorm: Rule = function* (subject) {
  const branchesOf = branches(subject.program);
  const isOdd = (network: BuiltNetwork, node: Node) => isLost(network, node, branchesOf);
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
        fixes: direct ? [{ title, unsafe: true, edits: [giveArgument(direct, 'bias', 'false')] }] : [],
      },
    );
  }
};

type BranchesOf = (source: SourceFile) => readonly Span[];

/** The bodies of the `if`s of a file: what they hold is built with some arguments and not with others. */
function branches({ modules }: Program): BranchesOf {
  const known = new Map<SourceFile, readonly Span[]>();
  return (source) => {
    const tree = modules.find((module) => module.tree.source === source)?.tree;
    const found = known.get(source) ?? (tree ? nodesIn(tree).filter(isIf).flatMap(bodiesOf) : []);
    known.set(source, found);
    return found;
  };
}

function isIf(node: Spanned): node is ast.IfStatement {
  return node.kind === 'if';
}

function bodiesOf(statement: ast.IfStatement): readonly Span[] {
  const bodies = statement.branches.map(({ body }) => body.span);
  return statement.else ? [...bodies, statement.else.span] : bodies;
}

function isLost(network: BuiltNetwork, node: Node, branchesOf: BranchesOf): boolean {
  if (!hasBias(node)) return false;
  const { module } = node;
  const isShared = module !== undefined && network.applicationsOf(module).length > 1;
  const nodes = isShared ? network.applicationsOf(module) : [node];
  return nodes.every((each) =>
    normsBehind(network, each)?.every((norm) => !isConditional(network, norm, each, branchesOf)),
  );
}

/**
 * The batch norms that take what a node gives, if nothing else does: one that is frozen would leave a bias its effect.
 * Layers that treat each channel by itself, and add nothing, only pass the bias on.
 */
function normsBehind(network: BuiltNetwork, node: Node): readonly Node[] | undefined {
  const behind = network.readersOf(node);
  if (behind.length === 0 || network.isOutput(node)) return undefined;
  const norms: Node[] = [];
  for (const each of behind) {
    const own = isNorm(each) ? [each] : passesOn(each) ? normsBehind(network, each) : undefined;
    if (!own) return undefined;
    norms.push(...own);
  }
  return norms;
}

function isNorm({ op, attributes }: Node): boolean {
  return op === 'batch_norm' && attributes.trainable;
}

function passesOn({ op, attributes, shape }: Node): boolean {
  if (op === 'concat') return attributes.axis === shape.length - 1;
  if (op !== 'avg_pool2d') return op === 'max_pool2d' || op === 'channel_shuffle' || op === 'global_avg_pool';
  // Zeros around the map have no bias.
  return attributes.padding !== 'same' && attributes.padding.every((side) => side === 0);
}

/** Whether a norm, or a block around it, stands in the branch of an `if` that does not hold the layer before it. */
function isConditional(network: BuiltNetwork, norm: Node, layer: Node, branchesOf: BranchesOf): boolean {
  const calls = network.callsAround(layer);
  return network
    .callsAround(norm)
    .some((call) =>
      branchesOf(call.source).some(
        (branch) => holds(branch, call) && !calls.some((each) => holds(branch, each)),
      ),
    );
}

function holds(outer: Span, { source, start }: Span): boolean {
  return outer.source === source && outer.start <= start && start < outer.end;
}

function hasBias({ op, attributes }: Node): boolean {
  const weighted =
    op === 'conv2d' || op === 'depthwise_conv2d' || op === 'conv2d_transpose' || op === 'dense';
  return weighted && 'bias' in attributes && attributes.bias;
}
