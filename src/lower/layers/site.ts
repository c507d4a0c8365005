import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { ParametersOf } from '../../diagnostics/registry.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import type { Shape } from '../../ir/shape.ts';
import { otherTargets } from '../targets.ts';
import {
  type ApplicationId,
  claimName,
  type Dims,
  type Draft,
  type Flow,
  placeLayer,
  type StockWeight,
} from './plan.ts';
import type { StockClass, StockConfigs } from './stock.ts';

/** A node that is being lowered, and what reaches it. */
export interface Site {
  readonly graph: Graph;
  readonly draft: Draft;
  readonly node: Node;
  /** The inputs, and the first of them. */
  readonly inputs: readonly Flow[];
  readonly x: Flow;
  /** The shape of the first input, with its symbols. */
  readonly shape: Shape;
}

/** What a node becomes, or why stock layers cannot express it. */
export type Lowered = Flow | Diagnostic;

export function isRefusal(lowered: Lowered): lowered is Diagnostic {
  return 'code' in lowered;
}

export function dimsOf(shape: Shape): Dims {
  return shape.map((size) => (typeof size === 'number' ? size : null));
}

/** The last axis. */
export function channelsOf(dims: Dims): number {
  const channels = dims[dims.length - 1];
  if (typeof channels !== 'number')
    throw new Error('a layer that needs its channels was given symbolic ones');
  return channels;
}

/** A refusal at the line that asked for the node. */
export function refuse<C extends 'ARC5001' | 'ARC5002'>(
  site: Site,
  code: C,
  parameters: ParametersOf<C>,
  help: string,
): Diagnostic {
  return diagnostic(code, site.node.origin, parameters, { help: [help, ...otherTargets()] });
}

/**
 * Puts a layer that has no weights of the module: `suffix` is '' for the one that carries the node's path, else a
 * word of its own (`stem.conv2d.pad`).
 */
export function place<C extends StockClass>(
  site: Site,
  suffix: string,
  className: C,
  config: StockConfigs[C],
  inputs: readonly Flow[],
  dims: Dims,
  constants: readonly StockWeight[] = [],
): Flow {
  const { draft, node } = site;
  const taken = once(site, suffix, inputs);
  const layer = placeLayer(draft, undefined, () => ({
    className,
    config,
    name: claimName(draft, suffixed(node.path, suffix)),
    trainable: constants.length === 0,
    weights: constants,
    module: undefined,
  }));
  return apply(draft, layer, taken, dims);
}

/**
 * A model of tfjs counts the layers that take a tensor, not how often each takes it, and frees it too early where one
 * takes it twice. So what a layer takes again comes from a copy that nothing else takes.
 */
function once(site: Site, suffix: string, inputs: readonly Flow[]): readonly Flow[] {
  const copies = new Map<ApplicationId, Flow>();
  const seen = new Set<ApplicationId>();
  const word = suffix === '' ? 'again' : `${suffix}_again`;
  return inputs.map((input) => {
    if (seen.size !== seen.add(input.from).size) return input;
    const copy =
      copies.get(input.from) ??
      place(site, word, 'Activation', { activation: 'linear' }, [input], input.dims);
    copies.set(input.from, copy);
    return copy;
  });
}

/** Puts a layer with weights of the module, or applies again the one that is there since the module's first use. */
export function placeWeighted<C extends StockClass>(
  site: Site,
  suffix: string,
  className: C,
  config: StockConfigs[C],
  input: Flow,
  dims: Dims,
  weights: readonly StockWeight[],
  trainable: boolean,
): Flow {
  const { draft, graph, node } = site;
  const id = node.module;
  const module = id === undefined ? undefined : graph.modules[id];
  if (id === undefined || module === undefined)
    throw new Error(`the node ${node.path} has weights but no module`);
  const layer = placeLayer(draft, { id, suffix }, () => ({
    className,
    config,
    name: claimName(draft, suffixed(module.path, suffix)),
    trainable,
    weights,
    module: module.path,
  }));
  return apply(draft, layer, [input], dims);
}

function suffixed(path: string, suffix: string): string {
  return suffix === '' ? path : `${path}.${suffix}`;
}

function apply(draft: Draft, layer: number, inputs: readonly Flow[], dims: Dims): Flow {
  const from = draft.applications.push({ layer, inputs: inputs.map((each) => each.from) }) - 1;
  return { from, dims };
}

/** A weight of the module as it is; its shape may be written in another way, with the same numbers in order. */
export function ownWeight(
  name: StockWeight['name'],
  shape: readonly number[],
  own = sameName(name),
): StockWeight {
  return { name, shape, values: (weights) => weights(own) };
}

function sameName(name: StockWeight['name']): Exclude<StockWeight['name'], 'depthwise_kernel'> {
  return name === 'depthwise_kernel' ? 'kernel' : name;
}

/** A weight whose numbers the program fixes. */
export function constantWeight(
  name: StockWeight['name'],
  shape: readonly number[],
  values: Float32Array,
): StockWeight {
  return { name, shape, values: () => values };
}
