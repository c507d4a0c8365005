import type { Constant, InferenceNode } from '../../ir/inference.ts';
import type { Shape } from '../../ir/shape.ts';
import { claimName } from '../layers/plan.ts';
import type { WeightStorage } from '../lowering.ts';
import type { StoredConstant } from '../tfjs-shards.ts';
import { addNode, type Draft, setting, type Value, weight } from './draft.ts';
import type { Attributes } from './node-def.ts';

/** A node that is being lowered, and what reaches it. */
export interface Site {
  readonly draft: Draft;
  readonly node: InferenceNode;
  /** The name that was claimed for the node. */
  readonly name: string;
  readonly storage: WeightStorage;
  /** Whether one node, or one output, takes the result. */
  readonly isReadOnce: boolean;
  /** The inputs, and the first of them. */
  readonly inputs: readonly Value[];
  readonly x: Value;
}

/**
 * Adds a node to the graph: `suffix` is '' for the one that bears the node's own name, else a word of its own
 * (`stem.conv2d/pad`). `shape` is that of the result.
 */
export function emit(
  site: Site,
  suffix: string,
  op: string,
  input: readonly string[],
  attr: Attributes = {},
  shape: Shape = site.node.shape,
): Value {
  const { draft, name } = site;
  const own = suffix === '' ? name : claimName(draft, `${name}/${suffix}`);
  return { name: addNode(draft, own, op, input, attr), shape };
}

/** Whole numbers that describe a shape, axes, places. */
export function whole(site: Site, what: string, ...numbers: readonly number[]): string {
  return setting(site.draft, `${site.name}/${what}`, Int32Array.from(numbers));
}

/** One whole number. */
export function wholeScalar(site: Site, what: string, number: number): string {
  return setting(site.draft, `${site.name}/${what}`, Int32Array.of(number), []);
}

export function scalar(site: Site, what: string, number: number): string {
  return setting(site.draft, `${site.name}/${what}`, Float32Array.of(number), []);
}

/**
 * The kernel of a product. In 8 bits there is one scale for the whole kernel, so that of a depthwise convolution is
 * kept in 16: its channels differ most from one another, and it is small.
 */
export function kernelOf(
  site: Site,
  kernel: Constant,
  shape: readonly number[] = kernel.shape,
  depthwise = false,
): string {
  const forms = { float32: 'as they are', float16: 'halves', int8: depthwise ? 'halves' : 'bytes' } as const;
  return weight(site.draft, kernel, forms[site.storage], shape);
}

/** Weights other than kernels. */
export function vectorOf(site: Site, constant: Constant, shape: readonly number[] = constant.shape): string {
  const storage: StoredConstant['storage'] = site.storage === 'float16' ? 'halves' : 'as they are';
  return weight(site.draft, constant, storage, shape);
}

/** The channels of a value: its last size. */
export function channelsOf({ shape }: Pick<Value, 'shape'>): number {
  const channels = shape.at(-1);
  if (typeof channels !== 'number')
    throw new Error('an operation that needs its channels was given open ones');
  return channels;
}

/** Height and width; null where open. */
export function mapSize({ shape }: Pick<Value, 'shape'>): readonly [number | null, number | null] {
  const [height, width] = shape;
  return [typeof height === 'number' ? height : null, typeof width === 'number' ? width : null];
}
