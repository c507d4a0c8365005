import type { Label } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { Module, Node, NodeId } from '../ir/graph.ts';
import { equalShapes, formatShape, type Shape } from '../ir/shape.ts';
import type { OpAttributes, OpName } from '../ops/attributes.ts';
import { isProblem } from '../ops/definition.ts';
import { definitionOf, settled } from '../ops/query.ts';
import type { Span } from '../source/source.ts';
import type { ArgumentPlaces, LayerOp } from './layers.ts';
import type { PartName } from './paths.ts';
import { type Frame, report, type Tensor } from './state.ts';
import { checkNodeCount } from './steps.ts';

export const UNKNOWN_TENSOR: Tensor = { kind: 'tensor', node: -1, shape: undefined };

/** An operation about to be applied: what, to what, and under which name. */
export interface Application {
  readonly op: LayerOp;
  readonly attributes: OpAttributes[LayerOp];
  readonly inputs: readonly Tensor[];
  readonly call: Span;
  readonly places: ArgumentPlaces;
  readonly part: PartName;
}

/** Infers the shape of the result and adds the node. What does not fit is reported, and the result is unknown. */
export function addNode(frame: Frame, what: Application): Tensor {
  const { op, attributes, inputs, call } = what;
  const shapes: Shape[] = [];
  for (const input of inputs) if (input.shape) shapes.push(input.shape);
  if (shapes.length < inputs.length) return UNKNOWN_TENSOR;
  const shape = definitionOf(op).shape(attributes, shapes);
  if (isProblem(shape)) {
    const labels =
      inputs.length === 1 ? producerLabels(frame, inputs, call) : joinLabels(frame, inputs, call);
    report(frame, shape.diagnose((shape.at ? what.places(shape.at) : undefined) ?? call, { labels }));
    return UNKNOWN_TENSOR;
  }
  return pushNode(frame, what, shapes, shape);
}

function pushNode(frame: Frame, what: Application, shapes: readonly Shape[], shape: Shape): Tensor {
  const { build, paths } = frame;
  checkNodeCount(frame, what.call);
  const id = build.nodes.length;
  const node = {
    id,
    op: what.op,
    path: paths.prefix + what.part.name,
    inputs: what.inputs.map((input) => input.node),
    attributes: what.attributes,
    shape,
    module: undefined,
    origin: what.call,
  } as Node;
  build.nodes.push(node.op === 'concat' ? settled(node, shapes) : node);
  if (weightedOps.has(what.op)) noteModule(frame, id, what, shapes);
  return { kind: 'tensor', node: id, shape };
}

/** The operations that have weights whatever their attributes; the others never do. */
const weightedOps: ReadonlySet<OpName> = new Set<OpName>([
  'conv2d',
  'depthwise_conv2d',
  'conv2d_transpose',
  'dense',
  'batch_norm',
  'layer_norm',
  'prelu',
  'layer_scale',
]);

function noteModule(frame: Frame, id: NodeId, what: Application, shapes: readonly Shape[]): void {
  const path = what.part.weightPath;
  const known = frame.reuse?.get(path);
  if (!known) {
    if (frame.reuse) {
      const problem = 'the body that it was applied with first has no such part';
      report(frame, diagnostic('ARC3008', what.call, { name: path, problem }));
      return;
    }
    const module: Module = { path, node: id };
    frame.order.push(module);
    for (const record of frame.record) record.set(path, module);
    frame.build.nodeModules.set(id, module);
    return;
  }
  frame.build.nodeModules.set(id, known);
  const first = frame.build.nodes[known.node];
  const input = first && frame.build.nodes[first.inputs[0] ?? -1];
  const [shape] = shapes;
  if (!input || !shape || first.op !== what.op) return;
  const channels = (of: Shape) => of.slice(-1);
  if (equalShapes(channels(input.shape), channels(shape))) return;
  const problem = `its weights were made for ${formatShape(input.shape)}, and ${formatShape(shape)} reaches it here`;
  report(
    frame,
    diagnostic(
      'ARC3008',
      what.call,
      { name: path, problem },
      { labels: [{ span: first.origin, text: 'applied here first' }] },
    ),
  );
}

/** Where the tensor comes from, unless that is the place itself. */
export function producerLabels(frame: Frame, tensors: readonly Tensor[], call: Span): Label[] {
  return tensors.flatMap((tensor) => {
    const node = frame.build.nodes[tensor.node];
    if (!node || !tensor.shape || sameSpan(node.origin, call)) return [];
    return [{ span: node.origin, text: `this produces ${formatShape(tensor.shape)}` }];
  });
}

function joinLabels(frame: Frame, tensors: readonly Tensor[], call: Span): Label[] {
  const seen = new Set<Tensor['node']>();
  return producerLabels(
    frame,
    tensors.filter((tensor) => !seen.has(tensor.node) && seen.add(tensor.node)),
    call,
  ).slice(0, 4);
}

function sameSpan(a: Span, b: Span): boolean {
  return a.source === b.source && a.start === b.start && a.end === b.end;
}
