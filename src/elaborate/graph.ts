import type { Label } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { ModuleId, Node } from '../ir/graph.ts';
import { equalShapes, formatShape, type Shape } from '../ir/shape.ts';
import type { OpAttributes, OpName } from '../ops/attributes.ts';
import { isProblem } from '../ops/definition.ts';
import { definitionOf, settled } from '../ops/query.ts';
import type { Span } from '../source/source.ts';
import type { Tensor } from './environment.ts';
import type { ArgumentPlaces, LayerOp, OpLayer } from './made-layers.ts';
import type { PartName } from './paths.ts';
import { type Frame, report, STEPS } from './state.ts';
import { checkNodeCount } from './steps.ts';

export const UNKNOWN_TENSOR: Tensor = { kind: 'tensor', node: -1, shape: undefined, origin: undefined };

/** An operation about to be applied: what, to what, and under which name. */
export interface Application {
  readonly op: LayerOp;
  readonly attributes: OpAttributes[LayerOp];
  readonly inputs: readonly Tensor[];
  readonly call: Span;
  readonly places: ArgumentPlaces;
  readonly part: PartName;
  /** Where the layer remembers the shape that it met last. */
  readonly last?: OpLayer['last'];
}

/** Infers the shape of the result and adds the node. What does not fit is reported, and the result is unknown. */
export function addNode(frame: Frame, what: Application): Tensor {
  const { inputs, last } = what;
  const shapes: Shape[] = [];
  for (const input of inputs) if (input.shape) shapes.push(input.shape);
  if (shapes.length < inputs.length) return UNKNOWN_TENSOR;
  const [first] = shapes;
  if (last?.input && last.output && first && equalShapes(last.input, first)) {
    return pushNode(frame, what, shapes, last.output);
  }
  const shape = inferShape(frame, what, shapes);
  if (!shape) return UNKNOWN_TENSOR;
  if (last) {
    last.input = first;
    last.output = shape;
  }
  return pushNode(frame, what, shapes, shape);
}

function inferShape(frame: Frame, what: Application, shapes: readonly Shape[]): Shape | undefined {
  const { op, attributes, inputs, call } = what;
  const shape = definitionOf(op).shape(attributes, shapes);
  if (!isProblem(shape)) {
    // A layer that keeps the shape gives the very same one, so that a long network holds few of them.
    const [first] = shapes;
    return first && equalShapes(first, shape) ? first : shape;
  }
  const labels = inputs.length === 1 ? producerLabels(inputs, call) : joinLabels(inputs, call);
  report(frame, shape.diagnose((shape.at ? what.places(shape.at) : undefined) ?? call, { labels }));
  return undefined;
}

function pushNode(frame: Frame, what: Application, shapes: readonly Shape[], shape: Shape): Tensor {
  const { nodes } = frame.build;
  const id = nodes.length;
  const weighted = weightedOps.has(what.op);
  const symbolic = typeof shape[0] !== 'number';
  checkNodeCount(frame, what.call, (weighted ? STEPS.weights : 0) + (symbolic ? STEPS.symbolic : 0));
  const path = frame.paths.prefix + what.part.name;
  const node = {
    id,
    op: what.op,
    path,
    inputs: what.inputs.map((input) => input.node),
    attributes: what.attributes,
    shape,
    module: weighted ? moduleOf(frame, id, path, what, shapes) : undefined,
    origin: what.call,
  } as Node;
  nodes.push(node.op === 'concat' ? settled(node, shapes) : node);
  return { kind: 'tensor', node: id, shape, origin: what.call };
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

/** The module of a new node: one of its own, or that of the shared layer which is applied again. */
function moduleOf(
  frame: Frame,
  node: number,
  path: string,
  what: Application,
  shapes: readonly Shape[],
): ModuleId | undefined {
  const { build } = frame;
  const weightPath = what.part.weightPath ?? path;
  if (frame.reuse) {
    const known = frame.reuse.get(weightPath);
    if (known !== undefined) checkSharedShape(frame, known, what, shapes);
    else {
      const problem = 'the body that it was applied with first has no such part';
      report(frame, diagnostic('ARC3008', what.call, { name: weightPath, problem }));
    }
    return known;
  }
  const module = build.moduleNodes.length;
  build.moduleNodes.push(node);
  frame.order.push(module);
  if (what.part.weightPath !== undefined) build.modulePaths.set(module, weightPath);
  for (const record of frame.record) record.set(weightPath, module);
  return module;
}

/** Shared weights fit only tensors with as many channels as those that they were made for. */
function checkSharedShape(frame: Frame, module: ModuleId, what: Application, shapes: readonly Shape[]): void {
  const { nodes, moduleNodes } = frame.build;
  const first = nodes[moduleNodes[module] ?? -1];
  const input = first && nodes[first.inputs[0] ?? -1];
  const [shape] = shapes;
  if (!input || !shape || first.op !== what.op) return;
  if (equalShapes(input.shape.slice(-1), shape.slice(-1))) return;
  const problem = `its weights were made for ${formatShape(input.shape)}, and ${formatShape(shape)} reaches it here`;
  report(
    frame,
    diagnostic(
      'ARC3008',
      what.call,
      { name: what.part.weightPath ?? first.path, problem },
      { labels: [{ span: first.origin, text: 'applied here first' }] },
    ),
  );
}

/** Where the tensor comes from, unless that is the place itself. */
export function producerLabels(tensors: readonly Tensor[], call: Span): Label[] {
  return tensors.flatMap(({ origin, shape }) => {
    if (!origin || !shape || sameSpan(origin, call)) return [];
    return [{ span: origin, text: `this produces ${formatShape(shape)}` }];
  });
}

function joinLabels(tensors: readonly Tensor[], call: Span): Label[] {
  const seen = new Set<Tensor['node']>();
  return producerLabels(
    tensors.filter((tensor) => !seen.has(tensor.node) && seen.add(tensor.node)),
    call,
  ).slice(0, 4);
}

function sameSpan(a: Span, b: Span): boolean {
  return a.source === b.source && a.start === b.start && a.end === b.end;
}
