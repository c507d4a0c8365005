import type { Constant, InferenceNode } from '../ir/inference.ts';
import { equalSizes } from '../ir/size.ts';
import { type Draft, freshName, inputOf, isOutput, newConstant, put, readersOf } from './draft.ts';
import { passesShift } from './fold-before.ts';
import { perChannel } from './kernel-numbers.ts';
import { isProduct } from './products.ts';

type Affine = InferenceNode<'affine'>;

/** Through how many steps a factor is carried to a product that takes it. */
const REACH = 4;

/** Whether everyone who takes the result of an affine step can take the step into its own kernel, or pass it on. */
export function takenByAll(draft: Draft, affine: Affine): boolean {
  if (isOutput(draft, affine.name)) return false;
  return readersOf(draft, affine.name).every((reader) => takes(draft, reader, affine, REACH));
}

function takes(draft: Draft, reader: InferenceNode, affine: Affine, reach: number): boolean {
  const { scale, shift } = affine.attributes;
  if (isProduct(reader)) return !shift || passesShift(draft, reader);
  if (reader.op === 'affine') return true;
  if (shift || !scale || reach === 0 || !keepsFactor(draft, reader, scale)) return false;
  const next = readersOf(draft, reader.name);
  return (
    next.length > 0 &&
    !isOutput(draft, reader.name) &&
    next.every((each) => takes(draft, each, affine, reach - 1))
  );
}

/** Whether the result of a step on something times a factor is the factor times its result. */
function keepsFactor(draft: Draft, node: InferenceNode, scale: Constant): boolean {
  switch (node.op) {
    case 'multiply':
    case 'global_avg_pool':
    case 'adaptive_avg_pool2d':
    case 'avg_pool2d':
      return true;
    case 'reshape': {
      const from = inputOf(draft, node).shape;
      return (
        scale.data.length === 1 ||
        equalSizes(from[from.length - 1] ?? 1, node.shape[node.shape.length - 1] ?? 1)
      );
    }
    default:
      return false;
  }
}

/** Takes the factors off the inputs of a step that keeps them, and multiplies its result by them. */
export function carryScale(draft: Draft, node: InferenceNode): void {
  const scales: Constant[] = [];
  const inputs = node.inputs.map((name, i) => {
    const input = inputOf(draft, node, i);
    if (input.op !== 'affine') return name;
    const { scale, shift } = input.attributes;
    if (!scale || shift || !keepsFactor(draft, node, scale) || !takenByAll(draft, input)) return name;
    scales.push(scale);
    return inputOf(draft, input).name;
  });
  const [first, ...others] = scales;
  if (!first) return;
  const unscaled = { ...node, name: freshName(draft, `${node.name}.unscaled`), inputs };
  put(draft, unscaled);
  const { name, shape, origin } = node;
  const scale = others.length === 0 ? first : productOf(draft, `${name}.scale`, scales);
  put(draft, {
    name,
    op: 'affine',
    inputs: [unscaled.name],
    attributes: { scale, shift: null },
    shape,
    origin,
  });
}

function productOf(draft: Draft, name: string, scales: readonly Constant[]): Constant {
  const length = Math.max(...scales.map(({ data }) => data.length));
  const product = new Float64Array(length).fill(1);
  for (const scale of scales)
    perChannel(scale, length, 1).forEach((factor, i) => {
      product[i] = (product[i] ?? 1) * factor;
    });
  return newConstant(draft, name, [length], Float32Array.from(product));
}
