import type { ModuleId } from '../../ir/graph.ts';
import type { WeightSpec } from '../../ops/definition.ts';
import type { StockClass, StockConfigs } from './stock.ts';

/** Sizes as tfjs knows them, the batch left out: null is one that is open until the network runs. */
export type Dims = readonly (number | null)[];

/** The numbers of one weight of the module, in the layout of its `WeightSpec`. */
export type OwnWeights = (name: WeightSpec['name']) => Float32Array;

/** A weight of a stock layer: its name and shape in tfjs, and how its numbers come from those of the module. */
export interface StockWeight {
  readonly name:
    | 'kernel'
    | 'depthwise_kernel'
    | 'bias'
    | 'gamma'
    | 'beta'
    | 'moving_mean'
    | 'moving_variance'
    | 'alpha';
  readonly shape: readonly number[];
  readonly values: (own: OwnWeights) => Float32Array;
}

/** One stock layer with its settings; `place` in site.ts sees to it that the settings are those of the class. */
export interface Planned {
  readonly className: StockClass;
  readonly config: StockConfigs[StockClass];
  /** Unique in the model. */
  readonly name: string;
  /** Whether training changes its weights. */
  readonly trainable: boolean;
  readonly weights: readonly StockWeight[];
  /** The path of the module whose weights it takes. */
  readonly module: string | undefined;
}

/** A layer applied to what other applications gave; a shared layer has several. Index in `Plan.applications`. */
export type ApplicationId = number;

export interface Application {
  /** Index in `Plan.layers`; undefined: an input of the network. */
  readonly layer: number | undefined;
  readonly inputs: readonly ApplicationId[];
}

export interface PlannedInput {
  readonly name: string;
  readonly dims: Dims;
  readonly application: ApplicationId;
}

export interface PlannedOutput {
  /** The name that the network gave it. */
  readonly name: string;
  readonly application: ApplicationId;
}

/** A network as stock layers: what both the written model and the live one are made from. */
export interface Plan {
  readonly name: string;
  readonly inputs: readonly PlannedInput[];
  readonly outputs: readonly PlannedOutput[];
  /** In the order of their first application. */
  readonly layers: readonly Planned[];
  /** Every application stands after those it takes its inputs from. */
  readonly applications: readonly Application[];
}

/** A plan while it is made. */
export interface Draft {
  readonly layers: Planned[];
  readonly applications: Application[];
  readonly names: Set<string>;
  /** Layers with weights of a module, by module and suffix: applied again, not made again. */
  readonly shared: Map<string, number>;
}

/** A tensor in a plan: where it comes from and its sizes. */
export interface Flow {
  readonly from: ApplicationId;
  readonly dims: Dims;
}

export function emptyDraft(): Draft {
  return { layers: [], applications: [], names: new Set(), shared: new Map() };
}

/**
 * The name of a layer or node: the path, made into what tfjs accepts, and given a number where an auxiliary name was
 * taken already. tfjs wants a letter or a digit first, and keeps what it loads by name in objects that have some names,
 * as `constructor`, from the start.
 */
export function claimName(draft: Pick<Draft, 'names'>, path: string): string {
  const isAccepted = /^[A-Za-z0-9]/.test(path) && !(path in Object.prototype);
  const wanted = isAccepted ? path : `x${path}`;
  let name = wanted;
  for (let n = 2; draft.names.has(name); n++) name = `${wanted}_${n}`;
  draft.names.add(name);
  return name;
}

/** Adds a layer, or takes the one that the module already has under this suffix. */
export function placeLayer(
  draft: Draft,
  module: { readonly id: ModuleId; readonly suffix: string } | undefined,
  make: () => Planned,
): number {
  const key = module && `${module.id} ${module.suffix}`;
  const known = key === undefined ? undefined : draft.shared.get(key);
  if (known !== undefined) return known;
  const index = draft.layers.push(make()) - 1;
  if (key !== undefined) draft.shared.set(key, index);
  return index;
}
