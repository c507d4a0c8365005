import type { Graph } from '../../ir/graph.ts';
import type { WeightValues } from '../../weights/tensor.ts';
import type { Refused } from '../lowering.ts';
import type { ApplicationId, Plan, Planned } from './plan.ts';
import { planGraph } from './plan-graph.ts';
import { type Factory, factories } from './stock.ts';
import { weightNumbers } from './weight-numbers.ts';

/** What is used of a layer of tfjs. */
interface LiveLayer {
  apply(inputs: unknown): unknown;
  setWeights(weights: unknown[]): void;
  setFastWeightInitDuringBuild(fast: boolean): void;
}

/** Written as a method, so that a factory may ask for settings of its own type. */
type MakeLayer = { make(config?: object): LiveLayer }['make'];

/** A tensor of which only the shape is known. */
interface SymbolicLike {
  readonly shape: readonly (number | null)[];
}

/** What is used of the caller's own `tf`: `S` is its SymbolicTensor and `M` its LayersModel. */
export interface LayersApi<S extends SymbolicLike, M> {
  readonly layers: { readonly [F in Factory]: MakeLayer };
  tensor(values: Float32Array, shape: number[]): { dispose(): void };
  input(config: { batchShape: (number | null)[]; name: string }): S;
  model(config: { inputs: S[]; outputs: S[]; name: string }): M;
}

/**
 * Applies a network to tensors of the caller's own model, one for each of its inputs, in order; gives one tensor for
 * each output. The layers are stock layers of that `tf`, named by the paths of the network with `prefix` in front, and
 * start from `values`. Each call makes layers of its own.
 */
export function applyGraph<S extends SymbolicLike, M>(
  tf: LayersApi<S, M>,
  graph: Graph,
  values: WeightValues,
  inputs: readonly S[],
  prefix = '',
): { readonly outputs: S[] } | Refused {
  const { plan, diagnostics } = planGraph(graph);
  return diagnostics.length > 0 ? { diagnostics } : { outputs: applyPlan(tf, plan, values, inputs, prefix) };
}

/** The network as a `tf.LayersModel` of the caller's own `tf`, which starts from `values`. */
export function toLayersModel<S extends SymbolicLike, M>(
  tf: LayersApi<S, M>,
  graph: Graph,
  values: WeightValues,
): { readonly model: M } | Refused {
  const { plan, diagnostics } = planGraph(graph);
  if (diagnostics.length > 0) return { diagnostics };
  const inputs = plan.inputs.map(({ name, dims }) => tf.input({ batchShape: [null, ...dims], name }));
  return { model: tf.model({ inputs, outputs: applyPlan(tf, plan, values, inputs, ''), name: plan.name }) };
}

function applyPlan<S extends SymbolicLike, M>(
  tf: LayersApi<S, M>,
  plan: Plan,
  values: WeightValues,
  inputs: readonly S[],
  prefix: string,
): S[] {
  if (inputs.length !== plan.inputs.length) {
    throw new Error(`\`${plan.name}\` takes ${plan.inputs.length} tensors, got ${inputs.length}`);
  }
  const layers = plan.layers.map((layer) => makeLayer(tf, layer, prefix));
  const started = new Set<number>();
  const tensors = new Map<ApplicationId, S>();
  plan.inputs.forEach(({ application }, i) => {
    const tensor = inputs[i];
    if (tensor) tensors.set(application, tensor);
  });
  plan.applications.forEach(({ layer, inputs: taken }, id) => {
    const live = layer === undefined ? undefined : layers[layer];
    const planned = layer === undefined ? undefined : plan.layers[layer];
    if (layer === undefined || !live || !planned) return;
    const arguments_ = taken.map((each) => tensorAt(tensors, each));
    const result = live.apply(arguments_.length === 1 ? arguments_[0] : arguments_);
    if (!isSymbolic<S>(result)) throw new Error(`the layer ${planned.name} gave no symbolic tensor`);
    tensors.set(id, result);
    if (!started.has(layer)) startFrom(tf, live, planned, values);
    started.add(layer);
  });
  return plan.outputs.map(({ application }) => tensorAt(tensors, application));
}

function makeLayer<S extends SymbolicLike, M>(
  tf: LayersApi<S, M>,
  layer: Planned,
  prefix: string,
): LiveLayer {
  const { name, trainable } = layer;
  // tfjs writes into the lists of the settings it is given.
  const config = { ...structuredClone(layer.config), name: `${prefix}${name}`, trainable };
  const live = tf.layers[factories[layer.className]](config);
  // The first values are set right after; drawing others would take most of the time.
  live.setFastWeightInitDuringBuild(true);
  return live;
}

function startFrom<S extends SymbolicLike, M>(
  tf: LayersApi<S, M>,
  live: LiveLayer,
  layer: Planned,
  values: WeightValues,
): void {
  if (layer.weights.length === 0) return;
  const tensors = layer.weights.map((weight) =>
    tf.tensor(weightNumbers(layer, weight, values), [...weight.shape]),
  );
  live.setWeights(tensors);
  for (const tensor of tensors) tensor.dispose();
}

function tensorAt<S>(tensors: ReadonlyMap<ApplicationId, S>, id: ApplicationId): S {
  const tensor = tensors.get(id);
  if (tensor === undefined) throw new Error(`the plan uses ${id} before it is made`);
  return tensor;
}

/** A layer applied to symbolic tensors gives one: never a list, as no layer here has several results. */
function isSymbolic<S extends SymbolicLike>(result: unknown): result is S {
  return typeof result === 'object' && result !== null && 'shape' in result && 'sourceLayer' in result;
}
